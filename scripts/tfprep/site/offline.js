/* For pages that are opened as files: `modules` holds the site's modules, which a browser
   loads from no file. An import map gives them their names. */
(() => {
  self.tfprepAssets = new URL(".", document.currentScript.src).href;
  const imports = Object.fromEntries(Object.entries(modules).map(([name, source]) =>
    [`tfprep/${name}`, `data:text/javascript,${encodeURIComponent(source)}`]));
  const map = document.createElement("script");
  map.type = "importmap";
  map.textContent = JSON.stringify({ imports });
  document.head.append(map);

  // A link that a script made leads to a folder; a browser would list its files.
  addEventListener("click", ({ target }) => {
    const link = target.closest?.("a[href]");
    if (link?.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  }, true);
})();
