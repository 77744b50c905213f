/* Names and keys for what Material gives to the mouse alone, or leaves without a name. */
(() => {
  const each = (selector, change) => document.querySelectorAll(selector).forEach(change);

  each(".md-search", (search) => search.setAttribute("aria-label", "Search"));
  each("nav.md-nav[aria-labelledby]", (menu) => {
    const title = menu.querySelector(":scope > .md-nav__title").textContent.trim();
    menu.removeAttribute("aria-labelledby");
    menu.removeAttribute("aria-expanded"); // belongs to a button, not to what it shows
    menu.setAttribute("aria-label", title);
  });

  // Material makes a tooltip of each title while the page loads, of 600 on the map of skills: a
  // telephone stood still for it. What a term means keeps it, for the keyboard too; all else is
  // said as a description, and gets its title back where the mouse comes.
  each(".md-content [title]:not(.term)", (element) => {
    if (!element.textContent.trim()) return; // its title is its name
    element.ariaDescription = element.dataset.title = element.title;
    element.removeAttribute("title");
  });
  addEventListener("pointerover", ({ target }) => {
    const element = target.closest("[data-title]");
    if (element) element.title = element.dataset.title;
  });

  // What Material says there, such as "Copied to clipboard", is read out.
  each(".md-dialog", (dialog) => dialog.setAttribute("role", "status"));

  // A label takes no focus: a button in its place does, and leads into what it opens.
  const opener = (name, words, inside) => each(`label.md-header__button[for=${name}]`, (label) => {
    const toggle = document.getElementById(name);
    const button = document.createElement("button");
    button.type = "button";
    button.className = label.className;
    button.dataset.opens = name;
    button.ariaLabel = words;
    button.append(...label.childNodes);
    label.replaceWith(button);

    const tell = () => button.setAttribute("aria-expanded", toggle.checked);
    toggle.addEventListener("change", tell);
    tell();
    button.addEventListener("click", (event) => {
      toggle.click();
      if (toggle.checked && event.detail == 0) document.querySelector(inside).focus(); // by a key
    });
    addEventListener("keydown", (event) => {
      if (event.key != "Escape" || !toggle.checked || !button.checkVisibility()) return;
      toggle.click();
      button.focus();
    }, true); // before Material, which closes the search and leaves the focus nowhere
  });
  opener("__drawer", "Menu", ".md-sidebar--primary li a");
  opener("__search", "Search", ".md-search__input");

  // Material's keys for the search focus its field, which a narrow window hides.
  addEventListener("keydown", (event) => {
    const button = document.querySelector("[data-opens=__search]");
    const { activeElement: focused } = document;
    const types = focused.isContentEditable || focused.matches("input:not([type=radio]), select, textarea");
    if (!["/", "f", "s"].includes(event.key) || event.metaKey || event.ctrlKey || types) return;
    if (button?.ariaExpanded != "false" || !button.checkVisibility()) return;
    event.preventDefault();
    event.stopPropagation();
    button.click();
  }, true);

  const boxes = ".md-typeset__scrollwrap, math[display=block], pre > code";
  const reach = () => { // all are measured before one is changed, else each is laid out anew
    const found = [...document.querySelectorAll(boxes)];
    const wide = found.filter((box) => box.scrollWidth > box.clientWidth);
    for (const box of found) {
      if (wide.includes(box)) box.tabIndex = 0; // to scroll it by key
      else box.removeAttribute("tabindex");
    }
  };
  addEventListener("load", () => { // Material has made its boxes
    reach();
    addEventListener("resize", reach);
    addEventListener("toggle", reach, true); // of a fold, which had no width before
  });
})();
