/* The planner of guide/prepare: makes weeks with dates of the lists on the page. */
import { ids } from "./course.js";
import { count, make } from "./elements.js";
import { progress as memory } from "./progress.js";

(() => {
  const root = document.getElementById("planner");
  const lists = [...document.querySelectorAll("ol.path")];
  if (!root || !lists.length) return;

  const SHORT = 120; // minutes: a step of up to that is not split
  const REST = 30; // minutes: a week with less left starts no step that it can't end

  // Days are local dates at noon, so that a change of the clocks never moves one.
  const toIso = (day) => [day.getFullYear(), day.getMonth() + 1, day.getDate()]
    .map((n) => String(n).padStart(2, "0")).join("-");
  const toLong = (day) => day.toLocaleDateString("en-GB", { dateStyle: "long" });
  const later = (day, days) =>
    new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, 12);
  const toDay = (text) => {
    const [year, month, date] = text.split("-").map(Number);
    const day = new Date(year, month - 1, date, 12);
    return year >= 2000 && toIso(day) === text ? day : null;
  };
  const toHours = (text) => {
    const hours = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
    return hours >= 1 && hours <= 40 ? hours : null;
  };

  const paths = Object.fromEntries(lists.map((list) => [list.dataset.path, {
    title: list.dataset.title,
    steps: [...list.querySelectorAll("[data-step]")].map((item) => ({
      id: item.dataset.step,
      minutes: Number(item.dataset.minutes),
      exercises: ids(item.dataset.exercises), // of a lesson
      what: item.querySelector(".path-what"),
    })),
  }]));

  const load = () => {
    const { path, hours, date } = memory.read().plan ?? {};
    return paths[path] && toHours(String(hours)) && toDay(String(date)) ? { path, hours, date } : null;
  };
  const save = (forgotten = []) => memory.update((state) => {
    const at = new Date().toISOString();
    state.plan = { ...plan, at }; // without a path there is none
    for (const { id } of forgotten) (state.steps ??= {})[id] = { done: false, at };
  });

  // A lesson's step is done with its exercises, unless it was taken back after the last one.
  const solved = ({ exercises }) => exercises.length > 0
    && exercises.every((id) => memory.exerciseState(id) === "done");
  const isDone = (step) => {
    const { steps = {}, exercises = {} } = memory.read();
    const tick = steps[step.id];
    if (!solved(step)) return tick?.done ?? false;
    const last = step.exercises.flatMap((id) => exercises[id].attempts)
      .filter(({ outcome }) => outcome === "correct").map(({ at }) => at).sort().at(-1);
    return !tick || tick.done || tick.at < last;
  };

  const toWeeks = (steps, size) => {
    const weeks = [[]];
    let room = size;
    const turn = () => { weeks.push([]); room = size; };
    for (const step of steps) {
      let left = step.minutes;
      if (left > room && room < size && (left <= SHORT || room < REST)) turn();
      while (left) {
        if (!room) turn();
        const minutes = Math.min(left, room);
        const first = left === step.minutes;
        weeks.at(-1).push({ step, minutes, first, last: left === minutes });
        left -= minutes;
        room -= minutes;
      }
    }
    return weeks;
  };

  const toItem = ({ step, minutes, first, last }) => {
    const time = [[Math.trunc(minutes / 60), "hour"], [minutes % 60, "minute"]]
      .flatMap(([n, unit]) => n ? count(n, unit) : []).join(" ");
    const note = time + (first ? "" : ", continued") + (last ? "" : ", goes on next week");
    const what = [...step.what.cloneNode(true).childNodes, make("small", {}, ` (${note})`)];
    if (!last) return make("li", {}, make("span", {}, ...what)); // its box comes at its end
    const box = make("input", { type: "checkbox", checked: isDone(step) });
    box.onchange = () => memory.ticked(step.id, box.checked);
    const why = make("small");
    boxes.push({ box, step, why });
    return make("li", {}, make("label", {}, box, ...what), why);
  };

  const field = (label, input) => {
    const error = make("p", { id: `${input.id}-error`, role: "alert" });
    input.setAttribute("aria-describedby", error.id);
    return make("div", {}, make("label", { htmlFor: input.id }, label), input, error);
  };
  const refuse = (input, text) => {
    input.nextSibling.textContent = text;
    input.setAttribute("aria-invalid", !!text);
    if (text) input.focus();
  };
  const button = (type, text) => make("button", { className: "md-button", type }, text);

  const path = make("select", { id: "planner-path" },
    ...lists.map(({ dataset }) => new Option(dataset.title, dataset.path)));
  const hours = make("input", { id: "planner-hours", inputMode: "decimal", defaultValue: 6 });
  const today = new Date();
  const monday = toIso(later(today, (8 - today.getDay()) % 7 || 7));
  const date = make("input", { id: "planner-date", type: "date", defaultValue: monday });
  const form = make("form", { noValidate: true, autocomplete: "off" }, field("Path", path),
    field("Hours a week", hours), field("First day", date), button("submit", "Make the plan"));
  const status = make("p", { role: "status" });
  const progress = make("p");
  const print = button("button", "Print the plan");
  const again = button("button", "Start over");
  const sheet = make("div");
  let plan = load();
  let boxes = []; // with their steps

  const tally = () => {
    for (const { box, step, why } of boxes) {
      box.checked = isDone(step);
      why.textContent = solved(step) ? " Its exercises are done." : "";
    }
    const done = boxes.filter(({ box }) => box.checked).length;
    progress.textContent = `${done} of ${boxes.length} steps done.`;
  };
  const show = () => {
    sheet.replaceChildren();
    boxes = [];
    if (!plan) return;
    const { title, steps } = paths[plan.path];
    const weeks = toWeeks(steps, Math.round(plan.hours * 60));
    const on = (days) => toLong(later(toDay(plan.date), days));
    status.textContent =
      `${title}: ${count(weeks.length, "week")}, ${on(0)} to ${on(7 * weeks.length - 1)}.`;
    sheet.append(progress, make("p", {}, print, again));
    weeks.forEach((parts, index) => sheet.append(
      make("h3", {}, `Week ${index + 1}, from ${on(7 * index)}`),
      make("ul", {}, ...parts.map(toItem))));
    tally();
  };

  form.onsubmit = (event) => {
    event.preventDefault();
    const got = hours.value.trim();
    const week = toHours(got.replace(",", "."));
    const day = date.value;
    refuse(date, toDay(day) ? "" : `Got ${day || "no whole date"}, expected a date from 2000 on.`);
    refuse(hours, week ? "" : `Got ${got || "nothing"}, expected a number from 1 to 40.`);
    if (!week || !toDay(day)) return;
    plan = { path: path.value, hours: week, date: day };
    save();
    show();
  };
  print.onclick = () => {
    const { classList } = document.documentElement;
    classList.add("planner-print");
    window.onafterprint = () => classList.remove("planner-print");
    window.print();
  };
  again.onclick = () => {
    const ticked = boxes.filter(({ box }) => box.checked).map(({ step }) => step);
    if (ticked.length && !confirm("Forget the plan and all that you ticked off?")) return;
    plan = null;
    save(ticked);
    for (const input of [date, hours]) refuse(input, "");
    form.reset();
    show();
    status.textContent = "The plan is forgotten.";
    path.focus();
  };

  // What another tab has planned or ticked off shows here too.
  const take = () => {
    const kept = load();
    if (JSON.stringify(kept) === JSON.stringify(plan)) return plan && tally();
    plan = kept;
    fillForm();
    show();
  };
  const fillForm = () => {
    if (plan) [path.value, hours.value, date.value] = [plan.path, plan.hours, plan.date];
  };

  root.append(form, status, sheet);
  fillForm();
  show();
  memory.subscribe(take);
  root.hidden = false;
})();
