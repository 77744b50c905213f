/* The planner of guide/prepare: makes weeks with dates of the lists on the page. */
import { ids } from "./course.js";
import { count, download, make } from "./elements.js";
import { progress as memory } from "./progress.js";
import { daysBetween, earliest, hoursUntil, later, toDay, toHours, toIso, toLong, toWeeks } from "./weeks.js";

(() => {
  const root = document.getElementById("planner");
  const lists = [...document.querySelectorAll("ol.path")];
  if (!root || !lists.length) return;

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
    const { path, hours, date, until, at } = memory.read().plan ?? {};
    const isSound = paths[path] && toHours(String(hours)) && toDay(String(date));
    return isSound ? { path, hours, date, until: toDay(String(until)) && until, at } : null;
  };
  const save = (forgotten = []) => memory.update((state) => {
    const at = new Date().toISOString();
    if (plan) plan.at = at;
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

  const timeOf = ({ minutes }) => [[Math.trunc(minutes / 60), "hour"], [minutes % 60, "minute"]]
    .flatMap(([n, unit]) => n ? count(n, unit) : []).join(" ");
  const noteOf = ({ first, last, ...part }) =>
    ` (${timeOf(part)}${first ? "" : ", continued"}${last ? "" : ", goes on next week"})`;
  const toItem = (part) => {
    const { step, last } = part;
    const what = [...step.what.cloneNode(true).childNodes, make("small", {}, noteOf(part))];
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
  const by = make("select", { id: "planner-by" },
    new Option("my hours in a week", "hours"),
    new Option("the day to be done by", "until"));
  const hours = make("input", { id: "planner-hours", inputMode: "decimal", defaultValue: 6 });
  const today = later(new Date(), 0);
  const [first, last] = [later(today, -365), later(today, 5 * 365)];
  const monday = toIso(later(today, (8 - today.getDay()) % 7 || 7));
  const days = { type: "date", min: toIso(first), max: toIso(last) };
  const date = make("input", { id: "planner-date", ...days, defaultValue: monday });
  const until = make("input", { id: "planner-until", ...days });
  const ways = { hours: field("Hours a week", hours), until: field("Done by", until) };
  const form = make("form", { noValidate: true, autocomplete: "off" }, field("Path", path),
    field("Plan by", by), field("First day", date), ways.hours, ways.until,
    button("submit", "Make the plan"));
  const status = make("p", { role: "status" });
  const progress = make("p", { ariaLive: "polite" }); // stays, so that changes are announced
  const print = button("button", "Print the plan");
  const calendar = button("button", "Save for your calendar");
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
  const choose = () => {
    for (const [name, part] of Object.entries(ways)) part.hidden = name !== by.value;
  };
  const weeksOf = ({ path, hours, date }) => toWeeks(paths[path].steps, hours).map((parts, index) => {
    const from = later(toDay(date), 7 * index);
    const age = daysBetween(from, later(new Date(), 0)); // in days
    return { parts, from, to: later(from, 7), isNow: age >= 0 && age < 7, isOver: age >= 7 };
  });
  const say = (weeks) => {
    const span = `${toLong(weeks[0].from)} to ${toLong(later(weeks.at(-1).to, -1))}`;
    const now = weeks.findIndex(({ isNow }) => isNow) + 1;
    const place = now ? `This is week ${now}.`
      : weeks.at(-1).isOver ? "All its weeks are over: for what is left, choose a new first day." : "";
    status.textContent = `${paths[plan.path].title}: ${count(weeks.length, "week")}, ${span}, `
      + `with ${count(plan.hours, "hour")} in each. ${place}`;
  };
  const show = () => {
    sheet.replaceChildren();
    boxes = [];
    progress.textContent = "";
    if (!plan) return;
    const weeks = weeksOf(plan);
    say(weeks);
    sheet.append(make("p", {}, print, calendar, again));
    weeks.forEach(({ parts, from, isNow }, index) => {
      const title = make("h3", {}, `Week ${index + 1}, from ${toLong(from)}`);
      if (isNow) title.append(make("strong", {}, " (this week)"));
      sheet.append(title, make("ul", { className: isNow ? "now" : "" }, ...parts.map(toItem)));
    });
    tally();
  };

  const range = `a day from ${toLong(first)} to ${toLong(last)}`;
  const toPlanned = (input) => {
    const day = toDay(input.value);
    return day >= first && day <= last ? day : null;
  };
  const refuseDay = (input, next) => refuse(input, toPlanned(input) ? ""
    : `Got ${input.value || "no whole date"}, expected ${range}. ${next}`);
  // The hours that were typed, or those that it takes to be done by the day; null: refused.
  const read = () => {
    const day = toPlanned(date);
    const got = hours.value.trim();
    let week = toHours(got.replace(",", "."));
    for (const input of [until, hours]) refuse(input, "");
    if (by.value === "hours") {
      refuse(hours, week ? ""
        : `Got ${got || "nothing"}, expected a number from 1 to 40. Type the hours that you have in a week, such as 6 or 7.5.`);
    } else {
      const { steps } = paths[path.value];
      const end = toPlanned(until);
      week = day && end && hoursUntil(steps, day, end);
      refuseDay(until, "Choose the last day that you have.");
      if (day && end && !week) {
        refuse(until, `Got ${toLong(end)}, expected ${toLong(earliest(steps, day))} or later, which takes 40 hours a week. Choose a later day, or an earlier first day.`);
      }
    }
    refuseDay(date, "Choose the day on which your first week begins.");
    return day && week;
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    const week = read();
    if (!week) {
      if (plan) status.textContent = `Nothing has changed: below is still your plan with ${count(plan.hours, "hour")} a week from ${toLong(toDay(plan.date))}.`;
      return;
    }
    plan = { path: path.value, hours: week, date: date.value, until: null };
    if (by.value === "until") plan.until = until.value;
    save();
    show();
  };
  by.onchange = choose;
  calendar.onclick = async () => {
    const { toCalendar } = await import("./calendar.js");
    const weeks = weeksOf(plan);
    const events = weeks.map(({ parts, from, to }, index) => ({
      id: `${plan.path}-${String(plan.at).replace(/\D/g, "")}-${index + 1}`, // the same plan is never there twice
      from: toIso(from), to: toIso(to),
      title: `tfprep, week ${index + 1} of ${weeks.length}`,
      text: parts.map((part) => `- ${part.step.what.textContent.trim()}${noteOf(part)}`).join("\n"),
    }));
    download("tfprep-plan.ics", toCalendar(events, new Date().toISOString()), "text/calendar");
    status.textContent = "Saved as tfprep-plan.ics, where your browser keeps downloads. Open it, or import it in your calendar.";
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
    for (const input of [date, hours, until]) refuse(input, "");
    form.reset();
    choose();
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
    if (plan) {
      [path.value, hours.value, date.value] = [plan.path, plan.hours, plan.date];
      [by.value, until.value] = [plan.until ? "until" : "hours", plan.until ?? ""];
    }
    choose();
  };

  root.append(form, status, progress, sheet);
  fillForm();
  show();
  memory.subscribe(take);
  root.hidden = false;
})();
