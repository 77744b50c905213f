/* What the learner has done, kept in this browser; guide/your-progress tells what and how. */
const KEY = "tfprep-progress";
const OLD_PLAN = "tfprep-planner"; // the planner's own, once
const SCHEMA = 1;
const PARTS = ["exercises", "questions", "steps", "lessons", "exams"];
const MOMENT = /^(?:19|20|21)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

// Merging as scripts/tfprep/practice/merging.py does it: both are held to the same cases.
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const dateOf = (value) => {
  const date = isObject(value) ? value.at : value;
  return typeof date === "string" && MOMENT.test(date) ? date : "";
};
const newest = (value) => typeof value === "object" && value
  ? Object.values(value).map(newest).reduce((a, b) => (a > b ? a : b), "") : dateOf(value);
const kindOf = (value) => {
  if (isObject(value)) return dateOf(value) ? 5 : 6;
  if (Array.isArray(value)) return 4;
  return { boolean: 1, number: 2, string: 3 }[typeof value] ?? 0;
};
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const sorted = (value) => {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const pairs = Object.entries(value).map(([key, inner]) => [key, sorted(inner)]);
  return ["{", ...pairs.sort(([a], [b]) => inOrder(a, b))];
};
const canonical = (value) => JSON.stringify(sorted(value));
const inOrder = (a, b) => compare(dateOf(a), dateOf(b)) || compare(kindOf(a), kindOf(b))
  || (kindOf(a) < 4 ? compare(a, b) : compare(canonical(a), canonical(b)));
const join = (one, other) => {
  const [kind, second] = [kindOf(one), kindOf(other)];
  if (kind !== second) return kind > second ? join(one, one) : join(other, other);
  if (kind === 6) {
    const keys = Object.keys({ ...one, ...other });
    return Object.fromEntries(keys.map((key) => [key, join(one[key], other[key])]));
  }
  if (kind === 4) {
    return [...new Map([...one, ...other].map((item) => [canonical(item), item])).values()].sort(inOrder);
  }
  return kind && inOrder(one, other) < 0 ? other : one;
};
const isOver = (value, cut) => !!dateOf(value) && dateOf(value) <= cut;
const isEmpty = (value) =>
  value == null || (typeof value === "object" && !Object.keys(value).length);
const prune = (value, cut) => {
  if (kindOf(value) === 4) return value.filter((item) => !isOver(item, cut));
  if (kindOf(value) !== 6) return value;
  const marks = [value.reset, value.erased].map((mark) => (isObject(mark) ? "" : dateOf(mark)));
  const own = [cut, ...marks].sort().at(-1);
  return Object.fromEntries(Object.entries(value)
    .filter(([key, inner]) => !isOver(inner, ["reset", "erased"].includes(key) ? cut : own))
    .map(([key, inner]) => [key, prune(inner, own)])
    .filter(([, inner]) => !isEmpty(inner)));
};
export const merge = (one, other) => prune(join(one, other), "");

// Throws words for the reader; `isNewer` tells that a later version wrote it.
function parse(text) {
  let state;
  try { state = JSON.parse(text); } catch { /* said below */ }
  if (!isObject(state) || !Number.isInteger(state.schema) || state.schema < 1) {
    throw new Error("got something else, expected what this site or tfprep progress --export wrote.");
  }
  if (state.schema > SCHEMA) {
    const words = `got schema ${state.schema}, expected ${SCHEMA}: a later version wrote it, and it stays as it is. Load this page anew.`;
    throw Object.assign(new Error(words), { isNewer: true });
  }
  const isList = (value) => value == null || (Array.isArray(value) && value.every(dateOf));
  const isSound = (record) => isObject(record) && isList(record.attempts) && isList(record.hints);
  const wrong = PARTS.find((part) => state[part] != null
    && !(isObject(state[part]) && Object.values(state[part]).every(isSound)));
  if (wrong) throw new Error(`got "${wrong}" in another form than expected.`);
  return merge(state, null);
}

let kept = true;
let trouble = "";
let unkept = { schema: SCHEMA }; // what could not be written yet
let mine = { schema: SCHEMA }; // what this tab wrote last
let seen = { text: null, state: { schema: SCHEMA } };
const listeners = new Set();

function say(words) {
  if (words === trouble) return;
  trouble = words;
  const line = Object.assign(document.createElement("p"), { className: "progress-trouble" });
  line.setAttribute("role", "status");
  document.querySelector("article, main, body").prepend(line);
  line.textContent = words;
}

// Broken content goes under another key, unless another tab was quicker.
function setAside(text, reason) {
  const name = `${KEY}-broken-${now()}`;
  try {
    if (localStorage.getItem(KEY) !== text) return;
    localStorage.setItem(name, text);
    localStorage.removeItem(KEY);
  } catch { // no room for a copy: it stays where it is
    kept = false;
    return;
  }
  say(`Your progress in this browser could not be read: ${reason} It is set aside as ${name} in the browser's storage, and a new one is begun.`);
}

