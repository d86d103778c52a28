// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0

// Where the replies of two models part: the first token that is not the same in both.

/** Characters of common text that are shown before the token. */
const CONTEXT_LENGTH = 24;

/**
 * Compares two lists of tokens as they grow. Tokens are those of the API: `token` is the text and
 * `bytes` are what it stands for, which may be a part of a character.
 */
export class PartingFinder {
  constructor() {
    this.replies = [{ tokens: [], isComplete: false }, { tokens: [], isComplete: false }];
    this.commonCount = 0;
    this.commonBytes = [];
  }

  add(replyIndex, tokens) {
    this.replies[replyIndex].tokens.push(...tokens);
  }

  /** Says that the model itself ended the reply; one that was cut might have gone on the same way. */
  complete(replyIndex) {
    this.replies[replyIndex].isComplete = true;
  }

  reset(replyIndex) {
    this.replies[replyIndex] = { tokens: [], isComplete: false };
    this.commonCount = 0;
    this.commonBytes = [];
  }

  /**
   * Where the replies part, as far as is known: null, `{ isSame: true }` when both ended without
   * parting, or the number of the token (from 1), and for each reply the token as text ("" for the
   * reply's end) and the range of its characters in the reply.
   */
  find(texts) {
    const [first, second] = this.replies;
    const hasBoth = () =>
      this.commonCount < Math.min(first.tokens.length, second.tokens.length);
    while (hasBoth() && isSame(first.tokens[this.commonCount], second.tokens[this.commonCount])) {
      this.commonBytes.push(...bytesOf(first.tokens[this.commonCount]));
      this.commonCount += 1;
    }
    const isOver = this.replies.map(({ tokens, isComplete }) =>
      isComplete && tokens.length === this.commonCount);
    if (isOver[0] && isOver[1]) return { isSame: true };
    const isKnown = hasBoth()
      || (isOver[0] && second.tokens.length > this.commonCount)
      || (isOver[1] && first.tokens.length > this.commonCount);
    return isKnown ? this.parting(texts) : null;
  }

  parting(texts) {
    const tokens = this.replies.map((reply) => reply.tokens[this.commonCount]);
    return {
      number: this.commonCount + 1,
      tokens: tokens.map((token) => (token ? visible(token) : "")),
      ranges: tokens.map((token, index) => rangeOf(texts[index], this.commonBytes, token)),
    };
  }
}

function bytesOf(token) {
  return token.bytes ?? [...new TextEncoder().encode(token.token)];
}

function isSame(token, other) {
  return token.token === other.token && String(token.bytes) === String(other.bytes);
}

/** The characters of a reply that a token behind some bytes makes; the end of the reply for none. */
function rangeOf(text, bytesBefore, token) {
  // A character that the bytes only begin is not counted: the token is a part of it.
  const decode = (bytes) => new TextDecoder().decode(new Uint8Array(bytes), { stream: true });
  const before = decode(bytesBefore);
  // Some tokenizers begin a reply with a blank that is not part of the text.
  const dropped = text.startsWith(before) ? 0 : before.length - before.trimStart().length;
  const start = Math.min(before.length - dropped, text.length);
  if (!token) return [start, start];
  const end = decode([...bytesBefore, ...bytesOf(token)]).length - dropped;
  const codePoint = text.codePointAt(start);
  const character = codePoint > 0xffff ? 2 : 1;
  return [start, Math.min(Math.max(end, start + character), text.length)];
}

/** A token with its blanks and line breaks to be seen. */
export function visible(token) {
  if (token.token.includes("\ufffd") && token.bytes) {
    return token.bytes.map((byte) => `<${byte.toString(16).toUpperCase().padStart(2, "0")}>`).join("");
  }
  return token.token.replaceAll(" ", "␣").replaceAll("\n", "⏎").replaceAll("\t", "⇥");
}

/** The common text just before the token, on one line. */
export function contextOf(text, [start]) {
  const context = text.slice(Math.max(0, start - CONTEXT_LENGTH), start).replaceAll("\n", "⏎");
  return start > CONTEXT_LENGTH ? `…${context.replace(/^[\udc00-\udfff]/, "")}` : context;
}
