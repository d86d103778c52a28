// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0

// What stands inside a paragraph of Markdown: emphasis, code, links, line breaks. The text comes from a
// model and is trusted nowhere: it becomes text nodes and a handful of elements, a link leads to http,
// https or mail only, and an image is a link. Every step takes time in proportion to the text: patterns
// are anchored or single classes, and what a delimiter may close is looked up, never searched for.

/** Emphasis within emphasis, at most; what is opened beyond stays text. */
const NESTING_LIMIT = 16;

const SPECIAL = /[\\`*_~[\]<\n]|!\[|https?:\/\//g;
const ESCAPABLE = new Set("\\`*_{}#+-.!|<>~");
const LINK_TEXT = /<((?:https?:\/\/|mailto:)[^\s<>]*)>/y;
// ASCII only, since Chinese text follows a link without a blank; no `*`, which ends bold links.
const BARE_LINK = /https?:\/\/[!#-&()+-;=?-Z_a-z~]+/y;
// An address may hold pairs of parentheses. It stops at brackets, so no part is looked at twice.
const DESTINATION =
  /\(<?((?:[^\s<>[\]()]|\([^\s<>[\]()]*\))*)>?(?:\s+(?:"[^"[\]]*"|'[^'[\]]*'))?\s*\)/y;

/**
 * The nodes of a text.
 *
 * While `isOpen`, more of the text is to come: what was begun looks as if it were ended already, so
 * that a word that becomes bold does not show its stars first.
 */
export function renderInline(text, isOpen = false) {
  return new InlineParser(text, isOpen).parse();
}

/** The address of a link that may be followed, or null. */
export function safeLink(address) {
  if (!/^(?:https?:\/\/|mailto:)/i.test(address)) return null;
  try {
    return ["http:", "https:", "mailto:"].includes(new URL(address).protocol) ? address : null;
  } catch {
    return null;
  }
}

function isSpace(character) {
  return character === "" || /\s/.test(character);
}

function isWord(character) {
  return /[\p{L}\p{N}_]/u.test(character);
}

class InlineParser {
  constructor(text, isOpen) {
    this.text = text;
    this.isOpen = isOpen;
    // Texts and elements, one after another. What opens something is a text of its own, which an
    // element replaces if it is closed and which simply stays if not.
    this.nodes = [];
    this.emphases = [];
    this.emphasesByMarker = new Map();
    this.brackets = [];
    this.codeRuns = null;
  }

  parse() {
    let position = 0;
    SPECIAL.lastIndex = 0;
    for (let match; (match = SPECIAL.exec(this.text)); ) {
      this.addText(this.text.slice(position, match.index));
      position = this.take(match[0], match.index);
      SPECIAL.lastIndex = position;
    }
    this.addText(this.text.slice(position));
    if (this.isOpen) this.closeAll();
    return this.nodes;
  }

  /** Takes what begins with a special character; gives the position behind it. */
  take(special, position) {
    switch (special) {
      case "\\": return this.takeEscape(position);
      case "`": return this.takeCode(position);
      case "\n": return this.addElement("br", position + 1);
      case "[": case "![": return this.takeBracket(special, position);
      case "]": return this.takeLink(position);
      case "<": return this.takeAutomaticLink(LINK_TEXT, position);
      case "*": case "_": case "~": return this.takeEmphasis(special, position);
      default: return this.takeAutomaticLink(BARE_LINK, position);
    }
  }

  addText(text) {
    if (text) this.nodes.push(document.createTextNode(text));
  }

  addElement(tag, end, text = "") {
    const element = document.createElement(tag);
    element.textContent = text;
    this.nodes.push(element);
    return end;
  }

  /** Adds a piece of the text as it stands. */
  addLiteral(start, end) {
    this.addText(this.text.slice(start, end));
    return end;
  }

  takeEscape(position) {
    if (!ESCAPABLE.has(this.text[position + 1])) return this.addLiteral(position, position + 1);
    return this.addLiteral(position + 1, position + 2);
  }

  // MARK: Code

  takeCode(position) {
    const start = this.endOfRun(position);
    const end = this.closingRun(start - position, start);
    if (end === null && !(this.isOpen && start < this.text.length)) {
      return this.addLiteral(position, start);
    }
    const code = this.text.slice(start, end ?? this.text.length).replaceAll("\n", " ");
    const isPadded = code.startsWith(" ") && code.endsWith(" ") && code.trim() !== "";
    this.addElement("code", null, isPadded ? code.slice(1, -1) : code);
    return end === null ? this.text.length : end + (start - position);
  }

  /** Where the next run of just so many backticks begins, or null. */
  closingRun(length, start) {
    if (!this.codeRuns) {
      this.codeRuns = new Map();
      for (const { 0: run, index } of this.text.matchAll(/`+/g)) {
        if (!this.codeRuns.has(run.length)) this.codeRuns.set(run.length, []);
        this.codeRuns.get(run.length).push(index);
      }
      for (const positions of this.codeRuns.values()) positions.reverse();
    }
    // Positions only grow, so what lies before is dropped for good.
    const positions = this.codeRuns.get(length) ?? [];
    while (positions.length > 0 && positions.at(-1) < start) positions.pop();
    return positions.at(-1) ?? null;
  }

  endOfRun(position) {
    let end = position;
    while (this.text[end] === this.text[position]) end += 1;
    return end;
  }

  // MARK: Emphasis

  takeEmphasis(marker, position) {
    const end = this.endOfRun(position);
    const before = this.text[position - 1] ?? "";
    const after = this.text[end] ?? (this.isOpen ? "x" : "");
    const isProduct = /\d/.test(before) && /\d/.test(after);
    if (end - position > 3 || isProduct || (marker === "~" && end - position !== 2)) {
      return this.addLiteral(position, end);
    }
    // Looser than CommonMark, whose rule about punctuation leaves stars in Chinese, as in
    // **“引号”**后面; underscores inside a word are part of it.
    const isUnderscore = marker === "_";
    const canOpen = !isSpace(after) && !(isUnderscore && isWord(before));
    const canClose = !isSpace(before) && !(isUnderscore && isWord(this.text[end] ?? ""));
    let rest = end - position;
    while (rest > 0 && canClose) {
      const closed = this.closeEmphasis(marker, rest);
      if (closed === 0) break;
      rest -= closed;
    }
    if (canOpen) {
      for (const length of [2, 1]) {
        if (rest >= length && this.openEmphasis(marker, length)) rest -= length;
      }
    }
    return this.addLiteral(end - rest, end);
  }

  openEmphasis(marker, length) {
    if (this.emphases.length >= NESTING_LIMIT) return false;
    const run = marker.repeat(length);
    if (!this.emphasesByMarker.has(run)) this.emphasesByMarker.set(run, []);
    const places = this.emphasesByMarker.get(run);
    places.push(this.emphases.length);
    this.emphases.push({ node: this.nodes.length, run, places });
    this.addText(run);
    return true;
  }

  /** Closes the emphasis that so many markers close best; gives how many did. */
  closeEmphasis(marker, available) {
    const last = (length) => this.emphasesByMarker.get(marker.repeat(length))?.at(-1) ?? -1;
    // Two stars close two, whatever single one stands between; three close what is innermost.
    const isDouble = available === 2 && last(2) >= 0;
    const place = isDouble ? last(2) : available === 3 ? Math.max(last(1), last(2)) : last(1);
    if (place < 0) return 0;
    const { node, run } = this.emphases[place];
    this.forgetEmphases(node);
    this.forgetBrackets(node);
    const tag = run === "~~" ? "del" : run.length === 2 ? "strong" : "em";
    this.wrap(node, document.createElement(tag));
    return run.length;
  }

  /** What was opened at a node or behind it and not closed is text. */
  forgetEmphases(node) {
    while (this.emphases.length > 0 && this.emphases.at(-1).node >= node) {
      this.emphases.pop().places.pop();
    }
  }

  forgetBrackets(node) {
    while (this.brackets.length > 0 && this.brackets.at(-1) >= node) this.brackets.pop();
  }

  /** Puts an element in the place of an opening text and everything behind it inside. */
  wrap(node, element) {
    for (const child of this.nodes.splice(node).slice(1)) element.append(child);
    if (element.hasChildNodes()) this.nodes.push(element);
  }

  closeAll() {
    while (this.emphases.length > 0) {
      const { run } = this.emphases.at(-1);
      this.closeEmphasis(run[0], run.length);
    }
  }

  // MARK: Links

  takeBracket(special, position) {
    this.brackets.push(this.nodes.length);
    return this.addLiteral(position, position + special.length);
  }

  takeLink(position) {
    const bracket = this.brackets.pop();
    if (bracket === undefined) return this.addLiteral(position, position + 1);
    DESTINATION.lastIndex = position + 1;
    const match = DESTINATION.exec(this.text);
    if (!match) {
      const isUnfinished = this.isOpen && /^\([^\s()[\]]*$/.test(this.text.slice(position + 1));
      if (!isUnfinished) return this.addLiteral(position, position + 1);
      this.nodes[bracket].data = "";
      return this.text.length;
    }
    const address = safeLink(match[1]);
    if (address === null) return this.addLiteral(position, position + 1);
    this.forgetEmphases(bracket);
    // A link in a link would lead to where its text does not say.
    this.brackets.length = 0;
    const isNamed = bracket < this.nodes.length - 1;
    this.wrap(bracket, linkElement(address, isNamed ? "" : address));
    return DESTINATION.lastIndex;
  }

  takeAutomaticLink(pattern, position) {
    pattern.lastIndex = position;
    const match = pattern.exec(this.text);
    const isBare = pattern === BARE_LINK;
    const text = match && (isBare ? withoutPunctuation(match[0]) : match[1]);
    const address = text && this.brackets.length === 0 ? safeLink(text) : null;
    if (address === null) return this.addLiteral(position, position + 1);
    this.nodes.push(linkElement(address, text));
    return position + (isBare ? text.length : match[0].length);
  }
}

function linkElement(address, text) {
  const link = document.createElement("a");
  link.textContent = text;
  link.href = address;
  link.title = address;
  link.target = "_blank";
  link.rel = "noopener noreferrer nofollow";
  return link;
}

/** An address without what belongs to the sentence around it. */
function withoutPunctuation(address) {
  const hasParenthesis = address.includes("(");
  let end = address.length;
  while (/[.,;:!?]/.test(address[end - 1]) || (address[end - 1] === ")" && !hasParenthesis)) end -= 1;
  return address.slice(0, end);
}
