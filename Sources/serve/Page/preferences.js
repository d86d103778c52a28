// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0

// What a person chose: language, colors, and how replies are made. An empty setting is the model's own.

const STORAGE_NAME = "quantkit-preferences";
const KEY_NAME = "quantkit-key";

/** The settings of replies: how the request calls them, and what they may be. */
export const REPLY_SETTINGS = {
  temperature: { minimum: 0, maximum: 2, step: 0.05 },
  top_p: { minimum: 0.01, maximum: 1, step: 0.01 },
  max_tokens: { minimum: 1, maximum: 1_000_000, step: 1 },
  seed: { minimum: 0, maximum: 2 ** 32 - 1, step: 1 },
};

/** What is stored, or what counts where nothing is. */
export function loadPreferences() {
  const preferences = { language: preferredLanguage(), theme: "auto", system: "", reply: {} };
  const stored = read(localStorage, STORAGE_NAME);
  if (["en", "zh"].includes(stored?.language)) preferences.language = stored.language;
  if (["light", "dark"].includes(stored?.theme)) preferences.theme = stored.theme;
  if (typeof stored?.system === "string") preferences.system = stored.system;
  for (const [name, { minimum, maximum }] of Object.entries(REPLY_SETTINGS)) {
    const value = stored?.reply?.[name];
    if (value >= minimum && value <= maximum) preferences.reply[name] = value;
  }
  return preferences;
}

export function savePreferences(preferences) {
  write(localStorage, STORAGE_NAME, preferences);
}

/** The API key, which is kept as long as the tab is there. */
export function loadKey() {
  const key = read(sessionStorage, KEY_NAME);
  return typeof key === "string" ? key : "";
}

export function saveKey(key) {
  write(sessionStorage, KEY_NAME, key);
}

function preferredLanguage() {
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

function read(storage, name) {
  try {
    return JSON.parse(storage.getItem(name));
  } catch {
    return null;
  }
}

/** A browser that keeps nothing is no reason to stop: the choice counts until the page is left. */
function write(storage, name, value) {
  try {
    storage.setItem(name, JSON.stringify(value));
  } catch {
    return;
  }
}
