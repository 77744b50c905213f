/* The planner's arithmetic: days, and the weeks that a path fills. */
const SHORT = 120; // minutes: a step of up to that is not split
const REST = 30; // minutes: a week with less left starts no step that it can't end
const [LEAST, MOST] = [1, 40]; // hours a week

// Days are local dates at noon, so that a change of the clocks never moves one.
export const later = (day, days) =>
  new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, 12);
export const toIso = (day) => [day.getFullYear(), day.getMonth() + 1, day.getDate()]
  .map((n) => String(n).padStart(2, "0")).join("-");
export const toLong = (day) => day.toLocaleDateString("en-GB", { dateStyle: "long" });
export const toDay = (text) => {
  if (!/^2\d{3}-\d\d-\d\d$/.test(text)) return null;
  const [year, month, date] = text.split("-").map(Number);
  const day = new Date(year, month - 1, date, 12);
  return toIso(day) === text ? day : null;
};
export const daysBetween = (from, to) => Math.round((to - from) / 86_400_000);

export const toHours = (text) => {
  const hours = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  return hours >= LEAST && hours <= MOST ? hours : null;
};

/** The steps in weeks of `hours` each: lists of { step, minutes, first, last }. */
export function toWeeks(steps, hours) {
  const size = Math.round(hours * 60);
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
}

/** The fewest hours a week, by halves, with which whole weeks from `day` end by `until`. */
export function hoursUntil(steps, day, until) {
  const most = Math.floor((daysBetween(day, until) + 1) / 7);
  for (let hours = LEAST; hours <= MOST; hours += 0.5) {
    if (toWeeks(steps, hours).length <= most) return hours;
  }
  return null;
}

/** The first day by which it can be done at all. */
export const earliest = (steps, day) => later(day, 7 * toWeeks(steps, MOST).length - 1);
