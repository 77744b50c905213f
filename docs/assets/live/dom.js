/* Small parts that live pages are made of. */

// Of the Material Design Icons (Pictogrammers, Apache License 2.0), as on the rest of the site.
const PATHS = {
  "run": "M8 5.14v14l11-7z",
  "stop": "M18 18H6V6h12z",
  "correct": "M12 2C6.5 2 2 6.5 2 12s4.5 10 10 10 10-4.5 10-10S17.5 2 12 2m-2 15-5-5 1.41-1.41L10 14.17l7.59-7.59L19 8z",
  "incorrect": "M12 2c5.53 0 10 4.47 10 10s-4.47 10-10 10S2 17.53 2 12 6.47 2 12 2m3.59 5L12 10.59 8.41 7 7 8.41 10.59 12 7 15.59 8.41 17 12 13.41 15.59 17 17 15.59 13.41 12 17 8.41z",
  "not attempted": "M12 2A10 10 0 0 0 2 12a10 10 0 0 0 10 10 10 10 0 0 0 10-10h-2a8 8 0 0 1-8 8 8 8 0 0 1-8-8 8 8 0 0 1 8-8zm6.78 1a.7.7 0 0 0-.48.2l-1.22 1.21 2.5 2.5L20.8 5.7c.26-.26.26-.7 0-.95L19.25 3.2c-.13-.13-.3-.2-.47-.2m-2.41 2.12L9 12.5V15h2.5l7.37-7.38z",
  "could not run": "M12 2 1 21h22M12 6l7.53 13H4.47M11 10v4h2v-4m-2 6v2h2v-2",
  "restart": "M13 3a9 9 0 0 0-9 9H1l3.89 3.89.07.14L9 12H6a7 7 0 0 1 7-7 7 7 0 0 1 7 7 7 7 0 0 1-7 7c-1.93 0-3.68-.79-4.94-2.06l-1.42 1.42A8.9 8.9 0 0 0 13 21a9 9 0 0 0 9-9 9 9 0 0 0-9-9",
};
const SVG = "http://www.w3.org/2000/svg";

export const make = (tag, props = {}, ...inside) => {
  const made = Object.assign(document.createElement(tag), props);
  made.append(...inside);
  return made;
};

export const icon = (name) => {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  return svg;
};

/** A button that keeps the focus when it can't be used for a while. */
export class Button {
  constructor(text, press, { sign = "", isMain = false } = {}) {
    this.words = make("span", {}, text);
    this.sign = make("span", { className: "live-sign" }, ...(sign ? [icon(sign)] : []));
    const className = `md-button live-button${isMain ? " md-button--primary" : ""}`;
    this.node = make("button", { type: "button", className }, this.sign, this.words);
    this.node.onclick = (event) => {
      if (!this.isOff && event.detail < 2) press(); // a double click is meant as one
    };
  }

  get isOff() {
    return this.node.getAttribute("aria-disabled") === "true";
  }

  set isOff(off) {
    this.node.setAttribute("aria-disabled", String(off));
  }

  label(text, sign = "") {
    this.words.textContent = text;
    this.sign.replaceChildren(...(sign ? [icon(sign)] : []));
  }
}

/** Does the newest of what it is given, a few times a second; `now` does what is left at once. */
export const painter = (pause = 150) => {
  let work = null;
  let timer = 0;
  const now = () => {
    clearTimeout(timer);
    timer = 0;
    work?.();
    work = null;
  };
  return Object.assign((newest) => {
    work = newest;
    timer ||= setTimeout(now, pause);
  }, { now });
};

export const plural = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;

/** What changes a box keeps its height until it is done, so that nothing below jumps twice. */
export const steady = async (box, work) => {
  box.style.minHeight = `${box.offsetHeight}px`;
  box.setAttribute("aria-busy", "true");
  try {
    return await work();
  } finally {
    box.style.minHeight = "";
    box.removeAttribute("aria-busy");
  }
};
