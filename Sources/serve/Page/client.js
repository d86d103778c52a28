// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0

// What the page asks the server: its settings, and replies that come piece by piece.

/** How often a busy server is asked again, and the seconds to wait, times the attempt, if it does not say. */
const RETRY_LIMIT = 5;
const RETRY_SECONDS = 2;

/** Why there is no (further) reply. */
export class ChatError extends Error {
  /**
   * @param {string} kind "key", "busy", "unavailable", "context", "request", "server" or "connection".
   * @param {string} message what the server said, or nothing.
   * @param {number} retryAfter seconds after which the server wants to be asked again, or NaN.
   */
  constructor(kind, message = "", retryAfter = NaN) {
    super(message);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }
}

/** The server's name for its model, the ids of one or two models, limits and defaults. */
export async function fetchSettings() {
  const response = await request("chat/settings", {});
  return response.json();
}

/**
 * Asks for a reply and gives the chunks of the stream as they come. Throws a `ChatError`, or what
 * `fetch` throws when the signal aborts it.
 */
async function* streamReply(body, key, signal) {
  const headers = { "Content-Type": "application/json" };
  if (key) headers.Authorization = `Bearer ${key}`;
  const stream = { stream: true, stream_options: { include_usage: true } };
  const response = await request("v1/chat/completions", {
    method: "POST", headers, signal, body: JSON.stringify({ ...body, ...stream }),
  });
  for await (const data of serverSentEvents(response.body, signal)) {
    if (data === "[DONE]") return;
    const chunk = parseChunk(data);
    if (chunk.error) throw new ChatError("server", String(chunk.error.message ?? ""));
    yield chunk;
  }
  // A stream that is complete says so.
  throw new ChatError("connection");
}

/**
 * As `streamReply`, but a server that is busy is asked again, a few times. `onWait` is told how many
 * seconds are left until then, at last none.
 */
export async function* streamPatiently(body, key, signal, onWait) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      yield* streamReply(body, key, signal);
      return;
    } catch (error) {
      if (error.kind !== "busy" || attempt > RETRY_LIMIT) throw error;
      const { retryAfter } = error;
      const seconds = Math.ceil(Number.isNaN(retryAfter) ? RETRY_SECONDS * attempt : retryAfter);
      for (let left = seconds; left > 0; left -= 1) {
        onWait(left);
        await pause(1000, signal);
      }
      onWait(0);
    }
  }
}

function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    }, { once: true });
  });
}

async function request(address, options) {
  let response;
  try {
    response = await fetch(address, options);
  } catch (error) {
    throw options.signal?.aborted ? error : new ChatError("connection");
  }
  if (!response.ok) throw await refusal(response);
  return response;
}

/** The error of an answer that is none. */
async function refusal(response) {
  const error = await response.json().then((body) => body?.error ?? {}, () => ({}));
  const kinds = { 401: "key", 403: "key", 429: "busy", 503: "unavailable" };
  const isContext = error.code === "context_length_exceeded";
  const kind = isContext ? "context"
    : kinds[response.status] ?? (response.status >= 500 ? "server" : "request");
  const retryAfter = parseFloat(response.headers.get("Retry-After"));
  return new ChatError(kind, String(error.message ?? `HTTP ${response.status}`), retryAfter);
}

function parseChunk(data) {
  try {
    return JSON.parse(data);
  } catch {
    throw new ChatError("server", data.slice(0, 200));
  }
}

/** The data of each event. Bytes of a character may come in two reads, lines in several. */
async function* serverSentEvents(body, signal) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let line = "";
  let data = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (line + value).split("\n");
      line = lines.pop();
      for (const text of lines.map((text) => text.replace(/\r$/, ""))) {
        if (text.startsWith("data:")) {
          data.push(text.slice(5).replace(/^ /, ""));
        } else if (text === "" && data.length > 0) {
          yield data.join("\n");
          data = [];
        }
      }
    }
  } catch (error) {
    throw signal.aborted ? error : new ChatError("connection");
  } finally {
    reader.cancel().catch(() => {});
  }
}
