/* What cells leave behind, in nbformat's shape, as nodes that look as on the static page. */
import { make } from "./dom.js";
import { harmless } from "./harmless.js";

export const INK = "#7d7d7d"; // in which lessons draw; tfprep/execution/inside_kernel.py sets it
const INK_ON_LIGHT = "#595959";
const INK_ON_DARK = "#b4b7c0";
const PICTURES = ["image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp"];

/** Put outputs into a box in place of what is there; figures get the texts `alts`. */
export const fill = (box, outputs, alts = []) => {
  const left = [...alts];
  box.replaceChildren(...outputs.flatMap((output) => nodesOf(output, left)));
};

const nodesOf = (output, alts) => {
  if (output.output_type === "stream") return [text(output.text, output.name === "stderr")];
  if (output.output_type === "error") return [text(output.traceback ?? [], true, "\n")];
  const data = output.data ?? {};
  const kind = PICTURES.find((type) => type in data);
  if (kind) return [picture(kind, joined(data[kind]), output.metadata?.[kind], alts)];
  const html = joined(data["text/html"] ?? "");
  // Rich's colored tables (Keras' summaries) say the same as text.
  if (html && !("text/plain" in data && html.startsWith("<pre"))) return harmless(html);
  const plain = ["text/markdown", "text/latex", "text/plain"].find((type) => type in data);
  return plain ? [text(data[plain])] : [];
};

const joined = (lines, between = "") => Array.isArray(lines) ? lines.join(between) : String(lines);

const COLORS = /\u001b\[[0-9;]*[A-Za-z]/g;

export const text = (lines, isWarning = false, between = "") => make("pre", {
  tabIndex: 0,
  className: isWarning ? "output-warning" : "",
  textContent: joined(lines, between).replace(COLORS, "").trimEnd(),
});

const ROOT = new URL("../../", import.meta.url);

/** Where the page on common errors tells of this one, `help` being its address below the root. */
export const advice = (help) => make("p", { className: "live-advice" },
  make("a", { href: new URL(help, ROOT).href }, "Common errors"),
  " tells where this comes from and what fixes it.");

const picture = (kind, data, asked, alts) => {
  const isSvg = kind === "image/svg+xml";
  const body = isSvg ? `,${encodeURIComponent(inked(data))}` : `;base64,${data}`;
  const alt = alts.shift() ?? "A figure that your code has drawn";
  const image = make("img", { src: `data:${kind}${body}`, alt });
  for (const side of ["width", "height"]) if (asked?.[side]) image[side] = asked[side];
  return image;
};

// The picture follows the page's scheme, for an image has the color-scheme of its page.
const inked = (svg) => {
  const rule = `:root{--ink:${INK_ON_LIGHT}}`
    + `@media (prefers-color-scheme:dark){:root{--ink:${INK_ON_DARK}}}`;
  const start = svg.indexOf(">", svg.indexOf("<svg")) + 1;
  return `${svg.slice(0, start)}<style type="text/css">${rule}</style>`
    + svg.slice(start).replaceAll(INK, "var(--ink)");
};
