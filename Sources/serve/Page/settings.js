// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0

// The dialog with the settings. A change counts at once; an empty field is the model's own value.

import { element } from "./dom.js";
import { loadKey, REPLY_SETTINGS, saveKey, savePreferences } from "./preferences.js";

export class SettingsDialog {
  constructor(page) {
    this.page = page;
    this.dialog = document.getElementById("settings-dialog");
    this.fields = document.getElementById("settings-fields");
    // A click beside the dialog is one on its backdrop.
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
    document.getElementById("use-defaults").addEventListener("click", () => {
      Object.assign(page.preferences, { reply: {}, system: "" });
      savePreferences(page.preferences);
      this.showFields();
    });
  }

  /** Opens the dialog, at the field with a name if one is given; resolves when it is closed. */
  open(fieldName) {
    this.showFields();
    this.dialog.showModal();
    if (fieldName) document.getElementById(`setting-${fieldName}`).focus();
    return new Promise((resolve) =>
      this.dialog.addEventListener("close", resolve, { once: true }));
  }

  showFields() {
    const { preferences, settings } = this.page;
    const system = element("textarea", { rows: 3, value: preferences.system });
    system.addEventListener("input", () => this.change(() => (preferences.system = system.value)));
    const key = element("input", { type: "password", autocomplete: "off", value: loadKey() });
    key.addEventListener("input", () => saveKey(key.value.trim()));
    this.fields.replaceChildren(
      ...(settings.needs_key ? [this.field("key", key)] : []),
      ...Object.keys(REPLY_SETTINGS).map((name) => this.field(name, this.numberInput(name))),
      this.field("system", system));
  }

  numberInput(name) {
    const { minimum, maximum, step } = REPLY_SETTINGS[name];
    const { preferences, settings, texts } = this.page;
    const input = element("input", {
      type: "number", min: minimum, max: maximum, inputMode: "decimal", autocomplete: "off",
      step: Number.isInteger(step) ? step : "any",
      placeholder: String(settings.defaults?.[name] ?? texts.random),
      value: preferences.reply[name] ?? "",
    });
    // What is out of range is marked by the browser and does not count.
    input.addEventListener("input", () => this.change(() => {
      delete preferences.reply[name];
      if (input.value !== "" && input.checkValidity()) preferences.reply[name] = input.valueAsNumber;
    }));
    return input;
  }

  field(name, input) {
    const { fields, hints } = this.page.texts;
    input.id = `setting-${name}`;
    const hint = element("span", { className: "hint", id: `${input.id}-hint` }, hints[name]);
    input.setAttribute("aria-describedby", hint.id);
    return element("div", { className: `field field-${name}` },
      element("label", { htmlFor: input.id }, fields[name]), input, hint);
  }

  change(edit) {
    edit();
    savePreferences(this.page.preferences);
  }
}
