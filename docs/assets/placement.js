/* Where to start: reads the answers of the page, and what was solved, by the rule of guide/placement. */
import { make } from "./elements.js";
import { progress } from "./progress.js";

const day = (moment) => new Date(moment).toDateString();

/* Whether a question was known: its first answer on the last day on which it was answered. */
const known = (attempts) =>
  attempts?.find(({ at }) => day(at) === day(attempts.at(-1).at))?.right;
const solved = (attempts) =>
  attempts?.some(({ outcome, solution }) => outcome === "correct" && !solution);

/* What somebody with this progress knows of these parts, and which one is the start; with every
   part known it is undefined. `asked` counts the questions that have an answer. */
export function place(parts, { questions = {}, exercises = {} }) {
  const answers = (part) => part.questions.map((id) => known(questions[id]?.attempts));
  const points = (part) => answers(part).filter(Boolean).length
    + (solved(exercises[part.exercise]?.attempts) ? 1 : 0);
  const isKnown = (part) => points(part) >= part.questions.length;
  return {
    asked: parts.flatMap(answers).filter((answer) => answer !== undefined).length,
    known: parts.filter(isKnown),
    start: parts.find((part) => !isKnown(part)),
  };
}

function setUp(list) {
  const parts = [...list.querySelectorAll("[data-start]")].map(({ dataset, children }) => ({
    title: dataset.title,
    slug: dataset.start,
    questions: dataset.questions.split(" "),
    exercise: dataset.exercise,
    skills: dataset.skills.split(" "),
    link: children[0],
  }));
  const exam = list.querySelector("li:not([data-start]) a");
  const all = parts.flatMap((part) => part.questions).length;
  const said = make("div", { className: "placement-result" });
  const action = make("p");
  const keep = make("button", { className: "md-button", type: "button" }, "Remember this start");
  const kept = make("p", { tabIndex: -1 });

  const refresh = () => {
    const state = progress.read();
    const found = place(parts, state);
    const titles = found.known.map((part) => part.title).join(", ");
    const start = found.start
      ? ["Start with ", found.start.link.cloneNode(true), "."]
      : ["You know them all: go straight to ", exam.cloneNode(true), "."];
    said.replaceChildren(
      make("p", {}, `${found.asked} of ${all} questions answered. What is left open counts as not known.`),
      make("p", {}, make("strong", {}, ...start)),
      make("p", {}, titles ? `You can skip: ${titles}.` : "There is nothing to skip yet."));
    const skills = found.known.flatMap((part) => part.skills);
    const before = state.placement;
    const isKept = before && (before.start ?? null) === (found.start?.slug ?? null)
      && String(before.known) === String(skills);
    action.replaceChildren(...(found.asked && !isKept ? [keep] : []));
    kept.textContent = isKept ? "This is remembered as your start." : "";
    keep.onclick = async () => {
      await progress.placed(found.start?.slug ?? null, skills);
      refresh();
      kept.focus(); // the button is gone
    };
  };

  list.before(said, action, kept);
  refresh();
  said.setAttribute("role", "status");
  kept.setAttribute("role", "status");
  progress.subscribe(refresh);
}

const list = document.querySelector(".placement");
if (list) setUp(list);
