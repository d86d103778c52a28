// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0

// A turn on the page: the person's message, which can be edited, and the replies to it.

import { element, fitHeight, iconButton, isSendKey } from "./dom.js";
import { ReplyView } from "./reply.js";

export class TurnView {
  constructor(page, turn) {
    this.page = page;
    this.turn = turn;
    this.message = element("div", { className: "content" });
    this.tools = element("div", { className: "tools" });
    const message = element("article", { className: "message user" },
      element("span", { className: "avatar", "aria-hidden": "true" }, "🧑‍💻"),
      this.message, this.tools);
    message.setAttribute("aria-label", page.texts.you);
    this.replies = turn.replies.map((_, index) => new ReplyView(page, turn, index));
    this.element = element("section", { className: "turn" }, message,
      element("div", { className: "replies" }, ...this.replies.map((view) => view.element)));
    this.showMessage();
  }

  showMessage() {
    const edit = iconButton("edit", this.page.texts.edit, () => this.edit());
    this.message.replaceChildren(element("div", { className: "body plain" }, this.turn.message));
    this.tools.replaceChildren(edit);
  }

  /** Puts an editor in the place of the message; what is sent is answered anew from there. */
  edit() {
    if (this.page.isRunning) return;
    const { texts, turns } = this.page;
    const following = turns.length - 1 - turns.indexOf(this.turn);
    const editor = element("textarea", { value: this.turn.message, rows: 1, ariaLabel: texts.edit });
    const send = element("button", { type: "button", className: "button primary" }, texts.send);
    const cancel = element("button", { type: "button", className: "button" }, texts.cancel);
    const close = () => {
      this.showMessage();
      this.tools.querySelector("button").focus();
    };
    const submit = () => {
      if (editor.value.trim()) this.page.answerAnew(this.turn, editor.value);
    };
    editor.addEventListener("input", () => fitHeight(editor));
    editor.addEventListener("keydown", (event) => {
      if (isSendKey(event)) {
        event.preventDefault();
        submit();
      } else if (event.key === "Escape" && !event.isComposing) {
        event.stopPropagation();
        close();
      }
    });
    send.addEventListener("click", submit);
    cancel.addEventListener("click", close);
    this.tools.replaceChildren();
    this.message.replaceChildren(editor, element("div", { className: "line editing" },
      send, cancel, element("span", { className: "statistics" }, texts.editHint(following))));
    fitHeight(editor);
    editor.focus();
  }

  /** Brings everything up to date that depends on whether a reply is being made. */
  showState() {
    for (const view of this.replies) view.showState();
  }
}
