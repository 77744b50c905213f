/* The scores over time: for each task the best so far as a line, each hand-in as a dot. */
import { make, plural } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
const LANE = 46; // pixels of a task
const TOP = 8;
const LEFT = 24;
const RIGHT = 44;
const MINUTES = 10; // the shortest time that is drawn
const STEPS = [2, 5, 10, 20, 30, 60, 120, 240, 480]; // minutes between two marks

export class Plot {
  constructor() {
    this.box = make("div", { className: "exam-plot" });
    this.rows = make("tbody");
    const head = make("thead", {}, make("tr", {}, ...["After", "Task", "Score", "Result"].map((title) =>
      make("th", { scope: "col" }, title))));
    const fold = make("details", { className: "fold" }, make("summary", {}, "The same as a table"),
      make("table", { className: "exam-table" }, head, this.rows));
    this.node = make("section", {}, make("h2", { id: "exam-scores" }, "Scores over time"), this.box, fold);
    this.node.setAttribute("aria-labelledby", "exam-scores");
    this.node.hidden = true;
    new ResizeObserver(() => this.#draw()).observe(this.box);
  }

  update(exam) {
    this.exam = exam;
    const every = exam.tasks.flatMap(({ letter, attempts }) =>
      attempts.map((attempt) => ({ letter, ...attempt })));
    this.node.hidden = !every.length;
    this.#draw();
    if (every.length === this.rows.rows.length) return;
    this.rows.replaceChildren(...every.sort((a, b) => a.at - b.at).map(({ letter, at, score, said }) =>
      make("tr", {}, ...[timeOf(at), letter, score === null ? "not graded" : `${score} of 5`, said]
        .map((text) => make("td", {}, text)))));
  }

  #draw() {
    const width = this.box.clientWidth;
    if (!this.exam || !width) return;
    const { tasks, minutes, hours } = this.exam;
    const span = Math.max(hours ? 60 * hours : minutes, MINUTES);
    const x = (at) => LEFT + Math.min(at / span, 1) * (width - LEFT - RIGHT);
    const height = TOP + tasks.length * LANE + 16;
    const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img",
      "aria-label": `Scores over time. ${tasks.map(spoken).join(" ")}` });
    svg.append(draw("line", { class: "now", x1: x(minutes), x2: x(minutes), y1: TOP, y2: height - 16 }));
    tasks.forEach((task, index) => svg.append(...lane(task, TOP + index * LANE, x, minutes, width)));
    const step = STEPS.find((minutes) => span / minutes <= 6) ?? span;
    for (let at = 0; at <= span; at += step) {
      svg.append(label(timeOf(at), { x: x(at), y: height - 2, "text-anchor": at ? "middle" : "start" }));
    }
    this.box.replaceChildren(svg);
  }
}

const lane = ({ letter, best, attempts }, top, x, now, width) => {
  const y = (score) => top + LANE - 10 - score * 6;
  const parts = [0, 5].map((score) =>
    draw("line", { class: "rule", x1: LEFT, x2: width - RIGHT, y1: y(score), y2: y(score) }));
  parts.push(label(letter, { x: 2, y: y(1.8), class: "letter" }));
  if (best !== null) parts.push(label(`${best} of 5`, { x: width - RIGHT + 6, y: y(1.8) }));
  let reached = 0;
  let path = "";
  for (const { at, score } of attempts) {
    if (score !== null && (path === "" || score > reached)) {
      path += path ? `H${x(at)}V${y(score)}` : `M${x(at)} ${y(score)}`;
      reached = score;
    }
  }
  if (path) parts.push(draw("path", { class: "best", d: `${path}H${x(Math.max(now, attempts.at(-1).at))}` }));
  for (const { at, score } of attempts) {
    parts.push(score === null ? cross(x(at), y(0)) : draw("circle", { cx: x(at), cy: y(score), r: 3.5 }));
  }
  return parts;
};

const cross = (x, y) => draw("path", { class: "refused", d: `M${x - 3} ${y - 3}l6 6m0 -6l-6 6` });

const draw = (name, attributes) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

const label = (text, attributes) => {
  const made = draw("text", attributes);
  made.textContent = text;
  return made;
};

const spoken = ({ letter, best, attempts }) => best === null ? `${letter}: nothing graded.`
  : `${letter}: ${best} of 5, after ${plural(attempts.length, "hand-in")}.`;

const timeOf = (exact) => {
  const [hours, minutes] = [Math.floor(Math.round(exact) / 60), Math.round(exact) % 60];
  return [hours && `${hours} h`, (minutes || !hours) && `${minutes} min`].filter(Boolean).join(" ");
};
