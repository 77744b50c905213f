/* An exercise on a live page: an editor in the place of its stub, hints, and the outcome. */
import { Button, icon, make, painter, steady } from "./dom.js";
import { Editor } from "./editor.js";
import { advice, fill, text } from "./outputs.js";

const TYPING = 250; // milliseconds without a key before the text is kept
const ALT = "The figure that your answer has drawn";
const named = (outcome) => outcome[0].toUpperCase() + outcome.slice(1);

export class Exercise {
  constructor(node, session, memory) {
    Object.assign(this, { node, session, memory });
    this.id = node.dataset.exercise;
    const stub = node.querySelector("[data-stub]");
    this.stub = stub.querySelector("code").textContent.trimEnd();
    this.folds = [...node.querySelectorAll("details.fold")];
    this.solution = this.folds.pop();
    this.isChecking = false;
    this.isKept = true;
    this.timer = 0;
    this.paint = painter();
    this.#build(stub);
    this.#restore();
    memory.hear(() => this.#takeIn());
    document.addEventListener("visibilitychange", () => this.#keep());
    window.addEventListener("pagehide", () => this.isKept || this.memory.hold(this.id, this.editor.text));
    this.#prepareWhenSeen();
  }

  #build(stub) {
    const [heading] = this.node.querySelectorAll("h2, h3, h4");
    const title = heading?.firstChild.textContent ?? "the exercise";
    const help = make("p", { id: `live-${this.id.replaceAll("/", "-")}`, className: "live-help" },
      "Shift+Enter checks, Escape leaves the editor.");
    this.editor = new Editor({
      text: this.stub,
      label: `Your answer to: ${title}`,
      help: help.id,
      change: () => this.#changed(),
      check: () => this.check(),
      leave: () => this.checker.node.focus(),
      enter: () => this.session.prepare(this.id),
    });
    this.checker = new Button("Check", () => this.#press(), { sign: "run", isMain: true });
    this.hinter = new Button("Hint", () => this.#hint());
    this.resetter = new Button("Reset", () => this.#reset());
    this.shower = new Button("Show the solution", () => this.#showSolution());
    this.note = make("span", { className: "live-note" });
    this.output = make("div", { className: "output", hidden: true });
    this.verdict = make("div", { className: "live-verdict", hidden: true });
    const buttons = [this.checker, this.hinter, this.resetter, this.shower].map((button) => button.node);
    const row = make("div", { className: "live-row" }, ...buttons, this.note);
    this.result = make("div", { className: "live-result" }, this.output, this.verdict);
    stub.hidden = true;
    stub.after(make("div", { className: "live-editor" }, this.editor.node), help, row, this.result);
  }

  #restore() {
    const { answer, hints, attempts } = this.memory.of(this.id);
    this.at = answer?.at ?? "";
    const held = this.memory.held(this.id);
    if (held ?? answer) this.editor.text = held ?? answer.text;
    if (held !== null) this.#keep(true);
    this.shown = Math.min(hints?.length ?? 0, this.folds.length);
    this.folds.forEach((fold, place) => { fold.hidden = place >= this.shown; });
    this.solution.hidden = true;
    this.solution.classList.add("live-solution");
    this.#labelHint();
    const last = attempts?.at(-1);
    if (last) this.note.textContent = `Last check: ${last.outcome}`;
  }

  /** What was written elsewhere meanwhile takes the place of an older text. */
  #takeIn() {
    const { answer } = this.memory.of(this.id);
    if (!answer || answer.at <= this.at || this.timer) return;
    const hadText = this.at !== "";
    this.at = answer.at;
    if (answer.text === this.editor.text) return;
    this.editor.text = answer.text;
    if (hadText) this.note.textContent = "Newer text from elsewhere; undo brings yours back";
  }

  #changed() {
    this.isKept = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#keep(), TYPING);
  }

  /** Keep the text, if it has changed since it was last kept. */
  async #keep(always = false) {
    if (!this.timer && !always) return;
    clearTimeout(this.timer);
    this.timer = 0;
    const { text } = this.editor;
    this.at = await this.memory.answered(this.id, text);
    this.isKept = text === this.editor.text;
  }

  #press() {
    if (this.isChecking) this.session.interrupt();
    else this.check();
  }

