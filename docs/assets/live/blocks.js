/* The code blocks of a lesson: each can be run, and shows what it leaves behind. */
import { Button, make, painter, plural, steady } from "./dom.js";
import { advice, fill, text } from "./outputs.js";

export class Block {
  constructor(node, session, blocks) {
    Object.assign(this, { node, session, blocks });
    this.place = Number(node.dataset.cell);
    this.code = node.querySelector("code").textContent;
    this.output = node.querySelector(".output") ?? make("div", { className: "output", hidden: true });
    this.alts = [...this.output.querySelectorAll("img")].map((image) => image.alt);
    this.button = new Button("Run", () => this.#press(), { sign: "run" });
    this.above = new Button("Run all above", () => this.runAbove());
    this.above.node.hidden = blocks.length === 0;
    this.note = make("span", { className: "live-note" });
    const row = make("div", { className: "live-row" }, this.button.node, this.above.node, this.note);
    node.querySelector(".highlight").after(row, this.output);
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.shiftKey) return;
      event.preventDefault();
      if (!this.isRunning) this.run();
    });
    this.isRunning = false;
    this.paint = painter();
  }

  #press() {
    if (this.isRunning) this.session.interrupt();
    else this.run();
  }

  /** Run it; true if it ran to its end. */
  async run() {
    this.#begin("Waits for what runs");
    const ran = await this.session.add(() => this.#work());
    if (ran === null) this.#end("Called off");
    return ran;
  }

  /** Run every block above anew, up to the first that fails. */
  async runAbove() {
    const above = this.blocks.filter((block) => block.place < this.place);
    this.session.bar.say(`Running ${plural(above.length, "block")} above.`);
    for (const block of above) if (!(await block.run())) return;
    this.note.textContent = `Ran the ${plural(above.length, "block")} above`;
    this.session.bar.say(`${this.note.textContent}.`);
  }

  #work() {
    const begun = performance.now();
    this.#begin("Running");
    return steady(this.output, async () => {
      let done = null;
      let current = null; // the block that runs: this one, or one above
      const body = { cell: this.place, code: this.code };
      await this.session.run("run", body, "done", (event) => {
        if (event.event === "done") done = event;
        else {
          const block = this.blocks.find(({ place }) => place === event.cell);
          if (block !== current) current?.finish();
          current = block;
          if (event.event === "before") this.#tellBefore(event.cell);
          if (event.event === "outputs") block?.show(event.outputs);
        }
      }, (words) => { done = { ok: false, words }; });
      if (current !== this) current?.finish();
      if (current === this || done.ok) this.finish();
      if (done.error) this.#showError(done);
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      this.#end(done.ok ? `Ran in ${seconds} s` : done.words);
      return done.ok;
    });
  }

  /** The first cell above that runs tells how many blocks do. */
  #tellBefore(cell) {
    if (this.told) return;
    this.told = true;
    const above = this.blocks.filter(({ place }) => place >= cell && place < this.place).length;
    if (!above) return;
    this.note.textContent = `Running the ${plural(above, "block")} above first`
      .replace("the 1 block", "the block");
    this.session.bar.say(`${this.note.textContent}.`);
  }

  /** Show what it has left so far, whichever block was asked to run. */
  show(outputs) {
    this.isShown = true;
    this.paint(() => {
      fill(this.output, outputs, this.alts);
      this.output.hidden = !outputs.length;
    });
  }

  /** It has run: what an earlier run left goes if this one left nothing. */
  finish() {
    if (!this.isShown) this.show([]);
    this.isShown = false;
    this.paint.now();
  }

  #showError({ error, help }) {
    this.output.append(text(error, true), ...(help ? [advice(help)] : []));
    this.output.hidden = false;
  }

  #begin(words) {
    this.isRunning = true;
    this.told = false;
    this.isShown = false;
    this.note.textContent = words;
    this.button.label("Interrupt", "stop");
  }

  #end(words) {
    this.isRunning = false;
    this.note.textContent = words;
    this.button.label("Run", "run");
    this.session.bar.say(`Block ${this.blocks.indexOf(this) + 1}: ${words}.`.replace(/\.\.$/, "."));
  }
}
