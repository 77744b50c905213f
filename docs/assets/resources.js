// Filters the table of resources by what its rows say; the choice is kept in the address.
(() => {
  "use strict";

  // Values in the order in which a list offers them; others follow.
  const FACETS = {
    topic: ["Topic", "developer basics images text sequences maths"],
    level: ["Level", "beginner intermediate advanced"],
    kind: ["Kind", "course book notebooks practice cheat-sheet video data tool handbook"],
    cost: ["Cost", "free paid not-verified"],
    status: ["Status", "alive archived closed unverified"],
  };
  const WORDS = { maths: "math and Python", unverified: "not verified" };

  const values = (row, facet) => (row.dataset[facet] || "").split(" ").filter(Boolean);

  function make(name, properties, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  function options(rows, facet) {
    const order = FACETS[facet][1].split(" ");
    const place = (value) => (order.indexOf(value) + 1 || 99);
    return [...new Set(rows.flatMap((row) => values(row, facet)))]
      .sort((a, b) => place(a) - place(b));
  }

  function list(rows, facet) {
    const select = make("select", { name: facet, id: `filter-${facet}` }, new Option("all", ""));
    for (const value of options(rows, facet)) {
      select.append(new Option(WORDS[value] || value.replaceAll("-", " "), value));
    }
    return select;
  }

  function build(table) {
    const rows = [...table.tBodies[0].rows];
    const selects = Object.keys(FACETS).map((facet) => list(rows, facet));
    const reset = make("button", { type: "button", className: "md-button" }, "Show all");
    const count = make("p", { className: "resource-count" });
    count.setAttribute("role", "status");
    const form = make("form", { className: "resource-filter", autocomplete: "off" });
    form.setAttribute("aria-label", "Filter the resources");
    for (const select of selects) {
      const label = make("label", { htmlFor: select.id }, FACETS[select.name][0]);
      form.append(make("div", {}, label, select));
    }
    form.append(reset, count);

    function show() {
      const chosen = selects.filter((select) => select.value);
      for (const row of rows) {
        row.hidden = !chosen.every((s) => values(row, s.name).includes(s.value));
      }
      const shown = rows.filter((row) => !row.hidden).length;
      count.textContent = `${shown} of ${rows.length} shown.`
        + (shown ? "" : " Nothing fits all of this: set one list back to “all”.");
    }

    function keep() {
      const query = new URLSearchParams(location.search);
      for (const { name, value } of selects) {
        if (value) query.set(name, value); else query.delete(name);
      }
      const search = String(query) && `?${query}`;
      // A choice ends the visit of a single row: its anchor would show all again.
      history.replaceState(history.state, "", location.pathname + search);
    }

    function preset() {
      const query = new URLSearchParams(location.search);
      for (const select of selects) {
        const wanted = query.get(select.name);
        const known = [...select.options].some((option) => option.value === wanted);
        select.value = known ? wanted : "";
      }
    }

    function clear() {
      for (const select of selects) select.value = "";
    }

    // A link to a row must never lead to a hidden one.
    function reveal() {
      const row = rows.find((each) => each.id && `#${each.id}` === location.hash);
      if (!row || !row.hidden) return;
      clear();
      show();
      row.scrollIntoView();
    }

    form.addEventListener("change", () => { show(); keep(); });
    form.addEventListener("submit", (event) => event.preventDefault());
    reset.addEventListener("click", () => { clear(); show(); keep(); });
    addEventListener("hashchange", reveal);

    preset();
    show();
    table.before(form);
    reveal();
  }

  for (const table of document.querySelectorAll("table.resources")) build(table);
})();
