/* The editor in which an answer is written. */
import {
  EditorState, EditorView, HighlightStyle, bracketMatching, closeBrackets, closeBracketsKeymap,
  defaultKeymap, history, historyKeymap, indentOnInput, indentUnit, indentWithTab,
  isolateHistory, keymap, lineNumbers, pythonLanguage, syntaxHighlighting, tags,
} from "../vendor/codemirror/codemirror.js";

// The colors of the page's own code blocks.
const color = (name) => ({ color: `var(--md-code-hl-${name}-color)` });
const COLORS = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.self], ...color("keyword") },
  { tag: [tags.bool, tags.null], ...color("constant") },
  { tag: [tags.function(tags.variableName), tags.definition(tags.className)], ...color("function") },
  { tag: tags.number, ...color("number") },
  { tag: [tags.string, tags.special(tags.string)], ...color("string") },
  { tag: tags.comment, ...color("comment") },
  { tag: [tags.operator, tags.arithmeticOperator, tags.compareOperator], ...color("operator") },
  { tag: [tags.punctuation, tags.bracket], ...color("punctuation") },
]);

export class Editor {
  /**
   * `label` and `help` are read to who doesn't see it; `change` hears each change that the
   * learner makes, `check` is for Shift+Enter, `leave` for Escape, `enter` for the focus.
   */
  constructor({ text, label, help, change, check, leave, enter }) {
    this.isSetting = false;
    const does = (act) => () => { act(); return true; };
    this.view = new EditorView({
      doc: text,
      extensions: [
        lineNumbers(), history(), indentOnInput(), bracketMatching(), closeBrackets(),
        pythonLanguage, syntaxHighlighting(COLORS), indentUnit.of("    "), EditorState.tabSize.of(4),
        keymap.of([
          { key: "Shift-Enter", run: does(check) },
          { key: "Escape", run: does(leave) },
          ...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab,
        ]),
        EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": help, spellcheck: "false", tabindex: "0" }),
        EditorView.updateListener.of(({ docChanged }) => docChanged && !this.isSetting && change()),
        EditorView.domEventHandlers({ focus: () => { enter(); } }),
      ],
    });
    this.node = this.view.dom;
  }

  get text() {
    return this.view.state.doc.toString();
  }

  /** Put another text in its place; undo brings the one before back. */
  set text(text) {
    this.isSetting = true;
    const { length } = this.view.state.doc;
    const changes = { from: 0, to: length, insert: text };
    this.view.dispatch({ changes, annotations: isolateHistory.of("full") });
    this.isSetting = false;
  }

  get hasFocus() {
    return this.view.hasFocus;
  }

  focus() {
    this.view.focus();
  }
}
