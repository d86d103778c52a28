// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0

// Markdown of a model as elements, block by block: headings, paragraphs, code, lists, quotes, tables,
// rules. HTML is text. Each reader takes lines from the front and looks at most one line ahead, so
// everything before the last block is final while a reply grows, and only that block is made anew.

import { renderInline } from "./inline.js";

/** Lists and quotes within each other, at most; deeper ones are paragraphs. */
const NESTING_LIMIT = 12;

/** What stands at the end of an unfinished text and may become a mark: it is not shown yet. */
const PENDING_MARK = /^\s*(?:[`~#*_+>|-]{1,3}|\d{1,2}[.)]?)\s*$/;

/** Shows a text that grows. */
export class MarkdownView {
  /**
   * @param {Element} element where the blocks go, empty.
   * @param {(language: string, text: () => string) => Node} makeCodeHeader what stands over a code block.
   */
  constructor(element, makeCodeHeader) {
    this.element = element;
    this.makeCodeHeader = makeCodeHeader;
    this.tail = "";
    this.openBlocks = [];
  }

  append(text) {
    this.tail += text;
  }

  /** Brings the element up to date. While the text is not complete, its end is shown with leniency. */
  render(isComplete) {
    const lines = this.tail.split(/\r?\n/);
    const blocks = isComplete ? parseBlocks(lines) : parseUnfinished(lines);
    for (const [index, block] of blocks.entries()) {
      this.show(block, index, !isComplete && index === blocks.length - 1);
    }
    for (const { element } of this.openBlocks.splice(blocks.length)) element.remove();
    // A block is final when the next one is beyond doubt: what looks like a rule, or the head of a
    // table, is one when its lines are complete.
    const next = blocks.findLastIndex(({ start }) => start + 2 < lines.length);
    if (next > 0) {
      this.openBlocks.splice(0, next);
      this.tail = lines.slice(blocks[next].start).join("\n");
    }
  }

  /** Shows a block in the place of the open one with that index, or at the end. */
  show(block, index, isOpen) {
    const open = this.openBlocks[index];
    if (open && open.block.kind === "code" && block.kind === "code"
      && open.block.language === block.language) {
      // Code that grows keeps its element, and so its selection and how far it is scrolled.
      open.element.querySelector("code").textContent = block.text;
      open.block = block;
      return;
    }
    const element = this.renderBlock(block, isOpen);
    if (open) open.element.replaceWith(element);
    else this.element.append(element);
    this.openBlocks[index] = { block, element };
  }

  renderBlock(block, isOpen) {
    switch (block.kind) {
      case "code": return this.renderCode(block);
      case "heading": return fill(document.createElement(block.tag), renderInline(block.text, isOpen));
      case "rule": return document.createElement("hr");
      case "quote": return this.renderChildren(document.createElement("blockquote"), block.blocks, isOpen);
      case "list": return this.renderList(block, isOpen);
      case "table": return renderTable(block, isOpen);
      default: return renderParagraph(block, isOpen);
    }
  }

  renderChildren(element, blocks, isOpen) {
    return fill(element, blocks.map((block, index) =>
      this.renderBlock(block, isOpen && index === blocks.length - 1)));
  }

  renderCode({ language, text }) {
    const code = document.createElement("code");
    code.textContent = text;
    const pre = fill(document.createElement("pre"), [code]);
    const block = document.createElement("div");
    block.className = "code-block";
    return fill(block, [this.makeCodeHeader(language, () => code.textContent), pre]);
  }

  renderList({ isOrdered, number, items }, isOpen) {
    const list = document.createElement(isOrdered ? "ol" : "ul");
    if (isOrdered && number !== 1) list.start = number;
    return fill(list, items.map((blocks, index) =>
      this.renderChildren(document.createElement("li"), blocks, isOpen && index === items.length - 1)));
  }
}

/** A whole text as elements. */
export function renderMarkdown(text, element, makeCodeHeader) {
  const view = new MarkdownView(element, makeCodeHeader);
  view.append(text);
  view.render(true);
}

function fill(element, children) {
  for (const child of children) element.append(child);
  return element;
}

function renderParagraph({ text }, isOpen) {
  const [first, second = "", third] = text.split("\n", 3);
  const isTable = isOpen && first.startsWith("|") && /^[\s|:-]*$/.test(second) && third === undefined;
  if (isTable) return renderTable({ alignments: [], rows: [tableCells(first)] }, true);
  return fill(document.createElement("p"), renderInline(text, isOpen));
}

function renderTable({ alignments, rows }, isOpen) {
  const makeRow = (cells, tag, isLast) =>
    fill(document.createElement("tr"), cells.map((text, column) => {
      const isEnd = isLast && column === cells.length - 1;
      const cell = fill(document.createElement(tag), renderInline(text, isOpen && isEnd));
      if (alignments[column]) cell.className = `align-${alignments[column]}`;
      return cell;
    }));
  const [header, ...body] = rows;
  const head = fill(document.createElement("thead"), [makeRow(header, "th", body.length === 0)]);
  const rowElements = body.map((cells, index) => makeRow(cells, "td", index === body.length - 1));
  const table = fill(document.createElement("table"), [head]);
  if (body.length > 0) table.append(fill(document.createElement("tbody"), rowElements));
  const frame = document.createElement("div");
  frame.className = "table-frame";
  return fill(frame, [table]);
}

// MARK: Blocks

/** The blocks of lines the last of which may go on: one that may become a mark is not shown yet. */
function parseUnfinished(lines) {
  const blocks = parseBlocks(lines);
  const last = lines.at(-1);
  if (!PENDING_MARK.test(last)) return blocks;
  const isInCode = blocks.at(-1).isUnclosed && !/[`~]/.test(last);
  return isInCode ? blocks : parseBlocks(lines.slice(0, -1));
}

