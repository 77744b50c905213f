/* What our scripts make pages of: elements with text, never strings of HTML. */
export const make = (tag, properties = {}, ...inside) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...inside);
  return made;
};

export const count = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;
