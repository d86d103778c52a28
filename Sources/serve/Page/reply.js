// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0

// A reply on the page: its Markdown as it grows, how it ended, and what can be done with it.

import { copyText, element, icon, iconButton } from "./dom.js";
import { MarkdownView } from "./markdown.js";
import { contextOf } from "./parting.js";

/** Rendering takes at most a fifth of the time, however long a reply gets. */
const PAUSE_FACTOR = 4;

export class ReplyView {
  /**
   * @param page the `ChatPage`: texts, notices, and whether to follow the end.
   * @param turn the turn, and the index of the reply in it.
   */
  constructor(page, turn, index) {
    this.page = page;
    this.turn = turn;
    this.index = index;
    this.reply = turn.replies[index];
    this.isPlain = false;
    this.isScheduled = false;
    this.progress = null;
    this.renderEnd = 0;
    this.renderDuration = 0;
    this.body = element("div", { className: "body markdown" });
    this.note = element("div", { className: "note" });
    this.tools = element("div", { className: "tools" });
    this.statistics = element("span", { className: "statistics" });
    const content = element("div", { className: "content" }, this.body, this.note,
      element("div", { className: "line" }, this.tools, this.statistics));
    this.element = element("article", { className: "message assistant" },
      element("span", { className: "avatar", "aria-hidden": "true" }, "🤖"), content);
    this.element.setAttribute("aria-label", page.models[index]);
    if (page.models.length > 1) {
      content.prepend(element("h2", { className: "model" }, page.models[index]));
    }
    this.showAll();
  }

  get texts() {
    return this.page.texts;
  }

  // MARK: The text

  /** Shows the reply from its beginning. */
  showAll() {
    this.body.replaceChildren();
    this.markdown = new MarkdownView(this.body, (language, text) => this.codeHeader(language, text));
    this.markdown.append(this.reply.text);
    this.showState();
  }

  /** Adds a piece of text, which is shown with the next picture, as is how far the reply is. */
  append(text, progress) {
    this.markdown.append(text);
    this.progress = progress;
    if (this.isScheduled) return;
    this.isScheduled = true;
    const pause = this.renderEnd + PAUSE_FACTOR * this.renderDuration - performance.now();
    setTimeout(() => requestAnimationFrame(() => this.renderScheduled()), Math.max(0, pause));
  }

  renderScheduled() {
    if (!this.isScheduled) return;
    const start = performance.now();
    this.render();
    this.statistics.textContent = this.texts.statistics(this.progress);
    this.renderEnd = performance.now();
    this.renderDuration = this.renderEnd - start;
    this.page.followEnd();
  }

  render() {
    this.isScheduled = false;
    this.body.classList.toggle("markdown", !this.isPlain);
    this.body.classList.toggle("plain", this.isPlain);
    if (this.isPlain) {
      this.body.replaceChildren(...this.plainText());
    } else {
      this.markdown.render(this.reply.end !== null);
    }
  }

  /** The text as the model made it, with the token marked where the replies part. */
  plainText() {
    const { text } = this.reply;
    const range = this.turn.parting?.ranges?.[this.index];
    if (!range) return [text];
    const [start, end] = range;
    const mark = element("mark", {}, text.slice(start, end) || this.texts.partingEnd);
    return [element("span", { className: "common" }, text.slice(0, start)), mark, text.slice(end)];
  }

  showPlain(isPlain) {
    this.isPlain = isPlain;
    this.showAll();
  }

  codeHeader(language, text) {
    const button = iconButton("copy", this.texts.copyCode, () => this.copy(text(), button));
    return element("div", { className: "code-header" }, element("span", {}, language), button);
  }

  async copy(text, button) {
    if (!(await copyText(text))) return this.page.notify(this.texts.notCopied);
    button.replaceChildren(icon("check"));
    this.page.announce(this.texts.copied);
    setTimeout(() => button.replaceChildren(icon("copy")), 1500);
  }

