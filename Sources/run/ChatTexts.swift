//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import QuantKit
import Terminal

/// What a chat says, in the language of the person.
struct ChatTexts {
  /// A language that the chat speaks.
  enum Language: Sendable {
    case english, chinese

    /// The one that the locale of the process asks for.
    static var ofEnvironment: Language {
      let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap(Environment.value)
        .first { !$0.isEmpty }
      return locale?.hasPrefix("zh") == true ? .chinese : .english
    }
  }

  let language: Language

  private func text(_ english: String, _ chinese: String) -> String {
    language == .chinese ? chinese : english
  }

  // MARK: Around the conversation

  func banner(_ name: ModelName) -> String {
    let chineseName = name.isBaichuan ? "百川大模型" : " \(name.text) "
    return text(
      "Welcome to \(name.text). Type to talk; clear forgets the conversation, CTRL+C stops a reply, "
        + "stream switches streaming, exit ends. /help shows more.",
      "欢迎使用\(chineseName)，输入进行对话，clear 清空历史，CTRL+C 中断生成，stream 开关流式生成，exit 结束。"
    )
  }

  var loading: String { text("Loading the model …", "正在加载模型……") }
  var userPrompt: String { text("You: ", "用户：") }
  var continuationPrompt: String { text("...  ", "……  ") }

  func label(_ name: String) -> String { text("\(name): ", "\(name)：") }

  var help: String {
    text(
      """
      clear          forget the conversation and empty the screen
      stream         show replies while they are made, or when complete
      exit           end, as Ctrl-D does

      /edit [TEXT]   write a message in $EDITOR
      /regen         answer the last message again
      /undo          take back the last message and its answer
      /save FILE     write the conversation as JSON; -f FILE replaces a file
      /load FILE     go on with a conversation that was saved
      /system TEXT   tell the model how to answer; "" no more
      /stats         what the last reply cost
      /set           show the settings that were made
      /set NAME N    make one; without a number, back to the model's own:
                     \(Self.names)
      /help          this list; clear, stream and exit work with a slash too

      Lines from \"\"" to \"\"" are one message, as is a paste; Alt-Enter begins
      a line. Arrow keys bring back what was typed. Ctrl-C stops a reply, and
      at the prompt it empties the line.
      """,
      """
      clear          清空对话历史和屏幕
      stream         开关流式生成
      exit           结束，与 Ctrl-D 相同

      /edit [文本]   用 $EDITOR 编写消息
      /regen         重新回答上一条消息
      /undo          撤回上一条消息及其回答
      /save 文件     把对话保存为 JSON；-f 文件 覆盖已有文件
      /load 文件     载入保存的对话并继续
      /system 文本   设置系统提示；"" 则删除
      /stats         上一次回答的统计
      /set           显示已设置的值
      /set 名称 数值 设置一项；不带数值则恢复模型默认值：
                     \(Self.names)
      /help          本列表；clear、stream、exit 也可以加斜杠

      两行 \"\"" 之间的内容是一条消息，粘贴的多行文字也是；Alt-Enter 换行，
      方向键调出输入历史。Ctrl-C 中断生成，在提示符下清空当前行。
      """
    )
  }

  /// The names of the settings, three to a line.
  private static let names = stride(from: 0, to: GenerationOptions.settingNames.count, by: 3)
    .map { GenerationOptions.settingNames[$0...].prefix(3).joined(separator: ", ") }
    .joined(separator: ",\n" + String(repeating: " ", count: 15))

  // MARK: Answers to commands

  func streaming(_ isOn: Bool) -> String {
    text("(streaming is \(isOn ? "on" : "off"))", "（\(isOn ? "开启" : "关闭")流式生成）")
  }

  var howToLeave: String { text("(exit or Ctrl-D ends)", "（输入 exit 或按 Ctrl-D 结束）") }
  var nothingToAnswer: String { text("(there is no message yet)", "（还没有消息）") }
  var nothingWritten: String { text("(the text is empty)", "（文本为空）") }
  var noReplyYet: String { text("(there is no reply yet)", "（还没有回答）") }
  var takenBack: String {
    text("(stopped before the reply began; the message is taken back)", "（回答开始前已中断，消息已撤回）")
  }
  var stopped: String { text("(stopped)", "（已中断）") }
  var needsTerminal: String { text("/edit needs a terminal", "/edit 需要终端") }

  func undone(_ message: String) -> String {
    text("(taken back: \(Self.shortened(message)))", "（已撤回：\(Self.shortened(message))）")
  }

  var greedyAgain: String {
    text(
      "(the most probable answer again; /set temperature 0.7 makes answers vary)",
      "（当前总是选取概率最大的词，回答不会变；可用 /set temperature 0.7 改变）"
    )
  }

  func cutAtLimit(_ count: Int) -> String {
    text(
      "(cut after \(Quantities.counted(count, "token")); /set max-tokens allows more)",
      "（已生成 \(count) 个词元后截断；可用 /set max-tokens 调整）"
    )
  }

  var cutAtContext: String {
    text("(cut: the context is full)", "（上下文已满，回答被截断）")
  }

  var historyIsCut: String {
    text(
      "(the conversation is longer than the context: from now on its oldest part is left out)",
      "（对话超出上下文长度，从现在起省略最早的内容）"
    )
  }

  func saved(_ count: Int, _ path: String) -> String {
    text(
      "(\(Quantities.counted(count, "message")) saved to \(path))",
      "（已将 \(count) 条消息保存到 \(path)）"
    )
  }

  func exists(_ path: String) -> String {
    text(
      "'\(path)' exists already; /save -f \(path) replaces it",
      "'\(path)' 已存在；/save -f \(path) 可覆盖"
    )
  }

  func loaded(_ count: Int, awaitsAnswer: Bool) -> String {
    text(
      "(\(Quantities.counted(count, "message")) loaded"
        + (awaitsAnswer ? "; /regen answers the last one)" : ")"),
      "（已载入 \(count) 条消息" + (awaitsAnswer ? "；/regen 回答最后一条）" : "）")
    )
  }

  func system(_ message: String?) -> String {
    guard let message, !message.isEmpty else {
      return text("(no system message)", "（没有系统提示）")
    }
    return text("(system message: \(message))", "（系统提示：\(message)）")
  }

  func unknown(_ command: String) -> String {
    text(
      "there is no command \(command); /help lists them, and a space before it makes it a message",
      "没有命令 \(command)；/help 显示所有命令，前面加空格则作为消息发送"
    )
  }

  func incomplete(_ usage: String) -> String { text("usage: \(usage)", "用法：\(usage)") }

  var nothingSet: String {
    text("(nothing is set; the model's own settings count)", "（未作设置，使用模型默认值）")
  }

  private static func shortened(_ message: String) -> String {
    let line = message.split(separator: "\n").first.map(String.init) ?? ""
    return line.count > 40 || line != message ? line.prefix(40) + "…" : line
  }
}
