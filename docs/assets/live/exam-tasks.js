/* The tasks of an exam that is under way: brief, folder, hand-in, and what came of it. */
import { Button, icon, make, plural } from "./dom.js";
import { Plot } from "./exam-plot.js";
import { harmless } from "./harmless.js";

const SUFFIXES = ".keras,.h5,.hdf5,.zip";

export class Tasks {
  constructor(page) {
    this.page = page;
    this.cards = new Map();
    this.heading = make("h2", { tabIndex: -1 }, "Your exam");
    this.where = make("p");
    this.list = make("div");
    this.remarks = make("div", { className: "live-help" });
    this.plot = new Plot();
    this.node = make("div", {}, this.heading, this.where, this.list, this.plot.node, this.remarks);
  }

  update(sight) {
    const { exam, job, folder } = sight;
    this.where.replaceChildren("Briefs, data and programs lie in ", make("code", {}, folder), ".");
    for (const task of exam.tasks) {
      if (!this.cards.has(task.name)) {
        this.cards.set(task.name, new Card(this.page, task));
        this.list.append(this.cards.get(task.name).node);
      }
      this.cards.get(task.name).update(task, exam, job);
    }
    this.remarks.replaceChildren(...exam.remarks.map((remark) => make("p", {}, remark)));
    this.plot.update(exam);
  }

  /** Say something about one task; true if it is here. */
  tell(task, words) {
    this.cards.get(task)?.tell(words);
    return this.cards.has(task);
  }
}

class Card {
  constructor(page, task) {
    const { name, letter, title, weight, minutes, folder } = task;
    Object.assign(this, { page, name });
    const heading = make("h3", { id: `exam-${name}` }, `${letter}: ${title}`);
    const facts = make("p", { className: "exam-facts" },
      `${weight} points, about ${minutes} minutes, in `, make("code", {}, folder.split(/[/\\]/).at(-1)));
    this.brief = make("div", { className: "exam-brief" }, "…");
    const fold = make("details", { className: "fold" }, make("summary", {}, "The brief"), this.brief);
    fold.ontoggle = () => fold.open && this.#read();
    this.best = make("p", { className: "exam-best" });
    this.file = make("input", { type: "file", accept: SUFFIXES, id: `exam-file-${name}` });
    this.send = new Button("Hand in this file", () => this.#send());
    this.saved = new Button("", () => this.#ask("saved", { task: name }));
    const label = make("label", { htmlFor: this.file.id }, "A model file");
    this.row = make("div", { className: "live-row" }, label, this.file, this.send.node);
    this.savedRow = make("div", { className: "live-row" }, this.saved.node);
    this.shown = 0; // attempts, of which the last is shown
    this.note = make("p", { className: "live-note", hidden: true });
    this.result = make("div", { className: "live-verdict", hidden: true });
    this.node = make("section", { className: "exercise exam-task" }, heading, facts, fold, this.best,
      this.row, this.savedRow, this.note, this.result);
    this.node.setAttribute("aria-labelledby", heading.id);
  }

  update({ letter, best, points, weight, attempts, saved }, exam, job) {
    const isGraded = job?.kind === "hand-in" && job.task === this.name;
    this.letter = letter;
    this.row.hidden = this.savedRow.hidden = exam.is_over;
    this.savedRow.hidden ||= !saved;
    if (saved) this.saved.label(`Hand in ${saved.name}, saved ${momentOf(saved.time)}`);
    this.send.isOff = this.saved.isOff = Boolean(job);
    this.node.setAttribute("aria-busy", String(isGraded));
    this.best.textContent = best === null ? "Nothing handed in yet."
      : `Best of ${plural(attempts.filter(({ score }) => score !== null).length, "hand-in")}: ${best} of 5, which is ${points} of ${weight} points.`;
    if (isGraded) this.#say(`${job.file || "The model"} is being graded …`);
    else if (this.isGraded) this.#say("");
    this.isGraded = isGraded;
    this.#show(attempts);
  }

  /** What keeps a hand-in from being graded, and isn't in the exam's file. */
  tell(words) {
    this.#say(words);
  }

  #say(words) {
    this.note.textContent = words;
    this.note.hidden = !words;
  }

  /** What came of the last hand-in. */
  #show(attempts) {
    if (attempts.length === this.shown) return;
    this.shown = attempts.length;
    this.result.hidden = false;
    this.#say("");
    const { score, said, then, notes } = attempts.at(-1);
    const isRefused = score === null;
    const lead = isRefused ? "Not graded, and not counted." : `Score ${score} of 5`;
    this.result.dataset.outcome = score === 5 ? "correct" : "";
    this.result.replaceChildren(
      make("p", {}, icon(isRefused ? "could not run" : score === 5 ? "correct" : "not attempted"),
        make("strong", {}, lead), isRefused ? ` ${said}` : `: ${said}. ${then}`),
      ...notes.map((note) => make("p", { className: "live-advice" }, note)));
  }

  async #send() {
    const [file] = this.file.files;
    if (!file) {
      this.#refuse("No file is chosen: choose one that model.save() wrote.");
      return;
    }
    this.#say(`${file.name} is being sent …`);
    try {
      await file.slice(0, 1).arrayBuffer();
    } catch {
      this.file.value = "";
      this.#refuse(`${file.name} was changed or moved after you chose it: choose it again.`);
      return;
    }
    const isSent = await this.page.handIn(this.name, file, (words) => this.#refuse(words));
    if (isSent) this.file.value = ""; // what is trained anew has to be chosen anew
  }

  #ask(path, body) {
    this.page.ask(path, body, (words) => this.#refuse(words));
  }

  #refuse(words) {
    this.#say(words);
    this.page.say(`${this.letter}: ${words}`);
  }

  async #read() {
    if (this.isRead) return;
    const html = await this.page.brief(this.name);
    if (html === null) return;
    this.isRead = true;
    this.brief.replaceChildren(...harmless(html));
  }
}

/** The time, with the day unless it is today. */
const momentOf = (iso) => {
  const time = new Date(iso);
  const isToday = time.toDateString() === new Date().toDateString();
  const day = isToday ? "" : `${time.toLocaleDateString("en-GB", { day: "numeric", month: "long" })}, `;
  return `${day}${time.toLocaleTimeString("en-GB", { timeStyle: "short" })}`;
};
