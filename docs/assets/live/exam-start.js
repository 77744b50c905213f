/* What somebody wants to sit: a form of the exam, some of its tasks, or one task to practice. */
import { Button, make, plural } from "./dom.js";

const PRACTICE = "practice";

export class StartForm {
  constructor(page) {
    this.page = page;
    this.heading = make("h2", { tabIndex: -1 }, "Start an exam");
    this.what = make("select", { id: "exam-what" });
    this.task = make("select", { id: "exam-task" });
    this.boxes = make("div", { className: "exam-boxes" });
    this.tasks = make("fieldset", {}, make("legend", {}, "Tasks"), this.boxes);
    this.clock = make("input", { type: "checkbox", id: "exam-clock" });
    this.hours = make("label", { htmlFor: this.clock.id });
    this.where = make("p", { className: "live-help" });
    this.button = new Button("Start", () => this.#start(), { isMain: true });
    this.single = field("Task", this.task);
    this.node = make("div", { className: "exam-start" }, this.heading, field("What", this.what),
      this.tasks, this.single, make("p", {}, this.clock, " ", this.hours), this.where,
      make("div", { className: "live-row" }, this.button.node));
    this.what.onchange = () => this.#choose();
  }

  update({ choices, next_folder: folder, hours, job }) {
    if (!this.choices) this.#fill(choices, hours);
    this.where.replaceChildren("It is made in ", make("code", {}, folder), ". The clock starts when all is there.");
    this.button.isOff = Boolean(job);
  }

  #fill(choices, hours) {
    this.choices = choices;
    const forms = [...new Set(choices.map(({ form }) => form))];
    this.what.append(
      ...forms.map((form) => new Option(`Form ${form}: ${plural(this.#of(form).length, "task")}`, form)),
      new Option("One task, to practice", PRACTICE));
    this.task.append(...choices.map(({ name, letter, title, form }) =>
      new Option(`${letter}: ${title} (form ${form})`, name)));
    this.hours.textContent = `${hours} hours on the clock, as in the exam`;
    this.#choose();
  }

  #of(form) {
    return this.choices.filter((choice) => choice.form === Number(form));
  }

  /** Show what belongs to the chosen kind. */
  #choose() {
    const isPractice = this.what.value === PRACTICE;
    this.tasks.hidden = isPractice;
    this.single.hidden = !isPractice;
    this.clock.checked = !isPractice;
    this.boxes.replaceChildren(...(isPractice ? [] : this.#of(this.what.value)).map((choice) => {
      const { name, letter, title, weight, minutes } = choice;
      const box = make("input", { type: "checkbox", checked: true, value: name });
      return make("label", {}, box, ` ${letter}: ${title}`,
        make("small", {}, ` ${weight} points, about ${minutes} minutes`));
    }));
  }

  #start() {
    const boxes = [...this.boxes.querySelectorAll("input:checked")];
    const tasks = this.what.value === PRACTICE ? [this.task.value] : boxes.map(({ value }) => value);
    if (tasks.length) this.page.ask("start", { tasks, clock: this.clock.checked });
    else this.page.tell("No task is chosen: tick one at least.");
  }
}

const field = (label, input) =>
  make("p", {}, make("label", { htmlFor: input.id }, label), " ", input);
