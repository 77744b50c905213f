/* The Python of one lesson: what runs there, one thing after the other, and how it is. */
import { Trouble } from "./server.js";

const OFTEN = 800; // milliseconds between looks while Python starts or is busy elsewhere
const SELDOM = 5000;
const STUBBORN = 5; // times that code is told to stop

export class Session {
  /** `back` is called whenever the server answers for the first time, or again. */
  constructor(server, lesson, bar, back) {
    Object.assign(this, { server, lesson, bar, back });
    this.waiting = []; // works that have not begun
    this.running = null;
    this.isHere = false;
    this.timer = 0;
    const wake = () => document.hidden || this.look();
    document.addEventListener("visibilitychange", wake);
    window.addEventListener("online", wake);
  }

  /** Go on with this key. */
  connect(access) {
    this.server.access = access;
    this.isHere = false;
    this.look();
  }

  /** Ask how Python is, and ask again after a while. */
  async look() {
    clearTimeout(this.timer);
    let pause = SELDOM;
    try {
      const about = await this.#asked();
      if (!this.running) this.#show(about);
      const isNew = performance.now() - this.since < SELDOM;
      if (isNew || ["starting", "busy"].includes(about.state)) pause = OFTEN;
    } catch (trouble) {
      if (!this.failed(trouble)) return;
    }
    clearTimeout(this.timer);
    if (!document.hidden) this.timer = setTimeout(() => this.look(), pause);
  }

  async #asked() {
    if (this.isHere) return this.server.get(`lesson?lesson=${encodeURIComponent(this.lesson)}`);
    const about = await this.server.post("lesson", { lesson: this.lesson });
    this.isHere = true;
    this.since = performance.now(); // its Python may not have begun to start yet
    await this.back();
    return about;
  }

  #show({ state, words }) {
    const said = { busy: "Python is busy with what another tab has begun.", gone: words };
    this.bar.show(state, said[state] || undefined);
  }

  /** Say what keeps the server from answering; false if only another key can help. */
  failed(trouble) {
    if (!(trouble instanceof Trouble)) throw trouble;
    this.isHere = this.isHere && trouble.kind === "told";
    this.bar.show(trouble.kind === "told" ? "gone" : trouble.kind, trouble.message);
    return trouble.kind !== "refused";
  }

  /** Do a work when all before it is done; gives what it gives, or null if it was called off. */
  add(work) {
    return new Promise((resolve) => {
      this.waiting.push({ work, resolve });
      if (!this.running) this.#next();
    });
  }

  get isBusy() {
    return this.running !== null;
  }

  async #next() {
    this.running = this.waiting.shift() ?? null;
    if (!this.running) {
      this.look();
      return;
    }
    this.bar.show("busy");
    const { work, resolve } = this.running;
    resolve(await work());
    this.#next();
  }

  /** The events of a run; what keeps it from ending is told to `told`, and null given. */
  async run(path, body, last, hear, told) {
    try {
      const whole = { lesson: this.lesson, ...body };
      for await (const event of this.server.events(path, whole, last)) {
        if (event.event === "note") {
          this.bar.note(event.words);
          continue;
        }
        if (event.event !== last) this.bar.note(""); // what it waited for is over
        hear(event);
      }
      return true;
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      told(trouble.message);
      if (trouble.kind !== "told") this.failed(trouble);
      return false;
    }
  }

  /** Stop what runs, and forget what waits. */
  async interrupt() {
    for (const { resolve } of this.waiting.splice(0)) resolve(null);
    const { running } = this;
    for (let tries = 0; running && running === this.running && tries < STUBBORN; tries += 1) {
      if (!(await this.#order("interrupt"))) return; // once more if it had not begun yet
      await new Promise((resolve) => setTimeout(resolve, OFTEN));
    }
  }

  /** A new Python, in which nothing has run yet. */
  async restart() {
    for (const { resolve } of this.waiting.splice(0)) resolve(null);
    this.bar.show("starting");
    this.isHere = !(await this.#order("restart"));
    if (!this.isHere) this.bar.say("Python starts anew: nothing has run in it yet.");
    this.look();
  }

  async #order(what) {
    try {
      await this.server.post(what, { lesson: this.lesson });
      return true;
    } catch (trouble) {
      this.failed(trouble);
      return false;
    }
  }

  /** Begin the code above an exercise, so that its check doesn't wait for it. */
  prepare(exercise) {
    this.server.post("prepare", { lesson: this.lesson, exercise }).catch(() => {});
  }
}
