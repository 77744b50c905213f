/* Marks on a page the words that led to it: the search names them in the address (?h=). */
(() => {
  const { compounds, isWanted } = self.tfprepWords;
  const wanted = new Set(new URLSearchParams(location.search).get("h").split(" "));

  const pieces = (text) => {
    const found = compounds(text).filter((each) => isWanted(each, wanted));
    let end = 0;
    const parts = found.flatMap(({ index, word }) => {
      const mark = document.createElement("mark");
      mark.textContent = word;
      const before = text.slice(end, index);
      end = index + word.length;
      return [before, mark];
    });
    return found.length ? [...parts, text.slice(end)] : null;
  };

  const walk = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walk.nextNode()) nodes.push(walk.currentNode);
  for (const node of nodes) {
    if (!node.parentElement.offsetHeight || node.parentElement.closest("svg, script, textarea")) continue;
    const marked = pieces(node.data);
    if (marked) node.replaceWith(...marked);
  }
})();
