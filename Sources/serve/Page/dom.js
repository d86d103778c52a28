// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0

// The few things that the page does with the document again and again. Text only ever becomes text:
// nothing of this page parses HTML.

/** An element with properties and children; a child is a node or a text. */
export function element(tag, properties = {}, ...children) {
  const result = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in result) result[name] = value;
    else result.setAttribute(name, value);
  }
  result.append(...children);
  return result;
}

/** One of the drawings that chat.html defines. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** A button that is a drawing, with its name for those who do not see it. */
export function iconButton(name, label, onClick) {
  const button = element("button", { type: "button", className: "icon-button" }, icon(name));
  button.dataset.action = name;
  setLabel(button, label);
  button.addEventListener("click", onClick);
  return button;
}

/** Says what a control without text does. */
export function setLabel(target, label) {
  target.title = label;
  target.setAttribute("aria-label", label);
}

/** Makes a text area as high as its text. */
export function fitHeight(textArea) {
  textArea.style.height = "auto";
  textArea.style.height = `${textArea.scrollHeight}px`;
}

/**
 * Whether a key press is a person's wish to send: Enter, but neither with Shift nor while an input
 * method composes, where it chooses a word. (Safari ends the composition first and says 229.)
 */
export function isSendKey(event) {
  return event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229;
}

/** Copies a text; true if that worked. */
export async function copyText(text) {
  // Pages that came by plain HTTP from another machine have no clipboard but the old one.
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(() => true, () => false);
  }
  const textArea = element("textarea", { value: text, className: "visually-hidden" });
  document.body.append(textArea);
  textArea.select();
  const worked = document.execCommand("copy");
  textArea.remove();
  return worked;
}
