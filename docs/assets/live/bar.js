/* The thin line at the top of a live page, and the one place from which it speaks. */
import { Button, make } from "./dom.js";

const WORDS = {
  starting: "Python is starting: the code above the exercises is running.",
  ready: "Python is ready.",
  busy: "Python is busy.",
  gone: "Python has stopped. It starts again when you run something.",
};

export class Bar {
  constructor({ interrupt, restart }) {
    this.words = make("span", { className: "live-bar-words" }, WORDS.starting);
    this.interrupt = new Button("Interrupt", interrupt, { sign: "stop" });
    this.restart = new Button("Restart", restart, { sign: "restart" });
    const buttons = make("span", { className: "live-bar-buttons" },
      this.interrupt.node, this.restart.node);
    this.extra = make("p", { className: "live-bar-note", hidden: true });
    this.node = make("div", { className: "live-bar" },
      make("span", { className: "live-dot" }), this.words, buttons, this.extra);
    this.node.setAttribute("role", "group");
    this.node.setAttribute("aria-label", "Python for this page");
    this.region = make("p", { className: "live-said", role: "status" });
    this.show("starting");
  }

  /** Show a state ("away" and "refused" too); who listens hears of what needs help. */
  show(state, words = WORDS[state]) {
    const before = this.node.dataset.state;
    if (before === state && this.words.textContent === words) return;
    this.node.dataset.state = state;
    this.words.textContent = words;
    this.interrupt.isOff = state !== "busy";
    if (state === "busy") this.extra.hidden = true;
    this.restart.isOff = ["away", "refused"].includes(state);
    if (["away", "refused"].includes(state) || (state === "gone" && before === "ready")) this.say(words);
  }

  /** What the server adds to what it does; it stands there until something runs again. */
  note(words) {
    this.extra.textContent = words;
    this.extra.hidden = !words;
    if (words) this.say(words);
  }

  /** One sentence for who doesn't see the page change. */
  say(sentence) {
    this.region.textContent = ""; // the same sentence twice is news twice
    setTimeout(() => { this.region.textContent = sentence; }, 50);
  }
}
