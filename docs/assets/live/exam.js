/* The practice exam on its page: the server tells how it stands, and does what is asked. */
import { Button, make, plural } from "./dom.js";
import { Report } from "./exam-report.js";
import { StartForm } from "./exam-start.js";
import { Tasks } from "./exam-tasks.js";
import { Trouble } from "./server.js";

const OFTEN = 700; // milliseconds between looks while something is under way
const SELDOM = 5000; // the command line may go on with the exam, too
const MARKS = [3600, 1800, 600, 300, 60]; // seconds left that are announced
const DOING = {
  start: "The data are being made: that takes some seconds.",
  "hand-in": "A model is being graded.",
  finish: "The report is being written.",
};
const WAITS = "A tfprep exam command is at work in this exam; what you asked for comes next.";
const CUT_OFF = "The server was stopped before that was done. Nothing was counted: try again.";

export class ExamFace {
  constructor(box, server, memory) {
    Object.assign(this, { box, server, memory });
    this.sight = null; // what the server told last
    this.face = null; // what shows it
    this.timer = 0;
    this.finish = new Button("Finish the exam", () => this.#finish());
    this.words = make("span", { className: "live-bar-words" });
    this.clock = make("span", { className: "exam-clock", role: "timer" });
    this.bar = make("div", { className: "live-bar exam-bar", role: "group", ariaLabel: "The exam" },
      make("span", { className: "live-dot" }), this.clock, this.words, this.finish.node);
    this.said = make("p", { className: "live-said", role: "status" });
    this.note = make("p", { className: "exam-note", hidden: true });
    this.body = make("div");
    box.replaceChildren(this.said, this.bar, this.note, this.body);
    box.hidden = false;
    document.documentElement.classList.add("live");
    document.getElementById("sitting-static").hidden = true;
    document.addEventListener("visibilitychange", () => document.hidden || this.look());
    setInterval(() => this.#tick(), 1000);
    this.look();
  }

  /** Ask how the exam stands, and ask again after a while. */
  async look() {
    await this.#told(() => this.server.get("exam"));
  }

  /** Have something done; what keeps it from that is told to `told`. */
  async ask(path, body, told = (words) => this.tell(words)) {
    this.asks = true;
    await this.#told(() => this.server.post(`exam/${path}`, body), told);
    this.asks = false;
  }

  /** Hand a chosen file in; true if the server has it. */
  async handIn(task, file, told) {
    const { megabytes } = this.sight;
    if (file.size > megabytes * 1e6) {
      told(`Got ${Math.round(file.size / 1e6)} MB; expected ${megabytes} MB at most. Build a smaller model: each of these tasks can be solved with 1 MB.`);
      return false;
    }
    const query = new URLSearchParams({ task, name: file.name });
    return this.#told(() => this.server.upload(`exam/hand-in?${query}`, file), told);
  }

  /** A task's brief, as HTML; null if there is trouble, which is told. */
  brief(task) {
    return this.#html(`exam/brief?${new URLSearchParams({ task })}`);
  }

  /** The same of the report. */
  report() {
    return this.#html("exam/report");
  }

  async #html(path) {
    try {
      return (await this.server.get(path)).html;
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      this.tell(trouble.message);
      return null;
    }
  }

  async #told(work, told = null) {
    clearTimeout(this.timer);
    let isKnown = true;
    let isDone = false;
    try {
      this.#take(await work());
      isDone = true;
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      isKnown = trouble.kind !== "refused";
      told?.(trouble.message);
      if (trouble.kind !== "told" || !told) {
        this.#show(trouble.kind === "told" ? "gone" : trouble.kind, trouble.message);
      }
    }
    clearTimeout(this.timer);
    const pause = isDone && this.sight.job ? OFTEN : SELDOM;
    if (isKnown && !document.hidden) this.timer = setTimeout(() => this.look(), pause);
    return isDone;
  }

