// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0

// The page: it has the conversation, asks the server for replies and shows them. Everything stays in
// this browser; nothing is asked of any server but the one that the page came from.

import { fetchSettings, streamPatiently } from "./client.js";
import {
  ConversationStore, estimatedStatistics, exportedMessages, measuredStatistics, messagesBefore, newReply,
  newTurn,
} from "./conversation.js";
import { element, fitHeight, icon, isSendKey, setLabel } from "./dom.js";
import { PartingFinder } from "./parting.js";
import { loadKey, loadPreferences, savePreferences } from "./preferences.js";
import { SettingsDialog } from "./settings.js";
import { BAICHUAN_GREETING, textsFor } from "./texts.js";
import { TurnView } from "./turn.js";

/** How often a growing reply is stored, in milliseconds. */
const SAVE_INTERVAL = 1000;
const NOTICE_DURATION = 10_000;
/** Few enough that a person can type one again. */
const RANDOM_SEEDS = 10_000;
/** How near the end counts as at the end, in pixels. */
const END_DISTANCE = 40;

const byId = (id) => document.getElementById(id);

class ChatPage {
  constructor() {
    this.preferences = loadPreferences();
    this.settings = { name: "", models: [""] };
    this.turns = [];
    this.views = [];
    this.finders = new WeakMap();
    this.abortion = null;
    this.isFollowing = true;
    this.isLeaving = false;
    this.hasWarned = false;
    this.lastSave = 0;
    this.log = byId("log");
    this.input = byId("input");
    this.dialog = new SettingsDialog(this);
    this.showTheme();
    this.listen();
  }

  get texts() {
    return textsFor(this.preferences.language);
  }

  get models() {
    return this.settings.models;
  }

  get isRunning() {
    return this.abortion !== null;
  }

  /** Asks what the server has, and shows the conversation that was kept. */
  async start() {
    this.showTexts();
    try {
      this.settings = await fetchSettings();
    } catch {
      this.notify(this.texts.noServer, this.texts.retry, () => this.start(), Infinity);
      return;
    }
    this.store = new ConversationStore(this.models);
    this.turns = this.store.load();
    document.body.classList.toggle("comparing", this.models.length > 1);
    this.showTexts();
    this.focusInput();
  }

  /** Unless on a phone, where that would open the keyboard over the conversation. */
  focusInput() {
    if (matchMedia("(pointer: fine)").matches) this.input.focus();
  }

  // MARK: Events

