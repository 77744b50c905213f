/* What the learner has done, in step with the server's file: the editor and the terminal read it. */
import { progress } from "../progress.js";

const HELD = "tfprep-live-text:";
const PAUSE = 1000; // milliseconds after a change, so that typing isn't sent letter by letter

export class Memory {
  /** `refused` hears what keeps the server's file from being read or written. */
  constructor(server, refused = () => {}) {
    Object.assign(this, { server, refused });
    this.agreed = ""; // what both sides had when they last spoke
    this.timer = 0;
    this.turn = Promise.resolve();
    progress.subscribe(() => this.#later());
    document.addEventListener("visibilitychange", () => document.hidden || this.sync());
  }

  /** Send what is new here and take in what is new there; true if both now have the same. */
  sync() {
    clearTimeout(this.timer);
    this.turn = this.turn.then(() => this.#exchange());
    return this.turn;
  }

  async #exchange() {
    try {
      const merged = await this.server.post("progress", progress.read());
      await progress.merge(merged);
      this.agreed = JSON.stringify(progress.read());
      return true;
    } catch (trouble) {
      if (trouble.kind === "told") this.#tell(trouble.message);
      return false; // this browser keeps what is new; a server that is away is said elsewhere
    }
  }

  #tell(words) {
    if (words !== this.told) this.refused(words);
    this.told = words; // once is enough
  }

  #later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (JSON.stringify(progress.read()) !== this.agreed) this.sync();
    }, PAUSE);
  }

  /** What is known of an exercise. */
  of(id) {
    return progress.read().exercises?.[id] ?? {};
  }

  hear(callback) {
    progress.subscribe(callback);
  }

  /** Gives the moment under which the text is kept. */
  async answered(id, text) {
    await this.#change(id, (known, at) => { known.answer = { text, at }; });
    return this.of(id).answer?.at ?? "";
  }

  /** Put a text aside while the page goes away, which waits for nothing. */
  hold(id, text) {
    try {
      sessionStorage.setItem(HELD + id, text);
    } catch { /* what was kept before stands there again */ }
  }

  /** The text that was put aside, once. */
  held(id) {
    try {
      const text = sessionStorage.getItem(HELD + id);
      sessionStorage.removeItem(HELD + id);
      return text;
    } catch {
      return null;
    }
  }

  async hintShown(id) {
    await this.#change(id, (known, at) => { (known.hints ??= []).push(at); });
    return this.sync();
  }

  async solutionShown(id) {
    await this.#change(id, (known, at) => { known.solution = at; });
    return this.sync();
  }

  #change(id, how) {
    return progress.update((state) => {
      state.exercises ??= {};
      const known = state.exercises[id] ??= {};
      how(known, momentAfter(known.answer?.at, known.reset, state.erased));
    });
  }
}

// Now, or just after the last of these moments: clocks are set back, too.
const momentAfter = (...moments) => {
  const now = new Date().toISOString();
  const last = moments.filter(Boolean).sort().at(-1) ?? "";
  return now > last ? now : new Date(Date.parse(last) + 1).toISOString();
};
