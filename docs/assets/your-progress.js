/* The buttons of guide/your-progress: save to a file, take one in, reset, delete. */
import { count, download, make } from "./elements.js";
import { progress } from "./progress.js";

const NOUNS = {
  exercises: "exercise", questions: "question", steps: "planner step", lessons: "lesson", exams: "exam",
};
const root = document.getElementById("progress-box");
const holds = make("p");
const said = make("p");
said.setAttribute("role", "status");

const button = (text, act) => {
  const made = make("button", { type: "button", className: "md-button" }, text);
  made.onclick = act;
  return made;
};

function refresh() {
  const state = progress.read();
  const parts = Object.entries(NOUNS).flatMap(([part, noun]) => {
    const records = Object.values(state[part] ?? {});
    const known = records.filter((record) => Object.keys(record).some((key) => key !== "reset"));
    return known.length ? count(known.length, noun) : [];
  });
  if (state.plan?.path) parts.push("a plan");
  const place = progress.isKept ? "This browser has kept" : "This page has (your browser keeps nothing here)";
  holds.textContent = `${place}: ${parts.length ? parts.join(", ") : "nothing yet"}.`;
}

function save() {
  const name = `tfprep-progress-${new Date().toISOString().slice(0, 10)}.json`;
  download(name, progress.toText(), "application/json");
  said.textContent = `Saved as ${name}, where your browser keeps downloads.`;
}

async function take(file) {
  try {
    const before = progress.toText();
    await progress.fromText(await file.text());
    const { erased } = progress.read();
    said.textContent = progress.toText() !== before ? `Taken in: ${file.name}.`
      : `Nothing new came in from ${file.name}.`
        + (erased ? ` You deleted everything on ${erased.slice(0, 10)}: what is older stays deleted.` : "");
  } catch (error) {
    said.textContent = `${file.name} was not taken in: ${error.message}`;
  }
}

async function forget(question, act, done) {
  if (!confirm(question)) return;
  await act();
  said.textContent = done;
}

const picker = make("input", { type: "file", accept: ".json,application/json", hidden: true });
picker.onchange = async () => {
  if (picker.files[0]) await take(picker.files[0]);
  picker.value = ""; // so that the same file can be chosen again
};

root.append(
  holds,
  make("p", {},
    button("Save to a file", save),
    button("Take in a file", () => picker.click()),
    button("Reset exercises and questions", () => forget(
      "Forget all attempts, hints and answers in this browser?",
      () => progress.reset(), "All exercises and questions are as new.")),
    button("Delete everything", () => forget(
      "Forget everything in this browser, your plan and exams too?",
      () => progress.erase(), "Everything is deleted."))),
  picker,
  said);
refresh();
progress.subscribe(refresh);
root.hidden = false;
