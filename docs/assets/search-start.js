/* Stands in for the worker of Material's search until somebody opens the search.

   Material would start its worker on each page and fetch the whole index for it. It asks for
   the worker by the name that stands in its configuration, and gets this desk instead, which
   passes queries on to search/open.js; that is loaded, and with it the index, when the search
   gets the focus. Where the index comes from stands here and nowhere else. */
(() => {
  const input = document.querySelector(".md-search__input");
  if (!input) return;
  const READY = 1, QUERY = 2, RESULT = 3; // what Material's messages are
  const assets = new URL(".", document.currentScript.src);
  // A page from a file can't fetch: search_index.js, which Material's offline plugin writes, holds `__index`.
  const isFile = location.protocol === "file:";
  const index = new URL(`../search/search_index.js${isFile ? "" : "on"}`, assets);
  const theirs = JSON.parse(document.getElementById("__config").textContent).search;
  const loading = new Map();

  const load = (url) => {
    if (!loading.has(url.href)) {
      loading.set(url.href, new Promise((done, fail) => {
        const script = document.createElement("script");
        script.src = url;
        script.onload = done;
        script.onerror = () => { loading.delete(url.href); fail(new Error(`${url} can't be loaded`)); };
        document.head.append(script);
      }));
    }
    return loading.get(url.href);
  };
  const asset = (name) => load(new URL(name, assets));
  let asked = 0;

  class Desk extends EventTarget {
    constructor() {
      super();
      setTimeout(() => this.tell(READY)); // once Material listens
    }
    tell(type, data) { this.dispatchEvent(new MessageEvent("message", { data: { type, data } })); }
    async postMessage({ type, data }) {
      if (type !== QUERY) return;
      const turn = ++asked;
      const answer = data.trim() ? await search.ask(data) : { items: [] };
      if (turn !== asked) return; // nobody waits for what was typed before
      search.tell?.(answer);
      this.tell(RESULT, answer);
    }
    terminate() {}
  }

  const Native = window.Worker;
  const search = {
    asset, assets, index, isFile, load, Worker: Native,
    ask: (query) => search.open().then(() => search.answer(query)),
    open: () => asset("search/open.js"),
  };
  window.tfprepSearch = search;
  window.Worker = class {
    constructor(url, options) { return String(url) === theirs ? new Desk() : new Native(url, options); }
  };

  input.addEventListener("focus", search.open);
  document.getElementById("__search").addEventListener("change", search.open); // by its button
  if (new URLSearchParams(location.search).get("h")) {
    asset("search/words.js").then(() => asset("search/marks.js"));
  }
})();
