/* The server of live pages: requests with its key, and answers that come line by line. */

const PATIENCE = 15000; // milliseconds for an answer that runs no code

/** What keeps a request from its answer; `kind` is "away", "refused" or "told". */
export class Trouble extends Error {
  constructor(kind, words) {
    super(words);
    this.kind = kind;
  }
}

export const AWAY = "The server doesn't answer. If it has stopped, start it again in the "
  + "terminal; if this machine slept, wait a moment. Your text is kept.";
export const KEPT = "This page then goes on, and your text is kept.";
const CUT_OFF = "The connection ended before the answer came. Your text is kept: try again.";

export class Server {
  constructor(access) {
    this.access = access;
  }

  get(path) {
    return this.#answer("GET", path);
  }

  post(path, body) {
    return this.#answer("POST", path, body);
  }

  /** Send a file, however long that takes. */
  async upload(path, file) {
    const response = await this.#request("POST", path, { body: file, kind: "application/octet-stream" });
    return response.json();
  }

  /** The events of a run as they come; it has to end with one of the kind `last`. */
  async* events(path, body, last) {
    const response = await this.#request("POST", path, json(body));
    const known = new Map(); // the outputs of each cell: only what is new comes
    try {
      for await (const event of linesOf(response.body)) {
        if (event.event === "outputs") {
          const kept = (known.get(event.cell) ?? []).slice(0, event.from);
          event.outputs = [...kept, ...event.outputs];
          known.set(event.cell, event.outputs);
        }
        yield event;
        if (event.event === last && event.cell === body.cell) return;
      }
    } catch (error) {
      if (error instanceof Trouble) throw error;
      throw new Trouble("away", CUT_OFF);
    }
    throw new Trouble("away", CUT_OFF);
  }

  async #answer(method, path, body) {
    const response = await this.#request(method, path, json(body), AbortSignal.timeout(PATIENCE));
    try {
      return await response.json();
    } catch {
      throw new Trouble("away", AWAY);
    }
  }

  async #request(method, path, { body, kind }, signal) {
    const { base, token } = this.access;
    const headers = { Authorization: `token ${token}`, ...(kind && { "Content-Type": kind }) };
    let response;
    try {
      response = await fetch(`${base}/tfprep/${path}`, {
        method, headers, signal, body,
        cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer",
      });
    } catch {
      throw new Trouble("away", AWAY);
    }
    if (response.ok) return response;
    if ([401, 403].includes(response.status)) {
      throw new Trouble("refused", `${await wordsOf(response)} ${KEPT}`);
    }
    throw new Trouble("told", await wordsOf(response));
  }
}

const json = (body) => body ? { body: JSON.stringify(body), kind: "application/json" } : {};

const wordsOf = async (response) => {
  try {
    const { words } = await response.json();
    if (words) return words;
  } catch { /* it isn't one of our answers */ }
  return `The server answered with status ${response.status}. Its terminal may say more.`;
};

async function* linesOf(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    const lines = (rest + (value ?? "")).split("\n");
    rest = done ? "" : lines.pop();
    for (const line of lines) if (line.trim()) yield JSON.parse(line);
    if (done) return;
  }
}
