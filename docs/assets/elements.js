/* What our scripts make pages of: elements with text, never strings of HTML. */
export const make = (tag, properties = {}, ...inside) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...inside);
  return made;
};

export const count = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;

/** Give the reader a file, where the browser keeps downloads. */
export function download(name, text, type) {
  const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // it has begun by then
}