/** The blocks of some lines; each knows the line it starts at and the one behind its end. */
export function parseBlocks(lines, depth = 0) {
  const blocks = [];
  let start = 0;
  while (start < lines.length) {
    if (isBlank(lines[start])) {
      start += 1;
      continue;
    }
    const block = readBlock(lines, start, depth);
    blocks.push({ ...block, start });
    start = block.end;
  }
  return blocks;
}

function readBlock(lines, start, depth) {
  return readCode(lines, start) ?? readHeading(lines, start) ?? readRule(lines, start)
    ?? readTable(lines, start)
    ?? (depth < NESTING_LIMIT ? readQuote(lines, start, depth) ?? readList(lines, start, depth) : null)
    ?? readParagraph(lines, start);
}

function isBlank(line) {
  return line.trim() === "";
}

/** How far a line is indented; a tab counts as four blanks. */
function indentOf(line) {
  let indent = 0;
  for (const character of line) {
    if (character !== " " && character !== "\t") break;
    indent += character === "\t" ? 4 : 1;
  }
  return indent;
}

/** A line without so much of its indentation, or all of it if that is less. */
function outdented(line, width) {
  let start = 0;
  for (let removed = 0; removed < width && " \t".includes(line[start] || "x"); start += 1) {
    removed += line[start] === "\t" ? 4 : 1;
  }
  return line.slice(start);
}

// MARK: Code

