/* Loads marks.js where there is something to mark, or to keep: nothing else costs a reader much. */
(() => {
  const isLesson = document.querySelector(".lesson-facts[data-lesson]");
  try {
    if (isLesson || localStorage.getItem("tfprep-progress")) import("./marks.js");
  } catch { /* storage is blocked: the page reads as before */ }
})();