function read() {
  let text;
  try {
    text = localStorage.getItem(KEY);
  } catch {
    kept = false;
    return unkept;
  }
  if (text !== seen.text) {
    seen = { text, state: { schema: SCHEMA } };
    try {
      if (text !== null) seen.state = parse(text);
    } catch (error) {
      if (error.isNewer) {
        kept = false;
        say(`Your progress: ${error.message} What you do now lasts as long as this page.`);
      } else setAside(text, error.message);
    }
  }
  return Object.keys(unkept).length < 2 ? seen.state : merge(seen.state, unkept);
}

function write(state) {
  const text = JSON.stringify(state);
  try {
    const there = localStorage.getItem(KEY);
    if (there !== null) parse(there); // throws: what can't be read is never written over
    localStorage.setItem(KEY, text);
    [seen, unkept, kept, mine] = [{ text, state }, { schema: SCHEMA }, true, state];
  } catch {
    [unkept, kept] = [state, false];
  }
}

const notify = () => { for (const listener of listeners) listener(read()); };

// Written at once: the page may be left in the next moment. `make` leads from the state now
// to the next.
async function commit(make, isQuiet) {
  const before = read();
  const after = merge(make(before), null);
  if (canonical(after) === canonical(before)) return after;
  write(after);
  if (!kept && !isQuiet && !trouble) {
    say("Your progress can't be kept: this browser blocks storage for this site, or has no room left. What you do lasts as long as this page. Allow this site to keep data in the browser's settings, and load the page anew.");
  }
  notify();
  return after;
}

const now = () => new Date().toISOString();
const after = (...moments) => { // now, or just after the last of them: clocks are set back, too
  const last = moments.filter(Boolean).sort().at(-1) ?? "";
  return now() > last ? now() : new Date(Date.parse(last) + 1).toISOString();
};
const add = (make, isQuiet) => commit((state) => merge(state, make(state)), isQuiet);

export const progress = {
  get isKept() { read(); return kept; },
  get trouble() { return trouble; },
  /** The state, without what is empty; only `update` may change it. */
  read,
  /** `change` gets a copy to change. Like all that write it promises the new state. */
  update: (change) => commit((state) => {
    const copy = structuredClone(state);
    change(copy);
    return copy;
  }),
  merge: (other) => commit((state) => merge(state, other)),
  /** `callback` hears of each change, in this tab or another one. */
  subscribe: (callback) => { listeners.add(callback); },
  exerciseState(id) {
    const { reset, ...record } = read().exercises?.[id] ?? {};
    if (record.attempts?.some(({ outcome }) => outcome === "correct")) return "done";
    return Object.keys(record).length ? "begun" : "";
  },
  question: (id, right, chosen) => add(({ questions, erased }) => {
    const at = after(questions?.[id]?.reset, erased);
    return { questions: { [id]: { attempts: [{ at, right, chosen }] } } };
  }),
  ticked: (id, done) => add(({ steps, erased }) => (
    { steps: { [id]: { done, at: after(steps?.[id]?.at, erased) } } })),
  placed: (start, known) => add(({ placement, erased }) => (
    { placement: { start, known, at: after(placement?.at, erased) } })),
  opened: (slug) => add(({ erased }) => ({ lessons: { [slug]: { opened: after(erased) } } }), true),
  /** Forget what came of some exercises and questions, by default of all. */
  reset: (ids) => progress.update((state) => {
    for (const part of [state.exercises, state.questions]) {
      for (const id of Object.keys(part ?? {})) {
        if (!ids || ids.includes(id)) part[id] = { reset: after(newest(part[id])) };
      }
    }
  }),
  erase: () => commit((state) => ({ schema: SCHEMA, erased: after(newest(state)) })),
  /** The text of a file with all of it, and the way back: it throws words for the reader. */
  toText: () => `${JSON.stringify(read(), null, 1)}\n`,
  fromText: async (text) => progress.merge(parse(text)),
};

// A browser doesn't show a tab at once what another one wrote, not even under a lock, so that
// it may write over it. But each hears of the other's writing, and puts back what is missing.
addEventListener("storage", ({ key, newValue }) => {
  if (key !== KEY && key !== null) return;
  let there;
  try { there = parse(newValue); } catch { /* it was deleted or broken: read() says it */ }
  if (!there || (there.erased ?? "") > (mine.erased ?? "")) mine = { schema: SCHEMA };
  else if (canonical(merge(there, mine)) !== canonical(there)) progress.merge(mine);
  notify();
});

try {
  const { done, ...plan } = JSON.parse(localStorage.getItem(OLD_PLAN));
  const at = now();
  const steps = Object.fromEntries(done.map((id) => [id, { done: true, at }]));
  await add((state) => ({ plan: state.plan ?? { ...plan, at }, steps: { ...steps, ...state.steps } }), true);
  if (kept) localStorage.removeItem(OLD_PLAN);
} catch { /* there is none, it can't be read, or storage is blocked */ }
