/* On the page for addresses that lead nowhere: searches for the words of the address. */
(() => {
  const MOST = 5;
  const search = window.tfprepSearch;
  const base = new URL(document.currentScript.dataset.site, location);
  const { pathname } = location;
  const inside = pathname.startsWith(base.pathname) ? pathname.slice(base.pathname.length) : pathname;
  const decoded = () => {
    try {
      return decodeURIComponent(inside);
    } catch {
      return ""; // a broken %-sign
    }
  };
  const words = (part) => part.replace(/(?:^index)?\.\w+$/, "").replace(/[-_+.]+/g, " ").trim();
  const parts = decoded().split("/").map(words).filter(Boolean);

  const found = document.querySelector(".missing-found");
  const list = found.querySelector("ol");
  const queries = [parts.at(-1), parts.join(" ")];

  const show = (query, items) => {
    for (const docs of items.slice(0, MOST)) {
      const page = docs.find(({ location: at }) => !at.includes("#")) ?? docs.at(-1);
      const link = document.createElement("a");
      link.href = new URL(docs[0].location, base);
      link.innerHTML = page.title; // escaped by the engine
      link.textContent = link.textContent; // without the marks around words
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
    found.querySelector("button").addEventListener("click", () => {
      const input = document.querySelector(".md-search__input");
      input.value = query;
      input.focus();
      input.dispatchEvent(new KeyboardEvent("keyup"));
    });
    found.hidden = false;
  };

  const ask = async () => {
    if (!search || !parts.length) return;
    for (const query of queries) {
      const { items, meant } = await search.ask(query);
      if (items.length) return show(meant ?? query, items);
    }
  };
  ask().finally(() => { found.dataset.searched = ""; });
})();
