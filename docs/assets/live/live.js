/* A live page: its code runs in a Python on this machine, which live-start.js has found. */
import { Bar } from "./bar.js";
import { Block } from "./blocks.js";
import { make } from "./dom.js";
import { Memory } from "./memory.js";
import { Server } from "./server.js";
import { Session } from "./session.js";

let page = null;

/** Make the page live; again with another key if the server was started anew. */
export const connect = (access) => {
  if (page) page.connect(access);
  else page = begin(access);
};

const begin = (access) => {
  const server = new Server(access);
  const lesson = document.querySelector("[data-lesson]")?.dataset.lesson;
  if (lesson) return beginLesson(server, lesson);
  const memory = new Memory(server);
  memory.sync();
  const exam = beginExam(server, memory);
  return {
    connect: (other) => {
      server.access = other;
      memory.sync();
      exam?.then((face) => face.look());
    },
  };
};

const beginExam = (server, memory) => {
  const box = document.getElementById("sitting");
  return box && Promise.all([import("./exam.js"), styles("live.css"), styles("exam.css")])
    .then(([{ ExamFace }]) => new ExamFace(box, server, memory));
};

const beginLesson = (server, lesson) => {
  const bar = new Bar({ interrupt: () => session.interrupt(), restart: () => session.restart() });
  const memory = new Memory(server, (words) => bar.note(words));
  const session = new Session(server, lesson, bar, () => memory.sync());
  dress(bar, session, memory).then(() => session.look());
  return session;
};

const dress = async (bar, session, memory) => {
  const exercises = document.querySelectorAll("section[data-exercise]");
  const [editors] = await Promise.all([exercises.length ? import("./exercise.js") : null, styles("live.css")]);
  const blocks = [];
  for (const node of document.querySelectorAll(".example[data-cell]")) {
    blocks.push(new Block(node, session, blocks));
  }
  for (const node of exercises) new editors.Exercise(node, session, memory);
  // How a page is brought to life is of no use on one that is.
  document.querySelector(".lesson-do > p")?.replaceChildren(make("strong", {}, "Do it now."),
    " The code of this page runs on your machine: press Run below a block; in an exercise, write"
    + " your answer and press Check.");
  document.querySelector(".md-content__inner").prepend(bar.region, bar.node);
  document.documentElement.classList.add("live");
};

const styles = (name) => new Promise((resolve) => {
  const href = new URL(name, import.meta.url).href;
  document.head.append(make("link", { rel: "stylesheet", href, onload: resolve, onerror: resolve }));
});
