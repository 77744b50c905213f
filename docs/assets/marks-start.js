/* Loads marks.js where there is something to mark, or to keep: nothing else costs a reader much. */
(() => {
  const script = new URL("marks.js", document.currentScript.src);
  const isLesson = document.querySelector(".lesson-facts[data-lesson]");
  try {
    if (isLesson || localStorage.getItem("tfprep-progress")) import(script);
  } catch { /* storage is blocked: the page reads as before */ }
})();