  #take(sight) {
    const before = this.sight;
    this.sight = sight;
    this.until = performance.now() + (sight.exam?.left ?? 0) * 1000;
    const kind = faceOf(sight);
    if (!before || faceOf(before) !== kind || before.folder !== sight.folder) this.#turn(kind, before);
    this.face.update(sight);
    const { exam, job, trouble } = sight;
    this.#show(job ? "busy" : "ready", job ? (job.waits ? WAITS : DOING[job.kind]) : wordsOf(sight));
    this.finish.node.hidden = !exam || exam.is_finished;
    this.finish.isOff = Boolean(job);
    if (before?.job && !job) this.#tellEnd(before, trouble);
    else if (before?.exam && exam) this.#tellNews(before, exam);
    this.#tick();
  }

  /** Show another side of the exam, and go there if something was asked for here. */
  #turn(kind, before) {
    const Face = { start: StartForm, tasks: Tasks, report: Report }[kind];
    this.face = new Face(this);
    this.body.replaceChildren(this.face.node);
    if (before?.job || this.asks) this.face.heading.focus(); // a quick answer has no job
    if (kind === "report") this.memory.sync(); // the exam is remembered now
  }

  #tellEnd(before, trouble) {
    if (trouble) {
      this.tell(trouble.words, trouble.task);
    } else if (before.job.kind === "hand-in" && !this.#tellNews(before, this.sight.exam)) {
      this.tell(CUT_OFF, before.job.task);
    } else if (before.job.kind !== "hand-in" && faceOf(before) === faceOf(this.sight)
      && !this.sight.report) {
      this.tell(CUT_OFF);
    }
  }

  /** Announce what was handed in meanwhile, here or elsewhere; true if anything was. */
  #tellNews(before, exam) {
    let isNew = false;
    for (const task of exam?.tasks ?? []) {
      const known = before.exam?.tasks.find(({ name }) => name === task.name)?.attempts.length ?? 0;
      if (task.attempts.length <= known) continue;
      isNew = true;
      const { score, said, then } = task.attempts.at(-1);
      this.tell("");
      this.say(score === null ? `${task.letter}: not graded, and not counted. ${said}`
        : `${task.letter}: score ${score} of 5, ${said}. ${then}`);
    }
    return isNew;
  }

  /** Say what is wrong where it belongs, to who sees it and to who hears it. */
  tell(words, task = "") {
    const isTold = task && this.face.tell?.(task, words);
    this.note.textContent = isTold ? "" : words;
    this.note.hidden = !this.note.textContent;
    if (words) this.say(words);
  }

  /** One sentence for who doesn't see the page change. */
  say(sentence) {
    this.said.textContent = ""; // the same sentence twice is news twice
    setTimeout(() => { this.said.textContent = sentence; }, 50);
  }

  #show(state, words) {
    const isNews = this.bar.dataset.state !== state && ["away", "refused", "gone"].includes(state);
    this.bar.dataset.state = state;
    this.words.textContent = words;
    if (isNews) this.say(words);
  }

  #tick() {
    const exam = this.sight?.exam;
    if (!exam || exam.left === null || exam.is_finished) {
      this.clock.textContent = "";
      return;
    }
    const left = Math.max(0, Math.round((this.until - performance.now()) / 1000));
    const mark = MARKS.find((seconds) => left <= seconds && this.left > seconds);
    if (mark) this.say(`${plural(mark / 60, "minute")} left.`);
    if (left === 0 && this.left > 0) {
      this.say("The time is over.");
      this.look();
    }
    this.left = left;
    this.clock.textContent = left ? `${clockOf(left)} left` : "The time is over.";
  }

  #finish() {
    const { exam } = this.sight;
    const open = exam.tasks.filter(({ best }) => best === null).map(({ letter }) => letter);
    const lead = open.length ? `Nothing was handed in for ${open.join(", ")}. ` : "";
    if (!confirm(`${lead}Finish the exam now, and get the report? It can't be taken up again.`)) return;
    this.ask("finish", { sure: true });
  }
}

const faceOf = ({ exam }) => exam ? (exam.is_finished ? "report" : "tasks") : "start";

const wordsOf = ({ exam, broken }) => {
  if (broken) return broken;
  if (!exam) return "No exam is under way.";
  const { points, of, passing } = exam;
  if (exam.is_finished) return `Finished: ${points} of ${of} points.`;
  return `${points} of ${of} points so far${passing ? `; ${passing} pass` : ""}.`;
};

const two = (n) => String(n).padStart(2, "0");
const clockOf = (seconds) =>
  `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
