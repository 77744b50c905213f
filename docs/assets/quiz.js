/* The questions of a page: a button sends an answer, which is checked, kept, and tried again. */
import { count, make } from "./elements.js";
import { progress } from "./progress.js";

const forms = [...document.querySelectorAll("form.quiz")];
const latest = (id) => progress.read().questions?.[id]?.attempts?.at(-1);
const copy = (element) => element.cloneNode(true).childNodes;
const between = (parts, word) =>
  parts.flatMap((part, place) => place ? [place < parts.length - 1 ? ", " : word, ...part] : [...part]);

function setUp(form) {
  const id = form.dataset.question;
  const field = form.querySelector("fieldset");
  const options = [...form.querySelectorAll(".answer li")].map((reason, place) => {
    const input = field.querySelectorAll("input")[place];
    return {
      input,
      isRight: "right" in reason.dataset,
      text: reason.querySelector(".answer-text"),
      why: reason.querySelector(".answer-why"),
      mark: input.parentElement.appendChild(make("span", { className: "mark" })),
    };
  });
  const check = make("button", { className: "md-button" }, "Check the answer");
  const again = make("button", { className: "md-button", type: "button" }, "Try again");
  const said = make("div", { className: "feedback" });
  let shown; // the time of the attempt on the page

  const open = () => {
    [check.hidden, again.hidden] = [false, true];
    said.replaceChildren();
    delete form.dataset.result;
    for (const { input, mark } of options) {
      input.checked = input.disabled = false;
      mark.textContent = "";
    }
  };

  const close = (isRight, chosen) => {
    [check.hidden, again.hidden] = [true, false];
    form.dataset.result = isRight ? "right" : "wrong";
    for (const option of options) {
      option.input.checked = chosen.includes(option);
      option.input.disabled = true; // and not the fieldset: its code still scrolls by key
      const wrong = option.input.checked ? " ✗ wrong" : "";
      option.mark.textContent = option.isRight ? " ✓ right" : wrong;
    }
    const key = options.filter((option) => option.isRight);
    const are = key.length === 1 ? "Wrong: the answer is " : "Wrong: the answers are ";
    const texts = between(key.map((option) => [...copy(option.text)]), " and ");
    const verdict = make("strong", {}, ...(isRight ? ["Right."] : [are, ...texts, "."]));
    const because = options.filter((option) => chosen.includes(option) || option.isRight);
    because.sort((a, b) => chosen.includes(b) - chosen.includes(a));
    said.replaceChildren(
      make("p", {}, verdict),
      ...because.map(({ text, why }) => make("p", {}, make("em", {}, ...copy(text)), ": ", ...copy(why))));
  };

  // Shows what is kept, here or by another tab; a choice that isn't sent yet stays.
  const refresh = () => {
    const attempt = latest(id);
    if (shown === attempt?.at) return;
    shown = attempt?.at;
    const chosen = options.filter(({ input }) => attempt?.chosen.includes(input.value));
    if (attempt && chosen.length === attempt.chosen.length) close(attempt.right, chosen);
    else open(); // it was reset, or the options have other words by now
  };

  form.onsubmit = async (event) => {
    event.preventDefault();
    const chosen = options.filter(({ input }) => input.checked);
    if (!chosen.length) {
      said.replaceChildren(make("p", {}, "Choose an answer first."));
      options[0].input.focus();
      return;
    }
    const isRight = options.every((option) => option.isRight === option.input.checked);
    await progress.question(id, isRight, chosen.map(({ input }) => input.value));
    refresh();
    again.focus();
  };
  again.onclick = () => {
    open();
    options[0].input.focus();
  };

  form.append(make("p", { className: "quiz-buttons" }, check, again), said);
  form.classList.add("is-live");
  open();
  refresh();
  said.setAttribute("role", "status"); // from now on: what a page begins with isn't news
  return refresh;
}

// What stands on the page as one: a skill's questions, or on the page that asks ten, a question.
const whole = (form) => form.closest(".quiz-group") ?? form;

function bar(ids, element) {
  const score = make("p");
  const reset = make("button", { className: "md-button", type: "button" }, "Reset the quiz");
  reset.onclick = async () => {
    if (!confirm(`Forget your answers to the ${count(ids.length, "question")} of this page?`)) return;
    await progress.reset(ids);
    refreshAll();
    whole(forms[0]).querySelector("summary, input").focus();
  };
  const refresh = () => {
    const answered = ids.map(latest).filter(Boolean);
    const right = answered.filter((attempt) => attempt.right).length;
    score.textContent = `${right} of ${count(ids.length, "question")} right, ${answered.length} answered.`
      + (progress.isKept ? "" : " This browser keeps nothing: the answers last as long as the page.");
    reset.hidden = !answered.length;
  };
  refresh();
  element.append(score, reset);
  return { element, score, refresh };
}

// How many of a skill's questions are right, beside its name.
function tally(group) {
  const line = group.querySelector(".quiz-count");
  const ids = [...group.querySelectorAll("form.quiz")].map((form) => form.dataset.question);
  return () => {
    const right = ids.map(latest).filter((attempt) => attempt?.right).length;
    line.textContent = right ? `${right} of ${ids.length} right` : count(ids.length, "question");
  };
}

const refreshers = [...forms.map(setUp), ...[...document.querySelectorAll(".quiz-group")].map(tally)];
const refreshAll = () => { for (const refresh of refreshers) refresh(); };
if (forms.length) {
  const ids = forms.map((form) => form.dataset.question);
  const place = document.querySelector(".quiz-bar"); // the page keeps it free, so that nothing moves
  const bars = [place, make("div", { className: "quiz-bar" })].map((element) => bar(ids, element));
  bars[0].score.setAttribute("role", "status");
  whole(forms.at(-1)).after(bars[1].element);
  refreshers.push(...bars.map(({ refresh }) => refresh));
  progress.subscribe(refreshAll);
}
