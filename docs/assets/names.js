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

  // A label takes no focus: a button in its place does.
  const drawer = document.getElementById("__drawer");
  each("label.md-header__button[for=__drawer]", (label) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = label.className;
    button.ariaLabel = "Menu";
    button.append(...label.childNodes);
    label.replaceWith(button);

    const tell = () => button.setAttribute("aria-expanded", drawer.checked);
    drawer.addEventListener("change", tell);
    tell();
    button.addEventListener("click", (event) => {
      drawer.click();
      const first = document.querySelector(".md-sidebar--primary li a");
      if (drawer.checked && event.detail == 0) first.focus(); // by a key
    });
    addEventListener("keydown", (event) => {
      if (event.key != "Escape" || !drawer.checked) return;
      drawer.click();
      button.focus();
    });
  });

  const reach = () => each(".md-typeset__scrollwrap", (box) => {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0; // to scroll it by key
    else box.removeAttribute("tabindex");
  });
  addEventListener("load", () => { // Material has made its boxes and buttons
    each("nav.md-code__nav", (menu) => { // a button to copy is no navigation
      const box = document.createElement("div");
      box.className = menu.className;
      box.append(...menu.childNodes);
      menu.replaceWith(box);
    });
    reach();
    addEventListener("resize", reach);
  });
})();
