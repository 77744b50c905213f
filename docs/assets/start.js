/* For who comes back: where they were, and how far they are in each topic. */
import { ids, isRight, lessonState, readCourse, root } from "./course.js";
import { count, make } from "./elements.js";
import { progress } from "./progress.js";

const toLesson = (slug, anchor) => new URL(`lessons/${slug}/${anchor ? `#${anchor}` : ""}`, root).href;

// The lesson that was opened last, or the one after it if all its exercises are done.
function next(lessons) {
  const opened = Object.entries(progress.read().lessons ?? {}).filter(([slug]) => lessons[slug]);
  if (!opened.length) return null;
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
  const words = [make("strong", {}, "Go on where you were: "),
    make("a", { href: toLesson(slug) }, title), `, ${done} of ${count(all, "exercise")} done.`];
  if (open) words.push(" Next: ", make("a", { href: toLesson(slug, open[1][1]) }, open[1][0]), ".");
  place.replaceChildren(make("p", {}, ...words));
}

function measure(card) {
  const exercises = ids(card.dataset.exercises);
  const questions = ids(card.dataset.questions);
  const done = exercises.filter((id) => progress.exerciseState(id) === "done").length;
  const right = questions.filter(isRight).length;
  const line = card.querySelector(".card-progress") ?? make("p", { className: "card-progress" });
  card.append(line);
  line.hidden = !done && !right;
  line.replaceChildren(
    make("progress", { max: exercises.length + questions.length, value: done + right, ariaHidden: "true" }),
    `${done} of ${count(exercises.length, "exercise")} done, `
      + `${right} of ${count(questions.length, "question")} right`);
}

function refresh() {
  const place = document.getElementById("go-on");
  if (place) goOn(place);
  document.querySelectorAll(".card[data-exercises]").forEach(measure);
}

refresh();
progress.subscribe(refresh);
