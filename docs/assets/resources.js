// Filters the table of resources by what its rows say; the choice is kept in the address.
(() => {
  "use strict";

  const values = (row, facet) => (row.dataset[facet] || "").split(" ").filter(Boolean);

  function build(table) {
    const rows = [...table.tBodies[0].rows];
    const form = table.previousElementSibling;
    const selects = [...form.querySelectorAll("select")];
    const reset = form.querySelector("button");
    const count = form.querySelector(".resource-count");

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
    reveal();
  }

  for (const table of document.querySelectorAll("table.resources")) build(table);
})();
