//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import ArgumentParser
import QuantKit
import Terminal

/// A conversation of a person with a model, turn by turn.
struct ChatLoop {
  private let chat: ChatSession
  private let console: ChatConsole
  private let interrupts: InterruptTarget
  private let texts: ChatTexts
  private let name: ModelName
  private let showsStatistics: Bool
  private var generation: GenerationOptions
  private var assembler = MessageAssembler()
  private var isStreaming = true
  private var lastReply: ChatReply?
  /// Whether the person knows that the oldest part of the conversation is left out.
  private var saidThatHistoryIsCut = false

  init(
    chat: ChatSession,
    console: ChatConsole,
    interrupts: InterruptTarget,
    texts: ChatTexts,
    name: ModelName,
    generation: GenerationOptions,
    showsStatistics: Bool
  ) {
    self.chat = chat
    self.console = console
    self.interrupts = interrupts
    self.texts = texts
    self.name = name
    self.generation = generation
    self.showsStatistics = showsStatistics
  }

  /// Talks until the input ends.
  ///
  /// - Throws: What ends the program: input or output that fails, and, where no person sits at a
  ///   terminal, an interrupt and everything that fails.
  mutating func run() throws {
    try greet()
    var goesOn = true
    while goesOn {
      switch try console.read(isContinued: assembler.isOpen) {
      case .text(let line): goesOn = try take(assembler.append(line))
      case .interrupted(let wasEmpty):
        let wasOpen = assembler.finish() != nil
        if wasEmpty, !wasOpen { try console.say(texts.howToLeave) }
      case .ended:
        if let text = assembler.finish() { try send(text) }
        goesOn = false
      }
    }
  }

  private func greet() throws {
    if console.isTerminal { try console.say(texts.banner(name)) }
  }

  /// Does what a line asks for; false when it was the last one.
  private mutating func take(_ outcome: MessageAssembler.Outcome) throws -> Bool {
    switch outcome {
    case .incomplete: return true
    case .message(let text):
      if ChatInstruction(text) != .nothing { try send(text) }
      return true
    case .line(let line):
      let instruction = ChatInstruction(line)
      guard instruction != .exit else { return false }
      do {
        try follow(instruction)
      } catch let error where console.isTerminal && !error.isOutputFailure {
        try console.say("\(error)", style: .error)
      }
      return true
    }
  }

  private mutating func follow(_ instruction: ChatInstruction) throws {
    switch instruction {
    case .nothing, .exit: break
    case .message(let text): try send(text)
    case .help: try console.say(texts.help)
    case .clear:
      chat.clear()
      lastReply = nil
      saidThatHistoryIsCut = false
      try console.clearScreen()
      try greet()
    case .stream:
      isStreaming.toggle()
      try console.say(texts.streaming(isStreaming))
    case .regenerate: try regenerate()
    case .undo: try undo()
    case .statistics: try showStatistics()
    case .edit(let text): try edit(text)
    case .save(let path, let isForced): try save(to: path, isForced: isForced)
    case .load(let path): try load(path)
    case .system(let text):
      if let text { chat.system = text.isEmpty ? nil : text }
      try console.say(texts.system(chat.system))
    case .set(let name, let value): try set(name, to: value)
    case .unknown(let command): try console.say(texts.unknown(command), style: .error)
    case .incomplete(let usage): try console.say(texts.incomplete(usage), style: .error)
    }
  }

  // MARK: Replies

  private mutating func send(_ text: String) throws {
    try receive { chat, cancellation, show in
      try chat.send(text, cancellation: cancellation, receive: show)
    }
  }

  private mutating func regenerate() throws {
    guard chat.messages.contains(where: { $0.role == "user" }) else {
      return try console.say(texts.nothingToAnswer)
    }
    if try !chat.isSampling(), chat.messages.last?.role == "assistant" {
      try console.say(texts.greedyAgain)
    }
    try receive { chat, cancellation, show in
      try chat.regenerate(cancellation: cancellation, receive: show)
    }
  }

  private mutating func receive(
    _ answer: (ChatSession, Cancellation, _ show: (String) throws -> Void) throws -> ChatReply?
  ) throws {
    let cancellation = Cancellation()
    try console.beginReply(name: name.text)
    var reply: ChatReply?
    do {
      reply = try interrupts.directed(to: cancellation) {
        try answer(chat, cancellation) { if isStreaming { try console.showReply($0) } }
      }
      if let reply, !isStreaming { try console.showReply(reply.text) }
      try console.endReply()
    } catch let error where console.isTerminal && !error.isOutputFailure {
      try console.endReply()
      return try console.say("\(error)", style: .error)
    }
    guard let reply else { return }
    lastReply = reply
    try comment(on: reply)
    // Without a terminal nobody can go on after Ctrl-C.
    if cancellation.isCancelled, !StandardInput.isTerminal { throw CancellationError() }
  }

  /// Says what a person should know about a reply.
  private mutating func comment(on reply: ChatReply) throws {
    switch reply.stopReason {
    case .cancelled: try console.say(reply.text.isEmpty ? texts.takenBack : texts.stopped)
    case .tokenLimit: try console.say(texts.cutAtLimit(reply.generatedTokenCount))
    case .contextLimit: try console.say(texts.cutAtContext)
    case .endToken, .stopString: break
    }
    if reply.isHistoryCut, !saidThatHistoryIsCut {
      try console.say(texts.historyIsCut)
      saidThatHistoryIsCut = true
    }
    if showsStatistics { try console.say(reply.renderedSummary) }
  }

  // MARK: Commands

  private mutating func undo() throws {
    guard let message = chat.undo() else { return try console.say(texts.nothingToAnswer) }
    try console.say(texts.undone(message))
  }

  private func showStatistics() throws {
    guard let lastReply else { return try console.say(texts.noReplyYet) }
    var text = lastReply.rendered(
      contextUsed: chat.contextTokenCount,
      of: chat.contextLength
    )
    text.removeLast()
    try console.say(text)
  }

  private mutating func edit(_ draft: String) throws {
    guard console.isTerminal else { return try console.say(texts.needsTerminal, style: .error) }
    var text = try console.edit(draft)
    while text.last?.isNewline == true { text.removeLast() }
    guard ChatInstruction(text) != .nothing else { return try console.say(texts.nothingWritten) }
    try console.say(texts.userPrompt + text, style: .user)
    console.remember(text)
    try send(text)
  }

  private func save(to path: String, isForced: Bool) throws {
    do throws(FileError) {
      try chat.save(to: path, replacing: isForced)
    } catch  where error.code == .alreadyExists {
      return try console.say(texts.exists(path), style: .error)
    }
    try console.say(texts.saved(chat.messages.count, path))
  }

  private mutating func load(_ path: String) throws {
    try chat.load(path)
    saidThatHistoryIsCut = false
    let last = chat.messages.last?.role
    try console.say(texts.loaded(chat.messages.count, awaitsAnswer: last == "user"))
  }

  private mutating func set(_ name: String?, to value: String?) throws {
    if let name {
      do {
        try generation.set(name, to: value)
      } catch let error as ValidationError {
        return try console.say(error.message, style: .error)
      }
      chat.settings = generation.settings
    }
    let list = generation.assignments.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
    try console.say(list.isEmpty ? texts.nothingSet : "(\(list))")
  }
}

extension Error {
  /// Whether nobody is there any more to be told.
  fileprivate var isOutputFailure: Bool { (self as? FileError)?.code == .brokenPipe }
}