  // MARK: The state

  /** Brings everything but the text's pieces up to date. */
  showState() {
    this.render();
    const isRunning = this.reply.end === null;
    this.element.setAttribute("aria-busy", String(isRunning));
    this.showWaiting(isRunning && this.reply.text === "" ? this.texts.waiting : "");
    if (!isRunning) this.note.replaceChildren(...this.endNotes());
    this.note.append(...this.partingNotes());
    this.showTools(isRunning);
    this.showStatistics();
  }

  showWaiting(text) {
    const dots = element("span", { className: "dots", "aria-hidden": "true" },
      ...[1, 2, 3].map(() => element("span")));
    this.note.replaceChildren(...(text ? [element("p", { className: "waiting" }, dots, text)] : []));
  }

  endNotes() {
    const { end, error, text } = this.reply;
    if (end === "error") return [this.errorNote(error)];
    const contextEnd = end === "length" && this.reply.statistics?.isContextFull;
    const note = this.texts.ends[contextEnd ? "contextFull" : end]
      ?? (text === "" ? this.texts.empty : "");
    const repeated = this.reply.isRepeated ? this.texts.sameAgain : "";
    const cut = this.turn.cutsHistory ? this.texts.historyIsCut : "";
    return [note, repeated, cut].filter(Boolean).map((line) => element("p", { className: "end" }, line));
  }

  errorNote({ kind, message }) {
    const { errors, retry, enterKey, cutHistory } = this.texts;
    const isContext = kind === "context";
    const text = isContext ? errors.context(this.page.settings.context) : errors[kind];
    const button = element("button", { type: "button", className: "button" },
      isContext ? cutHistory : kind === "key" ? enterKey : retry);
    button.addEventListener("click", () => this.page.retry(this.turn, this.index, kind));
    // What the server says about a long conversation is for those who write programs.
    const detail = message && !isContext ? [element("p", { className: "detail" }, message)] : [];
    return element("div", { className: "error" }, element("p", {}, text), ...detail, button);
  }

  /** Where the two replies part: the token and the text just before it. */
  partingNotes() {
    const { parting } = this.turn;
    if (!parting || this.page.models.length < 2) return [];
    if (parting.isSame) return [element("p", { className: "end" }, this.texts.same)];
    const token = parting.tokens[this.index];
    return [element("p", { className: "parting" },
      element("span", { className: "number" }, this.texts.parting(parting.number)),
      element("span", { className: "excerpt" },
        contextOf(this.reply.text, parting.ranges[this.index]),
        element("mark", {}, token || this.texts.partingEnd)))];
  }

  showTools(isRunning) {
    if (isRunning) return this.tools.replaceChildren();
    const copy = iconButton("copy", this.texts.copy, () => this.copy(this.reply.text, copy));
    const isOne = this.page.models.length === 1;
    const regenerate = iconButton("regenerate",
      isOne ? this.texts.regenerate : this.texts.regenerateBoth,
      () => this.page.regenerate(this.turn));
    const plain = iconButton("text", this.texts.plainText, () => {
      this.showPlain(!this.isPlain);
      this.tools.querySelector("[data-action=text]").focus();
    });
    plain.setAttribute("aria-pressed", String(this.isPlain));
    const isLast = this.page.turns.at(-1) === this.turn;
    this.tools.replaceChildren(
      ...(this.reply.text ? [copy, plain] : []), ...(isLast ? [regenerate] : []));
  }

  showStatistics() {
    const { statistics } = this.reply;
    if (this.reply.end === null) return;
    if (!statistics) return this.statistics.replaceChildren();
    const seed = this.page.models.length > 1 && this.turn.seed !== null ? this.turn.seed : null;
    this.statistics.textContent = this.texts.statistics(statistics)
      + (seed === null ? "" : ` · ${this.texts.seed(seed)}`);
    this.statistics.title = statistics.prompt ? this.texts.promptStatistics(statistics) : "";
  }
}
