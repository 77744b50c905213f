/* The planner of guide/prepare: makes weeks with dates of the lists on the page. */
(() => {
  const root = document.getElementById("planner");
  const lists = [...document.querySelectorAll("ol.path")];
  if (!root || !lists.length) return;

  const KEY = "tfprep-planner";
  const SHORT = 120; // minutes: a step of up to that is not split
  const REST = 30; // minutes: a week with less left starts no step that it can't end

  const make = (tag, props, ...inside) => {
    const made = Object.assign(document.createElement(tag), props);
    made.append(...inside);
    return made;
  };
  const count = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;

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
      what: item.querySelector(".path-what"),
    })),
  }]));

  // The plan is kept in this browser only, and not at all where storage is refused.
  const load = () => {
    try {
      const { path, hours, date, done } = JSON.parse(localStorage.getItem(KEY));
      if (!paths[path] || !toHours(hours) || !toDay(date)) return null;
      return { path, hours, date, done: new Set(done) };
    } catch {
      return null;
    }
  };
  const save = () => {
    try {
      localStorage.setItem(KEY, JSON.stringify(plan && { ...plan, done: [...plan.done] }));
    } catch { /* it lasts as long as the page */ }
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
    const box = make("input", { type: "checkbox", checked: plan.done.has(step.id) });
    box.onchange = () => {
      plan.done[box.checked ? "add" : "delete"](step.id);
      save();
      tally();
    };
    return make("li", {}, make("label", {}, box, ...what));
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

  const tally = () => {
    const { steps } = paths[plan.path];
    const done = steps.filter((step) => plan.done.has(step.id)).length;
    progress.textContent = `${done} of ${steps.length} steps done.`;
  };
  const show = () => {
    sheet.replaceChildren();
    if (!plan) return;
    const { title, steps } = paths[plan.path];
    const weeks = toWeeks(steps, Math.round(plan.hours * 60));
    const on = (days) => toLong(later(toDay(plan.date), days));
    status.textContent =
      `${title}: ${count(weeks.length, "week")}, ${on(0)} to ${on(7 * weeks.length - 1)}.`;
    tally();
    sheet.append(progress, make("p", {}, print, again));
    weeks.forEach((parts, index) => sheet.append(
      make("h3", {}, `Week ${index + 1}, from ${on(7 * index)}`),
      make("ul", {}, ...parts.map(toItem))));
  };

  form.onsubmit = (event) => {
    event.preventDefault();
    const got = hours.value.trim();
    const week = toHours(got.replace(",", "."));
    const day = date.value;
    refuse(date, toDay(day) ? "" : `Got ${day || "no whole date"}, expected a date from 2000 on.`);
    refuse(hours, week ? "" : `Got ${got || "nothing"}, expected a number from 1 to 40.`);
    if (!week || !toDay(day)) return;
    plan = { path: path.value, hours: week, date: day, done: plan?.done ?? new Set() };
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
    if (plan.done.size && !confirm("Forget the plan and all that you ticked off?")) return;
    plan = null;
    save();
    for (const input of [date, hours]) refuse(input, "");
    form.reset();
    show();
    status.textContent = "The plan is forgotten.";
    path.focus();
  };

  root.append(form, status, sheet);
  if (plan) [path.value, hours.value, date.value] = [plan.path, plan.hours, plan.date];
  show();
  root.hidden = false;
})();
