/* For who comes back: where they were, what is due again, and how far they are in each topic. */
import { ids, isRight, lessonState, readCourse, root } from "./course.js";
import { count, make } from "./elements.js";
import { progress } from "./progress.js";

const toLesson = (slug, anchor) => new URL(`lessons/${slug}/${anchor ? `#${anchor}` : ""}`, root).href;

// The lesson that was opened last, or the one after it if all its exercises are done; for who has
// opened none, the start that the placement found.
function next(lessons) {
  const { lessons: known = {}, placement } = progress.read();
  const opened = Object.entries(known).filter(([slug]) => lessons[slug]);
  if (!opened.length) return lessons[placement?.start] ? placement.start : null;
  const [last] = opened.sort(([, a], [, b]) => a.opened < b.opened ? 1 : -1)[0];
  const order = Object.keys(lessons);
  const from = order.indexOf(last);
  const open = (slug) => lessonState(slug, lessons[slug]).state !== "done";
  return [...order.slice(from), ...order.slice(0, from)].find(open) ?? last;
}

async function goOn(place) {
  const { lessons } = await readCourse();
  const slug = next(lessons);
  place.hidden = !slug;
  if (!slug) return;
  const { title, exercises } = lessons[slug];
  const { done, all } = lessonState(slug, lessons[slug]);
  const open = Object.entries(exercises).find(([id]) => progress.exerciseState(id) !== "done");
  const isNew = !progress.read().lessons?.[slug];
  const words = [make("strong", {}, isNew ? "Your next lesson: " : "Go on where you were: "),
    make("a", { href: toLesson(slug) }, title), `, ${done} of ${count(all, "exercise")} done.`];
  if (open) words.push(" Next: ", make("a", { href: toLesson(slug, open[1][1]) }, open[1][0]), ".");
  place.replaceChildren(make("p", {}, ...words));
}

// What is due again today; who has done nothing yet loads nothing for it.
async function bringBack(place) {
  const { exercises: tried = {}, questions: answered = {} } = progress.read();
  if (!Object.keys({ ...tried, ...answered }).length) {
    place.hidden = true;
    return;
  }
  const [{ due }, { lessons }] = await Promise.all([import("./review.js"), readCourse()]);
  const exercises = Object.entries(lessons).flatMap(([slug, { exercises }]) =>
    Object.entries(exercises).map(([id, [title, anchor]]) => [id, toLesson(slug, anchor), title]));
  const topics = [...document.querySelectorAll(".part[data-questions]")];
  const known = [...exercises.map(([id]) => id), ...topics.flatMap((card) => ids(card.dataset.questions))];
  const today = due(progress.read(), known);
  const links = today.exercises.flatMap((wanted) =>
    exercises.filter(([id]) => id === wanted).map(([, href, title]) => [make("a", { href }, title)]));
  for (const card of topics) {
    const asked = ids(card.dataset.questions).filter((id) => today.questions.includes(id));
    if (!asked.length) continue;
    const [skill] = /^[a-z]+-\d+/.exec(asked[0]);
    const { href } = new URL(`quiz/${card.dataset.topic}/#${skill}`, root);
    const topic = make("a", { href }, card.querySelector("a").firstChild.cloneNode(true));
    links.push([`${count(asked.length, "question")} on `, topic]);
  }
  place.hidden = !links.length;
  const parts = links.flatMap((link, index) => index ? [", ", ...link] : link);
  place.replaceChildren(make("p", {}, make("strong", {}, "Due again today: "), ...parts, "."));
}

function measure(card) {
  const exercises = ids(card.dataset.exercises);
  const questions = ids(card.dataset.questions);
  const done = exercises.filter((id) => progress.exerciseState(id) === "done").length;
  const right = questions.filter(isRight).length;
  const line = card.querySelector(".part-progress"); // it has its place before it has words
  line.replaceChildren();
  if (!done && !right) return;
  line.append(
    make("progress", { max: exercises.length + questions.length, value: done + right, ariaHidden: "true" }),
    `${done} of ${count(exercises.length, "exercise")} done, `
      + `${right} of ${count(questions.length, "question")} right`);
}

function refresh() {
  const place = document.getElementById("go-on");
  if (place) goOn(place);
  const due = document.getElementById("due");
  if (due) bringBack(due);
  document.querySelectorAll(".part[data-exercises]").forEach(measure);
}

refresh();
progress.subscribe(refresh);
