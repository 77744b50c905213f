/* When something comes back: FSRS, replayed over the attempts. As scripts/tfprep/practice/review.py
   does it: one test holds both to the same answers. */
import { FSRSAlgorithm, Rating } from "./vendor/fsrs/fsrs.js";

const CORRECT = "correct";
const TRIED = [CORRECT, "incorrect"]; // other outcomes are no review
const MANY = 3; // wrong tries before the right one that make an exercise hard
const LONGEST = 365; // days after which everything comes back
const scheduler = new FSRSAlgorithm({ maximum_interval: LONGEST });

// A day of this browser's calendar as a number, its first moment, and its text.
const DAY = 86400000;
const numberOf = (moment) => {
  const date = new Date(moment);
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY;
};
const beginOf = (day) => {
  const date = new Date(day * DAY);
  return new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()).getTime();
};
const textOf = (day) => new Date(day * DAY).toISOString().slice(0, 10);

function byDay(attempts = []) {
  const days = new Map();
  for (const each of [...attempts].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) {
    const day = numberOf(each.at);
    days.set(day, [...days.get(day) ?? [], each]);
  }
  return days;
}

function rating({ hints = [], solution }, solved, wrong, since) {
  const end = Date.parse(solved.at);
  const helped = (moments) => moments.map((at) => Date.parse(at))
    .some((when) => when <= end && when >= (since ?? when));
  const isFirst = since === null;
  if (helped(solution ? [solution] : []) || (isFirst && solved.solution)) return Rating.Again;
  if (wrong >= MANY || helped(hints) || (isFirst && solved.hints)) return Rating.Hard;
  return wrong ? Rating.Good : Rating.Easy;
}

function* exerciseReviews(record) {
  let isNew = true;
  for (const [day, tries] of byDay(record.attempts)) {
    const said = tries.filter(({ outcome }) => TRIED.includes(outcome));
    const wrong = said.findIndex(({ outcome }) => outcome === CORRECT);
    if (wrong >= 0) {
      yield [day, rating(record, said[wrong], wrong, isNew ? null : beginOf(day))];
      isNew = false;
    } else if (said.length && !isNew) yield [day, Rating.Again];
  }
}

function* questionReviews(record) {
  for (const [day, [first]] of byDay(record.attempts)) yield [day, first.right ? Rating.Good : Rating.Again];
}

function nextDay(reviews, today) {
  let memory = null;
  let last = null;
  let due = null;
  for (const [day, grade] of reviews) {
    if (day > today) return due ?? today;
    const waited = memory ? day - last : 0;
    memory = scheduler.next_state(memory, waited, grade);
    due = day + scheduler.next_interval(memory.stability, waited);
    last = day;
  }
  return due;
}

/** What is due today of the known ids, the longest overdue first, and the next day that brings more. */
export function due({ exercises = {}, questions = {} }, known, now = new Date()) {
  const today = numberOf(now);
  const days = [
    ...Object.entries(exercises).map(([id, record]) => [id, exerciseReviews(record)]),
    ...Object.entries(questions).map(([id, record]) => [id, questionReviews(record)]),
  ].map(([id, reviews]) => [nextDay(reviews, today), id])
    .filter(([day, id]) => day !== null && known.includes(id))
    .sort(([a, x], [b, y]) => a - b || (x < y ? -1 : 1));
  const names = days.filter(([day]) => day <= today).map(([, id]) => id);
  const later = days.find(([day]) => day > today);
  return {
    exercises: names.filter((id) => id in exercises),
    questions: names.filter((id) => id in questions),
    next: later ? textOf(later[0]) : null,
  };
}
