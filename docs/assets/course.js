/* The lessons and their exercises, as the build lists them in course-index.js, with their states. */
import { progress } from "./progress.js";

export const root = new URL("../", import.meta.url); // of the site
let asked;
export const readCourse = () =>
  asked ??= import("./course-index.js").then(({ default: index }) => index);

// How far a lesson is: { done, all, state }, where state is "", "begun" or "done".
export function lessonState(slug, lesson) {
  const states = Object.keys(lesson.exercises).map((id) => progress.exerciseState(id));
  const done = states.filter((state) => state === "done").length;
  const isBegun = progress.read().lessons?.[slug] || states.some(Boolean);
  const isDone = done && done === states.length;
  return { done, all: states.length, state: isDone ? "done" : isBegun ? "begun" : "" };
}

export const isRight = (id) => progress.read().questions?.[id]?.attempts?.at(-1)?.right ?? false;
export const ids = (text) => text ? text.split(" ") : [];