  async check() {
    if (this.isChecking) return;
    this.isChecking = true;
    this.checker.label("Interrupt", "stop");
    this.#tell("", this.session.isBusy ? "Your answer is checked after what runs now." : "Checking your answer.");
    const verdict = await this.session.add(() => steady(this.result, () => this.#asked()));
    this.isChecking = false;
    this.checker.label("Check", "run");
    if (verdict) this.#show(verdict);
    else this.#tell("could not run", "Called off before it ran.", "Not checked");
    this.memory.sync();
  }

  async #asked() {
    let verdict = null;
    await this.#keep(true);
    await this.memory.sync(); // the server notes hints with the attempt
    this.#tell("", "Checking your answer.");
    const body = { exercise: this.id, text: this.editor.text };
    await this.session.run("answer", body, "verdict", (event) => {
      if (event.event === "outputs") this.paint(() => this.#fill(event.outputs));
      if (event.event === "verdict") verdict = event;
    }, (words) => { verdict = { words, outputs: [] }; });
    this.paint.now();
    return verdict;
  }

  #fill(outputs) {
    fill(this.output, outputs, Array(outputs.length).fill(ALT));
    this.output.hidden = !outputs.length;
  }

  #show({ outcome = "", words, error = "", help = "", outputs = [] }) {
    this.#fill(outputs);
    this.#tell(outcome || "could not run", words, outcome ? named(outcome) : "Not checked");
    if (error) this.verdict.append(text(error));
    if (help) this.verdict.append(advice(help));
  }

  /** An outcome in words, with its sign, here and to who doesn't see it. */
  #tell(outcome, said, name = "") {
    const words = said.startsWith(`${name}: `) ? said.slice(name.length + 2) : said;
    const lines = words.split("\n").flatMap((line, place) => place ? [make("br"), line] : [line]);
    const title = name ? [icon(outcome), make("strong", {}, `${name}.`), " "] : [];
    this.verdict.dataset.outcome = outcome;
    this.verdict.replaceChildren(make("p", {}, ...title, ...lines));
    this.verdict.hidden = false;
    this.note.textContent = "";
    this.session.bar.say(name ? `${name}: ${words}` : words);
  }

  #labelHint() {
    const all = this.folds.length;
    this.hinter.isOff = this.shown >= all;
    this.hinter.label(this.shown < all ? `Hint ${this.shown + 1} of ${all}` : "No more hints");
  }

  #hint() {
    const fold = this.folds[this.shown++];
    fold.hidden = false;
    fold.open = true;
    this.#labelHint();
    this.session.bar.say(`Hint ${this.shown}: ${fold.querySelector("summary + *").textContent.trim()}`);
    this.memory.hintShown(this.id);
  }

  #reset() {
    this.editor.text = this.stub;
    this.#keep(true);
    this.note.textContent = "The stub is back; undo brings your text back";
    this.session.bar.say(`${this.note.textContent}.`);
  }

  #showSolution() {
    const show = this.solution.hidden;
    this.solution.hidden = !show;
    this.solution.open = show;
    this.shower.label(show ? "Hide the solution" : "Show the solution");
    if (!show) return;
    const { attempts = [], solution } = this.memory.of(this.id);
    const isSolved = attempts.some(({ outcome }) => outcome === "correct");
    this.note.textContent = isSolved || solution ? "" : "Noted: you have seen the solution";
    this.session.bar.say(`The solution stands below the hints. ${this.note.textContent}`.trim());
    if (!isSolved && !solution) this.memory.solutionShown(this.id);
  }

  #prepareWhenSeen() {
    const sight = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      sight.disconnect();
      this.session.prepare(this.id);
    });
    sight.observe(this.node);
  }
}
