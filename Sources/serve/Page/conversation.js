// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0

// The conversation: turns of a message and one reply of each model. It is kept in the browser, each
// combination of models its own, and nowhere else.

/**
 * A reply. `end` is null while it is being made and then how it ended: "stop" (the model was done),
 * "length" (the limit), "stopped" (by the person), "interrupted" (the page went away) or "error".
 */
export function newReply() {
  return { text: "", end: null, error: null, statistics: null, isRepeated: false };
}

/**
 * A turn. `seed` is the one that two models share, `parting` where their replies part, and
 * `cutsHistory` says that the oldest messages are left out because the model cannot take them all.
 */
export function newTurn(message, modelCount) {
  const replies = Array.from({ length: modelCount }, newReply);
  return { message, seed: null, parting: null, cutsHistory: false, replies };
}

/**
 * What a model is told before a reply: the system message, then its own earlier turns. A turn that it
 * gave no answer to is left out, since many models know a dialogue only as one by turns.
 */
export function messagesBefore(turns, turn, modelIndex, system) {
  const messages = system ? [{ role: "system", content: system }] : [];
  for (const { message, replies } of turns.slice(0, turns.indexOf(turn))) {
    const answer = replies[modelIndex].text;
    if (!answer) continue;
    messages.push({ role: "user", content: message }, { role: "assistant", content: answer });
  }
  messages.push({ role: "user", content: turn.message });
  return messages;
}

/** The conversation with a model as messages in OpenAI's form, which `run chat` can load too. */
export function exportedMessages(turns, modelIndex, system) {
  const messages = system ? [{ role: "system", content: system }] : [];
  for (const { message, replies } of turns) {
    messages.push({ role: "user", content: message });
    if (replies[modelIndex].text) {
      messages.push({ role: "assistant", content: replies[modelIndex].text });
    }
  }
  return messages;
}

/** What the server measured. */
export function measuredStatistics({ usage, timings }, contextLimit) {
  const prompt = usage.prompt_tokens;
  const tokens = usage.completion_tokens;
  return {
    tokens,
    prompt,
    speed: rounded(timings?.tokens_per_second),
    reused: timings?.prompt_reused ?? null,
    promptSeconds: rounded(timings?.prompt_ms / 1000),
    isContextFull: prompt + tokens >= contextLimit,
  };
}

/** What can be said of a reply that did not come to its end: a piece of text is about a token. */
export function estimatedStatistics({ first, pieces, tokens }) {
  if (first === null) return null;
  const count = tokens || pieces;
  const seconds = (performance.now() - first) / 1000;
  return { tokens: count, speed: rounded((count - 1) / seconds), isApproximate: tokens === 0 };
}

/** A number with as many digits as one wants to read, or null. */
function rounded(value) {
  return Number.isFinite(value) ? Number(value.toPrecision(value < 100 ? 2 : 3)) : null;
}

/** Keeps the turns in the browser's storage. */
export class ConversationStore {
  constructor(models) {
    this.name = `quantkit-conversation ${models.join(" | ")}`;
    this.modelCount = models.length;
  }

  /** False if the browser keeps nothing: it is full, or its owner forbids it. */
  save(turns) {
    try {
      localStorage.setItem(this.name, JSON.stringify(turns));
      return true;
    } catch {
      return false;
    }
  }

  load() {
    let turns = null;
    try {
      turns = JSON.parse(localStorage.getItem(this.name));
    } catch {
      // Something else wrote there; there is nothing to show.
    }
    if (!Array.isArray(turns)) return [];
    return turns.filter((turn) => this.isTurn(turn)).map((turn) => ({
      ...turn,
      replies: turn.replies.map((reply) => ({ ...reply, end: reply.end ?? "interrupted" })),
    }));
  }

  isTurn(turn) {
    return typeof turn?.message === "string" && turn.replies?.length === this.modelCount
      && turn.replies.every((reply) => typeof reply?.text === "string");
  }
}