function openingFence(line) {
  const match = /^[ \t]*(`{3,}|~{3,})(.*)$/.exec(line);
  if (!match || (match[1][0] === "`" && match[2].includes("`"))) return null;
  return { mark: match[1], language: match[2].trim().split(/\s/)[0], indent: indentOf(line) };
}

function closesFence(fence, line) {
  const text = line.trim();
  return text.length >= fence.mark.length && text === fence.mark[0].repeat(text.length);
}

function readCode(lines, start) {
  const fence = openingFence(lines[start]);
  if (!fence) return null;
  const content = [];
  let end = start + 1;
  while (end < lines.length && !closesFence(fence, lines[end])) {
    content.push(outdented(lines[end], fence.indent));
    end += 1;
  }
  const isUnclosed = end === lines.length;
  return { kind: "code", language: fence.language, text: content.join("\n"), isUnclosed, end: end + 1 };
}

// MARK: Single lines

function readHeading(lines, start) {
  const match = /^\s*(#{1,6})(?:\s|$)/.exec(lines[start]);
  if (!match) return null;
  let text = lines[start].slice(match[0].length).trim();
  let end = text.length;
  while (text[end - 1] === "#") end -= 1;
  // "C#" is no heading's end.
  if (end === 0 || /\s/.test(text[end - 1])) text = text.slice(0, end).trim();
  // The page has a heading and each speaker could have one: those of a reply come below.
  return { kind: "heading", tag: `h${Math.min(match[1].length + 2, 6)}`, text, end: start + 1 };
}

function readRule(lines, start) {
  const text = lines[start].replace(/\s+/g, "");
  const isRule = text.length >= 3 && "-*_".includes(text[0]) && text === text[0].repeat(text.length);
  return isRule ? { kind: "rule", end: start + 1 } : null;
}

// MARK: Tables

/** The alignments of a line such as |---|:-:|, or null. */
function tableAlignments(line = "") {
  if (!line.includes("|") || !line.includes("-") || !/^[\s|:-]+$/.test(line)) return null;
  const cells = tableCells(line);
  if (!cells.every((cell) => /^:?-+:?$/.test(cell))) return null;
  return cells.map((cell) =>
    cell.endsWith(":") ? (cell.startsWith(":") ? "center" : "right") : cell.startsWith(":") ? "left" : "");
}

function tableCells(line) {
  let text = line.trim();
  if (text.startsWith("|")) text = text.slice(1);
  if (text.endsWith("|") && !text.endsWith("\\|")) text = text.slice(0, -1);
  return text.split(/(?<!\\)\|/).map((cell) => cell.trim());
}

function startsTable(lines, start) {
  return lines[start].includes("|") && tableAlignments(lines[start + 1]) !== null;
}

function readTable(lines, start) {
  if (!startsTable(lines, start)) return null;
  const alignments = tableAlignments(lines[start + 1]);
  const rows = [tableCells(lines[start])];
  let end = start + 2;
  while (end < lines.length && lines[end].includes("|")) {
    // Cells beyond the header are dropped, missing ones are not made up: a row costs what it says.
    rows.push(tableCells(lines[end]).slice(0, rows[0].length));
    end += 1;
  }
  return { kind: "table", alignments, rows, end };
}

// MARK: Blocks of blocks

function startsQuote(line) {
  return /^\s*>/.test(line);
}

function readQuote(lines, start, depth) {
  if (!startsQuote(lines[start])) return null;
  const content = [];
  let end = start;
  while (end < lines.length && !isBlank(lines[end])) {
    if (!startsQuote(lines[end]) && startsBlock(lines, end)) break;
    content.push(lines[end].replace(/^\s*> ?/, ""));
    end += 1;
  }
  return { kind: "quote", blocks: parseBlocks(content, depth + 1), end };
}

/** What begins an item of a list: its mark and where its text begins. */
function itemMark(line) {
  const match = /^[ \t]*(?:([-*+])|(\d{1,9})[.)])(?:([ \t]+)|$)/.exec(line);
  if (!match) return null;
  const indent = indentOf(line);
  const text = line.trimStart();
  const width = match[1] ? 1 : match[2].length + 1;
  const blanks = match[3] && match[3].length <= 4 ? match[3].length : 1;
  return {
    indent,
    type: match[1] ?? text[match[2].length],
    number: Number(match[2]),
    isOrdered: !match[1],
    column: indent + width + blanks,
    text: text.slice(width + blanks),
  };
}

function readList(lines, start, depth) {
  const first = itemMark(lines[start]);
  if (!first) return null;
  const items = [];
  let end = start;
  for (let mark = first; mark?.type === first.type; mark = end < lines.length ? itemMark(lines[end]) : null) {
    if (readRule(lines, end)) break;
    const item = readItem(lines, end, mark);
    items.push(parseBlocks(item.content, depth + 1));
    end = item.end;
  }
  return { kind: "list", isOrdered: first.isOrdered, number: first.number, items, end };
}

function readItem(lines, start, mark) {
  const content = [mark.text];
  let fence = openingFence(mark.text);
  let end = start + 1;
  for (let isAfterBlank = false; end < lines.length; end += 1) {
    const line = lines[end];
    if (isBlank(line)) {
      content.push("");
      isAfterBlank = true;
      continue;
    }
    // Two blanks are enough, though "1. " would ask for three: models indent by two.
    const isInside = indentOf(line) >= mark.indent + 2;
    const isContinued = !isAfterBlank && !fence && !itemMark(line) && !startsBlock(lines, end);
    if (!isInside && !isContinued) break;
    const text = outdented(line, mark.column);
    fence = fence ? (closesFence(fence, text) ? null : fence) : openingFence(text);
    content.push(text);
    isAfterBlank = false;
  }
  return { content, end };
}

// MARK: Paragraphs

/** Whether a line ends the paragraph before it. */
function startsBlock(lines, index) {
  const line = lines[index];
  const mark = itemMark(line);
  // A year that ends a sentence at the beginning of a line is no list.
  const startsList = mark !== null && mark.text !== "" && (!mark.isOrdered || mark.number === 1);
  return startsList || startsQuote(line) || openingFence(line) !== null
    || readHeading(lines, index) !== null || readRule(lines, index) !== null || startsTable(lines, index);
}

function readParagraph(lines, start) {
  let end = start + 1;
  while (end < lines.length && !isBlank(lines[end]) && !startsBlock(lines, end)) end += 1;
  const text = lines.slice(start, end).map((line) => line.trim()).join("\n");
  return { kind: "paragraph", text, end };
}
