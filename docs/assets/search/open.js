/* The search is open: gets the engine with its index, and shows below the number of results
   what may have been meant, and what went wrong. */
(() => {
  const search = window.tfprepSearch;
  const input = document.querySelector(".md-search__input");
  const number = document.querySelector(".md-search-result__meta");
  const FAILED = "The search index can't be loaded. Check your connection, and type once more.";

  const inWorker = () => new Promise((done, fail) => {
    const worker = new search.Worker(new URL("search/worker.js", search.assets));
    const waiting = new Map();
    let turns = 0;
    worker.onmessage = ({ data: { turn, answer, problem } }) => {
      if (problem) return fail(new Error(problem));
      if (!turn) return done((query) => new Promise((tell) => {
        waiting.set(++turns, tell);
        worker.postMessage({ turn: turns, query });
      }));
      waiting.get(turn)(answer);
      waiting.delete(turn);
    };
    worker.onerror = ({ message }) => fail(new Error(message));
    worker.postMessage({ index: search.index.href });
  });
  // A browser starts no worker for a page from a file.
  const inPage = async () => {
    for (const name of ["words", "engine"]) await search.asset(`search/${name}.js`);
    await search.load(search.index);
    const engine = new self.TfprepEngine(self.__index);
    return (query) => engine.answer(query);
  };

  let engine = null;
  const start = () => {
    engine ??= (search.isFile ? inPage() : inWorker()).catch((error) => {
      engine = null; // the next query tries again
      console.warn(error);
    });
    return engine;
  };

  const meant = document.createElement("div");
  meant.className = "md-search-result__meta search-meant";
  meant.setAttribute("role", "status");
  meant.hidden = true;
  number.setAttribute("role", "status");
  number.after(meant);

  const show = (query, problem) => {
    meant.hidden = !query && !problem;
    meant.textContent = problem ?? "";
    if (!query || problem) return;
    const link = document.createElement("a");
    const words = document.createElement("b");
    link.href = `?q=${encodeURIComponent(query)}`;
    words.textContent = query;
    words.dataset.mdScore = "-1"; // Material looks for the best link by it, and this is none
    link.append(words);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      event.stopPropagation(); // else Material closes the search
      input.value = query;
      input.focus();
      input.dispatchEvent(new KeyboardEvent("keyup"));
    });
    meant.append("Did you mean ", link, "?");
  };

  search.answer = async (query) => (await start())?.(query) ?? { items: [], problem: FAILED };
  search.tell = ({ meant, problem }) => show(meant, problem);
  start();
})();
