/* A button to copy each block of code. With Material's own, a long page stood still on a telephone:
   it puts in one button after the other and measures the page after each. */
(() => {
  for (const code of document.querySelectorAll(".md-content pre:not(.mermaid) > code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "md-code__button";
    button.ariaLabel = button.dataset.title = "Copy to clipboard";
    button.dataset.mdType = "copy";
    const box = document.createElement("div");
    box.className = "md-code__nav";
    box.append(button);
    code.after(box); // what stands behind an insertion gets its style anew
  }
  addEventListener("click", ({ target }) => { // before Material copies what the target names
    const block = target.closest(".md-code__button")?.closest("pre");
    if (!block) return;
    block.id ||= `code-${[...document.querySelectorAll("pre")].indexOf(block)}`;
    target.dataset.clipboardTarget = `#${CSS.escape(block.id)} > code`;
  }, true);
})();