  listen() {
    byId("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.isRunning) this.stop();
      else this.send();
    });
    this.input.addEventListener("keydown", (event) => {
      if (!isSendKey(event) || isTouchScreen()) return;
      event.preventDefault();
      if (!this.isRunning) this.send();
    });
    this.input.addEventListener("input", () => this.showComposer());
    byId("clear").addEventListener("click", () => this.clear());
    byId("export").addEventListener("click", () => this.export());
    byId("settings").addEventListener("click", () => this.dialog.open());
    byId("language").addEventListener("click", () => this.switchLanguage());
    byId("theme").addEventListener("click", () => this.switchTheme());
    byId("to-end").addEventListener("click", () => this.goToEnd());
    this.log.addEventListener("scroll", () => this.noteScroll(), { passive: true });
    document.addEventListener("keydown", (event) => {
      const isInDialog = document.querySelector("dialog[open]") !== null;
      if (event.key === "Escape" && !event.isComposing && !isInDialog) this.stop();
    });
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", () => (this.isLeaving = false));
    addEventListener("storage", (event) => this.adopt(event));
    matchMedia("(pointer: coarse)").addEventListener("change", () => this.showTexts());
    // Browsers that lay the keyboard over the page say here what is left of it.
    visualViewport?.addEventListener("resize", () => {
      const height = visualViewport.height * visualViewport.scale;
      document.documentElement.style.setProperty("--height", `${height}px`);
      this.followEnd();
    });
  }

  /** Takes over what another tab did to the same conversation, unless this one is at work. */
  adopt(event) {
    if (this.isRunning || !this.store || event.key !== this.store.name) return;
    this.turns = this.store.load();
    this.showConversation();
  }

  // MARK: The conversation

  send() {
    const message = this.input.value;
    if (!message.trim() || !this.store) return;
    this.input.value = "";
    this.addTurn(message);
  }

  /** Adds a message and resolves to its turn when it is answered. */
  async addTurn(message) {
    const turn = newTurn(message, this.models.length);
    // What was too long stays so.
    turn.cutsHistory = this.turns.some(({ cutsHistory }) => cutsHistory);
    this.turns.push(turn);
    byId("notice").hidden = true;
    // What is offered for the last turn only is taken back from the one before.
    this.views.at(-1)?.showState();
    this.addView(turn);
    this.goToEnd();
    this.focusInput();
    await this.answer(turn, turn.replies.keys());
    return turn;
  }

  stop() {
    this.abortion?.abort();
  }

  regenerate(turn) {
    if (this.isRunning) return;
    this.answerAnew(turn, turn.message, turn.replies.map(({ text }) => text));
  }

  /** Answers a message that may have been edited; what came after it is gone. */
  async answerAnew(turn, message, earlierTexts = []) {
    if (this.isRunning) return;
    this.turns.splice(this.turns.indexOf(turn));
    for (const view of this.views.splice(this.turns.length)) view.element.remove();
    const isRepeatable = this.preferences.reply.seed !== undefined || this.temperature === 0;
    const newest = await this.addTurn(message);
    for (const [index, reply] of newest.replies.entries()) {
      reply.isRepeated = isRepeatable && reply.text !== "" && reply.text === earlierTexts[index];
    }
    this.viewOf(newest)?.showState();
  }

  get temperature() {
    return this.preferences.reply.temperature ?? this.settings.defaults?.temperature;
  }

  /** Asks again for a reply that failed. */
  async retry(turn, index, kind) {
    if (this.isRunning) return;
    if (kind === "key") await this.dialog.open("key");
    if (kind === "context") turn.cutsHistory = true;
    turn.replies[index] = newReply();
    this.finders.get(turn)?.reset(index);
    turn.parting = null;
    this.replaceView(turn);
    this.answer(turn, [index]);
  }

  clear() {
    this.stop();
    const cleared = this.turns;
    this.turns = [];
    this.save();
    this.showConversation();
    this.focusInput();
    if (cleared.length === 0) return;
    this.notify(this.texts.cleared, this.texts.undo, () => {
      // Whoever talks on in the meantime has begun another conversation.
      if (this.turns.length > 0) return;
      this.turns = cleared;
      this.save();
      this.showConversation();
    });
  }

  /** Stores the conversation as it is. That its reply now fails is no news to be stored. */
  leave() {
    this.save();
    this.isLeaving = true;
  }

  save() {
    if (!this.store || this.isLeaving) return;
    this.lastSave = Date.now();
    if (this.store.save(this.turns) || this.hasWarned) return;
    this.hasWarned = true;
    this.notify(this.texts.notKept);
  }

  export() {
    if (this.turns.length === 0) return this.notify(this.texts.nothingToExport);
    const conversations = this.models.map((model, index) =>
      ({ model, messages: exportedMessages(this.turns, index, this.preferences.system) }));
    // One conversation is a plain list of messages, as `run chat` saves and loads it.
    const content = conversations.length === 1 ? conversations[0].messages : conversations;
    const blob = new Blob([JSON.stringify(content, null, 2), "\n"], { type: "application/json" });
    const address = URL.createObjectURL(blob);
    element("a", { href: address, download: "conversation.json" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  // MARK: Replies

  /** Asks for the replies with some indexes, all at once. */
  async answer(turn, indexes) {
    const abortion = new AbortController();
    this.abortion = abortion;
    this.showComposer();
    if (this.models.length > 1) this.prepareComparison(turn);
    await Promise.all(Array.from(indexes, (index) => this.makeReply(turn, index, abortion.signal)));
    if (this.abortion === abortion) this.abortion = null;
    this.save();
    this.showComposer();
    if (this.turns.includes(turn)) this.announceReplies(turn.replies);
  }

  /** Two models are compared with the same chance, so that only they can make the difference. */
  prepareComparison(turn) {
    if (!this.finders.has(turn)) this.finders.set(turn, new PartingFinder());
    turn.seed ??= this.preferences.reply.seed ?? Math.floor(Math.random() * RANDOM_SEEDS);
  }

  async makeReply(turn, index, signal) {
    const reply = turn.replies[index];
    const progress = { first: null, pieces: 0, tokens: 0 };
    try {
      for await (const chunk of this.chunks(turn, index, signal)) {
        this.take(chunk, turn, index, progress);
      }
      reply.end ??= "stop";
    } catch (error) {
      // What happens behind the end of a reply does it no harm.
      reply.end ??= signal.aborted ? "stopped" : "error";
      if (reply.end === "error") {
        const { kind = "server", message } = error;
        reply.error = { kind, message };
      }
    }
    reply.statistics ??= estimatedStatistics(progress);
    this.updateParting(turn, true);
    this.replyView(turn, index)?.showState();
    this.followEnd();
  }

  /** The chunks of a reply. */
  chunks(turn, index, signal) {
    return streamPatiently(this.requestFor(turn, index), loadKey(), signal, (seconds) => {
      const { retrying, waiting } = this.texts;
      this.replyView(turn, index)?.showWaiting(seconds > 0 ? retrying(seconds) : waiting);
    });
  }

  requestFor(turn, index) {
    const request = {
      model: this.models[index],
      messages: messagesBefore(this.turns, turn, index, this.preferences.system),
      ...this.preferences.reply,
    };
    if (this.models.length > 1) Object.assign(request, { seed: turn.seed, logprobs: true });
    if (turn.cutsHistory) request.truncation = "auto";
    return request;
  }

  take(chunk, turn, index, progress) {
    const reply = turn.replies[index];
    const choice = chunk.choices?.[0];
    const text = choice?.delta?.content ?? "";
    const tokens = choice?.logprobs?.content ?? [];
    if (text) {
      // The view may be another one than before: the language can be switched meanwhile.
      const view = this.replyView(turn, index);
      if (reply.text === "") view?.showWaiting("");
      progress.first ??= performance.now();
      progress.pieces += 1;
      progress.tokens += tokens.length;
      reply.text += text;
      view?.append(text, estimatedStatistics(progress));
    }
    const finder = this.finders.get(turn);
    finder?.add(index, tokens);
    if (choice?.finish_reason) {
      reply.end = choice.finish_reason === "length" ? "length" : "stop";
      if (reply.end === "stop") finder?.complete(index);
    }
    if (chunk.usage) reply.statistics = measuredStatistics(chunk, this.settings.context);
    this.updateParting(turn, false);
    if (Date.now() - this.lastSave > SAVE_INTERVAL) this.save();
  }

  /** Looks whether the replies have parted; once more at the end, when all characters are there. */
  updateParting(turn, isEnd) {
    const finder = this.finders.get(turn);
    if (!finder || (turn.parting && !isEnd)) return;
    turn.parting = finder.find(turn.replies.map(({ text }) => text));
    if (turn.parting) this.viewOf(turn)?.showState();
  }

  // MARK: What is shown

  showConversation() {
    const { name, is_baichuan: isBaichuan } = this.settings;
    const greeting = element("div", { className: "body" });
    if (isBaichuan) greeting.append(element("p", { lang: "zh-CN" }, BAICHUAN_GREETING));
    if (!isBaichuan || this.preferences.language !== "zh") {
      greeting.append(element("p", {}, this.texts.greeting(name)));
    }
    byId("turns").replaceChildren(element("article", { className: "message assistant greeting" },
      element("span", { className: "avatar", "aria-hidden": "true" }, "🤖"),
      element("div", { className: "content" }, greeting)));
    this.views = [];
    for (const turn of this.turns) this.addView(turn);
    this.goToEnd();
    this.showComposer();
  }

  addView(turn) {
    const view = new TurnView(this, turn);
    this.views.push(view);
    byId("turns").append(view.element);
  }

  viewOf(turn) {
    return this.views.find((view) => view.turn === turn);
  }

  replyView(turn, index) {
    return this.viewOf(turn)?.replies[index];
  }

  replaceView(turn) {
    const place = this.views.findIndex((view) => view.turn === turn);
    const view = new TurnView(this, turn);
    this.views[place].element.replaceWith(view.element);
    this.views[place] = view;
  }

  showComposer() {
    fitHeight(this.input);
    const button = byId("send");
    button.replaceChildren(icon(this.isRunning ? "stop" : "send"));
    button.dataset.action = this.isRunning ? "stop" : "send";
    setLabel(button, this.isRunning ? this.texts.stop : this.texts.send);
    button.disabled = !this.isRunning && this.input.value.trim() === "";
    document.body.classList.toggle("running", this.isRunning);
    const statistics = this.turns.at(-1)?.replies[0].statistics;
    byId("context").textContent = statistics?.prompt && this.settings.context
      ? this.texts.context(statistics.prompt + statistics.tokens, this.settings.context) : "";
  }

  showTexts() {
    const { texts } = this;
    document.documentElement.lang = texts.language;
    document.title = this.settings.name || "QuantKit";
    byId("title").textContent = this.settings.name;
    for (const node of document.querySelectorAll("[data-text]")) {
      node.textContent = texts[node.dataset.text];
    }
    for (const node of document.querySelectorAll("[data-label]")) {
      setLabel(node, texts[node.dataset.label]);
    }
    this.input.placeholder = isTouchScreen() ? texts.touchPlaceholder : texts.placeholder;
    this.showTheme();
    if (this.store) this.showConversation();
  }

  switchLanguage() {
    this.preferences.language = this.preferences.language === "zh" ? "en" : "zh";
    savePreferences(this.preferences);
    this.showTexts();
  }

  switchTheme() {
    const themes = ["auto", "light", "dark"];
    this.preferences.theme = themes[(themes.indexOf(this.preferences.theme) + 1) % themes.length];
    savePreferences(this.preferences);
    this.showTheme();
  }

  showTheme() {
    const { theme } = this.preferences;
    document.documentElement.dataset.theme = theme;
    byId("theme").replaceChildren(icon(`theme-${theme}`));
    setLabel(byId("theme"), this.texts.theme[theme]);
  }

  // MARK: Notices

  /** Shows a sentence for a while, with something that can be done about it. */
  notify(text, actionLabel, action, duration = NOTICE_DURATION) {
    const notice = byId("notice");
    clearTimeout(this.noticeTimer);
    const hide = () => (notice.hidden = true);
    notice.replaceChildren(element("span", {}, text));
    if (action) {
      const button = element("button", { type: "button", className: "button" }, actionLabel);
      button.addEventListener("click", () => {
        hide();
        action();
      });
      notice.append(button);
    }
    notice.hidden = false;
    if (duration < Infinity) this.noticeTimer = setTimeout(hide, duration);
  }

  /** Says something to those who do not see the page. */
  announce(text) {
    byId("announcer").textContent = text;
  }

  /** A whole reply at once: piece by piece nobody could listen to it. */
  announceReplies(replies) {
    this.announce(replies.map(({ text, error }) => {
      const failure = error && this.texts.errors[error.kind];
      return typeof failure === "function" ? failure(this.settings.context) : failure ?? text;
    }).join("\n"));
  }

  // MARK: The end of the conversation

  noteScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.log;
    this.isFollowing = scrollHeight - scrollTop - clientHeight < END_DISTANCE;
    byId("to-end").hidden = this.isFollowing;
  }

  /** Keeps the end in sight while text is added, unless the person reads further above. */
  followEnd() {
    if (this.isFollowing) this.log.scrollTop = this.log.scrollHeight;
    else this.noteScroll();
  }

  goToEnd() {
    this.isFollowing = true;
    this.followEnd();
  }
}

/** Whether the keyboard is one on glass, where Enter should begin a line: Shift is out of reach. */
function isTouchScreen() {
  return matchMedia("(hover: none) and (pointer: coarse)").matches;
}

new ChatPage().start();
