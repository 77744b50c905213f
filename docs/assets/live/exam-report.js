/* The end of an exam: what it came to, its report, and the next one. */
import { Button, make } from "./dom.js";
import { Plot } from "./exam-plot.js";
import { StartForm } from "./exam-start.js";

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

export class Report {
  constructor(page) {
    this.page = page;
    this.heading = make("h2", { tabIndex: -1 }, "Your report");
    this.sum = make("p");
    this.where = make("p", { className: "live-help" });
    this.frame = make("iframe", { className: "exam-report", title: "The report", hidden: true });
    // Its styles count, its scripts don't; its links open beside this page.
    this.frame.sandbox = "allow-same-origin allow-popups allow-popups-to-escape-sandbox";
    this.frame.onload = () => this.#fit();
    addEventListener("resize", () => this.#fit());
    this.again = new Button("Write the report again", () => page.ask("finish", { sure: true }));
    this.plot = new Plot();
    this.next = new StartForm(page);
    this.next.heading.textContent = "Another exam";
    this.node = make("div", {}, this.heading, this.sum, this.where,
      make("div", { className: "live-row" }, this.again.node), this.frame, this.plot.node, this.next.node);
  }

  update(sight) {
    const { exam, report, job } = sight;
    this.sum.textContent = `${exam.points} of ${exam.of} points in ${exam.used}${exam.passing ? `; ${exam.passing} pass` : ""}.`;
    this.where.replaceChildren(...(report ? ["The report is ", make("code", {}, report), "; result.html beside it is to pass on, with the folder."]
      : [job ? "It is being written …" : "It isn't there any more, or could not be written."]));
    this.again.node.hidden = Boolean(report || job);
    this.plot.update(exam);
    this.next.update(sight);
    if (report && !job && !this.isShown) this.#read();
  }

  async #read() {
    this.isShown = true;
    const html = await this.page.report();
    if (html === null) this.isShown = false;
    else this.#show(html);
  }

  #show(html) {
    const read = new DOMParser().parseFromString(html, "text/html");
    for (const link of read.querySelectorAll("a[href]")) {
      Object.assign(link, { target: "_blank", rel: "noopener noreferrer" });
    }
    read.head.prepend(Object.assign(read.createElement("meta"), { httpEquiv: "Content-Security-Policy", content: POLICY }));
    this.frame.hidden = false;
    this.frame.srcdoc = `<!doctype html>${read.documentElement.outerHTML}`;
  }

  /** As high as what it shows. */
  #fit() {
    const root = this.frame.contentDocument?.documentElement;
    if (root?.offsetHeight) this.frame.style.height = `${root.offsetHeight + 2}px`;
  }
}
