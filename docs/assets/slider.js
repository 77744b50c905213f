/* Steps through the figures of one cell; without this script they stand side by side. */
import { make } from "./elements.js";

function build(slider) {
  const figures = [...slider.querySelectorAll("figure")];
  const range = make("input", { type: "range", min: 0, max: figures.length - 1, value: 0 });
  const said = make("output");
  const show = () => {
    figures.forEach((figure, place) => { figure.hidden = place !== range.valueAsNumber; });
    const { state } = figures[range.valueAsNumber].dataset;
    said.textContent = state;
    range.setAttribute("aria-valuetext", state);
  };
  range.addEventListener("input", show);
  slider.prepend(make("label", {}, slider.getAttribute("aria-label"), range, said));
  show();
}

document.querySelectorAll(".slider").forEach(build);
