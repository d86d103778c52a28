// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0

// What the page says, in English and Chinese.

/** The greeting of the original's web demo. */
export const BAICHUAN_GREETING = "您好，我是百川大模型，很高兴为您服务🥰";

const english = {
  language: "en",
  otherLanguage: "中文",
  switchLanguage: "切换到中文",
  greeting: (name) => `Hello, I am ${name}. How can I help you?`,
  conversation: "Conversation",
  placeholder: "Shift + Enter for a new line, Enter to send",
  touchPlaceholder: "Message",
  message: "Message",
  send: "Send",
  stop: "Stop",
  clear: "Clear conversation",
  cleared: "Conversation cleared",
  undo: "Undo",
  exportConversation: "Export as JSON",
  nothingToExport: "There is nothing to export yet",
  settings: "Settings",
  done: "Done",
  useDefaults: "Use the model's own",
  theme: { auto: "Colors: as the system", light: "Colors: light", dark: "Colors: dark" },
  you: "You",
  waiting: "Waiting for the first word…",
  retrying: (seconds) => `The server is busy. Trying again in ${seconds} s…`,
  copy: "Copy",
  copyCode: "Copy code",
  copied: "Copied",
  notCopied: "The browser did not allow copying",
  regenerate: "Regenerate",
  regenerateBoth: "Regenerate both",
  edit: "Edit",
  editHint: (count) =>
    count === 0 ? "" : `Sending replaces the ${count === 1 ? "turn" : `${count} turns`} after it.`,
  cancel: "Cancel",
  plainText: "Plain text",
  retry: "Try again",
  toEnd: "To the end",
  statistics: ({ tokens, speed, isApproximate }) =>
    `${isApproximate ? "≈ " : ""}${tokens} ${tokens === 1 ? "token" : "tokens"}`
    + (speed ? ` · ${speed} tokens/s` : ""),
  promptStatistics: ({ prompt, reused, promptSeconds }) =>
    `Prompt: ${prompt} tokens, ${reused ?? 0} of them reused`
    + (promptSeconds === null ? "" : `, read in ${promptSeconds} s`),
  seed: (seed) => `seed ${seed}`,
  context: (used, limit) => `Context: ${used} / ${limit}`,
  ends: {
    stopped: "Stopped",
    interrupted: "Interrupted when the page was left",
    length: "Cut at the token limit; the settings allow more",
    contextFull: "Cut: the context is full",
  },
  sameAgain: "The same reply again: the seed and settings are the same.",
  empty: "(The model said nothing.)",
  parting: (number) => `Parts at token ${number}`,
  partingEnd: "end",
  same: "Both replies are the same, token for token.",
  errors: {
    key: "The server wants an API key, or another one than it got.",
    busy: "The server is busy and refused the request.",
    unavailable: "The server takes no requests now. It may be shutting down.",
    context: (limit) =>
      `The conversation is longer than the model's context of ${limit} tokens. Go on without its `
      + "oldest messages, edit an earlier one, or clear the conversation.",
    connection: "The connection to the server was lost.",
    request: "The server did not accept the request.",
    server: "The server failed.",
  },
  enterKey: "Enter the API key",
  cutHistory: "Go on without the oldest",
  historyIsCut: "The oldest messages are left out: the conversation is longer than the context.",
  notKept: "The browser keeps no data for this page: the conversation will be gone when it is left.",
  noServer: "The server does not answer.",
  fields: {
    temperature: "Temperature", top_p: "Top-p", max_tokens: "Max tokens", seed: "Seed",
    system: "System prompt", key: "API key",
  },
  hints: {
    temperature: "0 always takes the most probable token.",
    top_p: "Only tokens that make up this much of the probability.",
    max_tokens: "In one reply.",
    seed: "The same seed gives the same reply.",
    system: "How the model is to answer, from the next message on.",
    key: "Kept until this tab is closed.",
  },
  random: "random",
};

const chinese = {
  language: "zh-CN",
  otherLanguage: "EN",
  switchLanguage: "Switch to English",
  greeting: (name) => `您好，我是 ${name}，很高兴为您服务🥰`,
  conversation: "对话",
  placeholder: "Shift + Enter 换行, Enter 发送",
  touchPlaceholder: "输入消息",
  message: "消息",
  send: "发送",
  stop: "停止",
  clear: "清空对话",
  cleared: "对话已清空",
  undo: "撤销",
  exportConversation: "导出为 JSON",
  nothingToExport: "还没有可以导出的内容",
  settings: "设置",
  done: "完成",
  useDefaults: "恢复模型默认值",
  theme: { auto: "颜色：跟随系统", light: "颜色：浅色", dark: "颜色：深色" },
  you: "您",
  waiting: "正在等待第一个字……",
  retrying: (seconds) => `服务器繁忙，${seconds} 秒后重试……`,
  copy: "复制",
  copyCode: "复制代码",
  copied: "已复制",
  notCopied: "浏览器不允许复制",
  regenerate: "重新生成",
  regenerateBoth: "重新生成两个回答",
  edit: "编辑",
  editHint: (count) => (count === 0 ? "" : `发送后将替换其后的 ${count} 轮对话。`),
  cancel: "取消",
  plainText: "纯文本",
  retry: "重试",
  toEnd: "跳到末尾",
  statistics: ({ tokens, speed, isApproximate }) =>
    `${isApproximate ? "约 " : ""}${tokens} 个词元` + (speed ? ` · ${speed} 词元/秒` : ""),
  promptStatistics: ({ prompt, reused, promptSeconds }) =>
    `输入 ${prompt} 个词元，其中复用 ${reused ?? 0} 个`
    + (promptSeconds === null ? "" : `，读取用时 ${promptSeconds} 秒`),
  seed: (seed) => `种子 ${seed}`,
  context: (used, limit) => `上下文：${used} / ${limit}`,
  ends: {
    stopped: "已停止",
    interrupted: "离开页面时中断",
    length: "已达到词元上限而截断；可在设置中调高",
    contextFull: "上下文已满，回答被截断",
  },
  sameAgain: "种子和设置未变，回答与之前相同。",
  empty: "（模型没有输出内容）",
  parting: (number) => `从第 ${number} 个词元起不同`,
  partingEnd: "结束",
  same: "两个回答的所有词元都相同。",
  errors: {
    key: "服务器需要 API 密钥，或密钥不正确。",
    busy: "服务器繁忙，拒绝了请求。",
    unavailable: "服务器暂不接受请求，可能正在关闭。",
    context: (limit) =>
      `对话超出了模型的上下文长度（${limit} 个词元）。可以省略最早的消息后继续、编辑较早的消息，或清空对话。`,
    connection: "与服务器的连接已断开。",
    request: "服务器没有接受请求。",
    server: "服务器出错。",
  },
  enterKey: "输入 API 密钥",
  cutHistory: "省略最早的消息后继续",
  historyIsCut: "对话超出上下文长度，已省略最早的消息。",
  notKept: "浏览器不为此页面保存数据：离开后对话将丢失。",
  noServer: "服务器没有响应。",
  fields: {
    temperature: "温度", top_p: "Top-p", max_tokens: "最大词元数", seed: "随机种子",
    system: "系统提示", key: "API 密钥",
  },
  hints: {
    temperature: "0 表示总是选取概率最大的词元",
    top_p: "只在累计概率达到此值的词元中选取",
    max_tokens: "单个回答的上限",
    seed: "种子相同则回答相同",
    system: "告诉模型如何回答，从下一条消息起生效",
    key: "保存到关闭此标签页为止",
  },
  random: "随机",
};

export function textsFor(language) {
  return language === "zh" ? chinese : english;
}
