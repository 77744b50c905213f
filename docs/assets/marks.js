/* On every page: which lessons and exercises are begun and done; opening a lesson is kept. */
import { lessonState, readCourse, root } from "./course.js";
import { count, make } from "./elements.js";
import { progress } from "./progress.js";

const SIGNS = { begun: "◐", done: "✓" };
const slugOf = (link) => link.href.startsWith(root)
  ? /^lessons\/([\w-]+\/[\w-]+)\/(?:index\.html)?$/.exec(link.href.slice(root.href.length))?.[1] : null;

function mark(element, name, ...inside) {
  element.querySelector(`:scope > .${name}`)?.remove();
  if (inside.length) element.append(" ", make("span", { className: name }, ...inside));
}

function sign(link, state) {
  mark(link, "state", ...(state ? [SIGNS[state]] : []));
  const made = link.querySelector(".state");
  made?.setAttribute("role", "img");
  made?.setAttribute("aria-label", state);
}

async function markLessons() {
  const { lessons } = await readCourse();
  for (const link of document.querySelectorAll(".md-nav--primary li:not(.md-nav__item--pruned) > a[href]")) {
    const slug = slugOf(link);
    if (lessons[slug]) sign(link, lessonState(slug, lessons[slug]).state);
  }
  for (const link of document.querySelectorAll("article a[data-lesson]")) {
    const lesson = lessons[link.dataset.lesson];
    const { done, all, state } = lesson ? lessonState(link.dataset.lesson, lesson) : {};
    const words = done ? `${SIGNS[state]} ${done} of ${count(all, "exercise")} done` : `${SIGNS[state]} begun`;
    const line = link.closest("li")?.querySelector(".lesson-length"); // it has room, where a title may wrap
    mark(line ?? link.parentElement, "state", ...(state ? [words] : []));
  }
}

function markExercises() {
  for (const frame of document.querySelectorAll("section.exercise[data-exercise]")) {
    const state = progress.exerciseState(frame.dataset.exercise);
    const line = frame.querySelector(".exercise-state") ?? make("p", { className: "exercise-state" });
    line.textContent = state ? `${SIGNS[state]} ${state === "done" ? "Done" : "Begun"}` : "";
    frame.querySelector("h3")?.after(line);
  }
}

function refresh() {
  const { lessons = {}, exercises = {} } = progress.read();
  markExercises();
  const isMarked = document.querySelector("span.state");
  if (isMarked || Object.keys(lessons).length || Object.keys(exercises).length) markLessons();
}

const slug = document.querySelector(".lesson-facts[data-lesson]")?.dataset.lesson;
refresh();
progress.subscribe(refresh);
if (slug) progress.opened(slug);
