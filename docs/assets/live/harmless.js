/* HTML that a cell has put out, copied piece by piece: what isn't allowed here is left out. */

const TAGS = new Set(("a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details "
  + "dfn div dl dt em figcaption figure hr i img ins kbd li mark ol p pre q s samp section small "
  + "span strong sub summary sup table tbody td tfoot th thead time tr u ul var").split(" "));
const HEADINGS = new Set(["h1", "h2", "h3", "h4", "h5", "h6"]); // none of the page's
const ATTRIBUTES = {
  "*": ["title", "lang", "dir"],
  a: ["href"],
  img: ["src", "alt", "width", "height"],
  ol: ["start"],
  td: ["colspan", "rowspan"],
  th: ["colspan", "rowspan", "scope"],
};
const SILENT = new Set(["head", "script", "style", "template", "iframe", "object", "textarea", "title",
  "noscript", "math", "svg", "select", "video", "audio"]);

/** Nodes that look like the HTML and can do nothing; they load nothing from elsewhere. */
export const harmless = (html) => {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  return [...body.childNodes].flatMap(copied);
};

const copied = (node) => {
  if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.data)];
  if (node.nodeType !== Node.ELEMENT_NODE || SILENT.has(node.localName)) return [];
  const inside = [...node.childNodes].flatMap(copied);
  if (HEADINGS.has(node.localName)) return [bold(inside)];
  if (!TAGS.has(node.localName)) return inside;
  const made = document.createElement(node.localName);
  for (const name of [...ATTRIBUTES["*"], ...(ATTRIBUTES[node.localName] ?? [])]) {
    const value = node.getAttribute(name);
    if (value !== null && isKept(name, value)) made.setAttribute(name, value);
  }
  made.append(...inside);
  return [made];
};

const bold = (inside) => {
  const [line, strong] = ["p", "strong"].map((tag) => document.createElement(tag));
  strong.append(...inside);
  line.append(strong);
  return line;
};

const isKept = (name, value) => {
  if (name === "src") return /^data:image\/(png|jpeg|gif|webp|svg\+xml)[;,]/i.test(value);
  if (name === "href") return /^(https?:|mailto:)/i.test(value.trim());
  return true;
};
