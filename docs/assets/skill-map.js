/* Fills the tiles of the skill map by what has been shown. */
import { ids, isRight } from "./course.js";
import { progress } from "./progress.js";

const GOOD = 4; // of 5: from that score on, a task shows its skills
const PLACES = 4; // where a skill shows; the names of all would take two lines

function shown({ lessons, exercises, questions, tasks }) {
  const state = progress.read();
  const asked = ids(questions);
  const scores = Object.values(state.exams ?? {}).map((exam) => exam.tasks ?? {});
  return Object.entries({
    read: ids(lessons).some((slug) => state.lessons?.[slug]),
    practiced: ids(exercises).some((id) => progress.exerciseState(id) === "done"),
    quiz: asked.length > 0 && asked.every(isRight),
    exam: ids(tasks).some((task) => scores.some((score) => score[task] >= GOOD)),
  }).filter(([, is]) => is).map(([word]) => word);
}

function fill(tile) {
  const words = shown(tile.dataset);
  const isAll = words.length === PLACES;
  tile.querySelector(".tile-shown").textContent = isAll ? "all four" : words.join(", ") || "nothing yet";
  tile.dataset.shown = words.join(" ");
}

const tiles = [...document.querySelectorAll(".tile")];
const refresh = () => {
  tiles.forEach(fill);
  const seen = tiles.filter((tile) => tile.dataset.shown).length;
  document.getElementById("skills-shown").textContent = `You have begun ${seen} of ${tiles.length} skills.`;
};
refresh();
progress.subscribe(refresh);
