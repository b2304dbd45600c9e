// The text of the scenario in an editor: highlighting, keys, problems in place, changes from outside.
import {
  EditorState, EditorView, HighlightStyle, autocompletion, completionKeymap, defaultKeymap, drawSelection,
  highlightActiveLine, highlightActiveLineGutter, highlightSelectionMatches, history, historyKeymap,
  indentUnit, indentWithTab, isolateHistory, keymap, lineNumbers, lintGutter, lintKeymap, search,
  searchKeymap, setDiagnostics, syntaxHighlighting, tags, yamlLanguage,
} from "./codemirror.js";
import { completion, hover } from "./settings.js";

const colors = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--v1)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: "var(--muted)" },
]);

const wavy = (color) => ({
  backgroundImage: "none",
  textDecoration: `underline wavy var(${color}) 1px`,
  textUnderlineOffset: "3px",
});
const marker = (color, words) => ({
  content: "none",
  "&::before": { content: `"${words}"`, color: `var(${color})` },
});

const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--paper)", height: "100%" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: 'ui-monospace, "DejaVu Sans Mono", monospace', lineHeight: "1.5" },
  ".cm-content": { caretColor: "var(--ink)", padding: "8px 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "var(--paper)", color: "var(--muted)", borderRight: "1px solid var(--grid)" },
  ".cm-gutter-lint": { width: "1.2em" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--soft)" },
  ".cm-activeLineGutter": { color: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--chosen)",
  },
  ".cm-selectionMatch": { backgroundColor: "var(--chosen)" },
  ".cm-searchMatch": { backgroundColor: "var(--chosen)", outline: "1px solid var(--muted)" },
  ".cm-searchMatch.cm-searchMatch-selected": { outline: "2px solid var(--ink)" },
  ".cm-lintRange-error": wavy("--under"),
  ".cm-lintRange-warning": wavy("--v2"),
  ".cm-lintRange-info": wavy("--v1"),
  ".cm-lintRange-active": { backgroundColor: "var(--soft)" },
  ".cm-lint-marker": { width: "auto", height: "auto", fontSize: "11px", textAlign: "center" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0" },
  ".cm-lint-marker-error": marker("--under", "●"),
  ".cm-lint-marker-warning": marker("--v2", "▲"),
  ".cm-lint-marker-info": marker("--v1", "■"),
  ".cm-tooltip, .cm-panels": { backgroundColor: "var(--paper)", color: "var(--ink)" },
  ".cm-tooltip": { border: "1px solid var(--muted)", boxShadow: "0 2px 8px #0003", maxWidth: "min(30rem, 90vw)" },
  ".cm-panels.cm-panels-bottom": { borderTop: "1px solid var(--grid)" },
  ".cm-panel.cm-search": { padding: "8px 30px 8px 8px" },
  ".cm-panel.cm-search [name=close]": { color: "var(--ink)", fontSize: "20px", padding: "0 6px" },
  ".cm-textfield, .cm-button": {
    backgroundColor: "var(--paper)", backgroundImage: "none", color: "var(--ink)",
    border: "1px solid var(--muted)", borderRadius: "2px", font: "inherit", fontSize: "13px",
  },
  ".cm-diagnostic": { borderLeftWidth: "4px", padding: "4px 8px" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--under)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--v2)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { margin: "0", padding: "2px 8px", maxWidth: "none" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--ink)", color: "var(--paper)",
  },
  ".cm-completionInfo": { padding: "0", width: "min(20rem, 60vw)" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
});

const spoken = EditorView.contentAttributes.of({
  "aria-label": "Text of the scenario, in YAML. Escape, then Tab leaves it.",
  "aria-describedby": "status",
  tabindex: "0",
  autocapitalize: "off",
  autocorrect: "off",
});

// The parts of the editor that do not change; `told` hears of a new text and of a moved cursor.
export function extensions(nonce, settings, told) {
  return [
    EditorView.cspNonce.of(nonce),
    lineNumbers(), lintGutter(), history(), drawSelection(), highlightActiveLine(), highlightActiveLineGutter(),
    highlightSelectionMatches(), search({ top: false }), indentUnit.of("  "), EditorState.tabSize.of(2),
    yamlLanguage, syntaxHighlighting(colors), look, spoken, EditorView.lineWrapping,
    autocompletion({ override: [completion(settings)], icons: false }), hover(settings),
    keymap.of([...completionKeymap, ...searchKeymap, ...historyKeymap, ...lintKeymap, ...defaultKeymap, indentWithTab]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) told.text();
      if (update.docChanged || update.selectionSet) told.cursor();
    }),
  ];
}

// Keeps the cursor in sight when the editor becomes lower.
export function watchHeight(view) {
  let height = 0;
  new ResizeObserver(() => {
    const before = height;
    height = view.dom.clientHeight;
    if (height < before && view.hasFocus) {
      view.dispatch({ effects: EditorView.scrollIntoView(view.state.selection.main.head, { yMargin: 20 }) });
    }
  }).observe(view.dom);
}

// Where a column of a line is, counted in characters, as an offset of the document.
function offset(doc, line, column, length = 0) {
  const row = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const letters = [...row.text];
  const start = row.from + letters.slice(0, column - 1).join("").length;
  return { from: start, to: start + letters.slice(column - 1, column - 1 + length).join("").length };
}

const SEVERITY = { error: "error", warning: "warning" };

export function showProblems(view, problems) {
  const placed = problems.filter((problem) => problem.line > 0).map((problem) => ({
    ...offset(view.state.doc, problem.line, problem.column, problem.length),
    severity: SEVERITY[problem.kind] ?? "info",
    message: problem.message,
  }));
  view.dispatch(setDiagnostics(view.state, placed));
}

export function goTo(view, line, column) {
  const { from } = offset(view.state.doc, line, column);
  view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
  view.focus();
}

// Makes one change that one step of undo takes back.
export function change(view, changes) {
  view.dispatch({ changes, userEvent: "input.set", annotations: isolateHistory.of("full") });
}

export function replaceAll(view, text) {
  change(view, { from: 0, to: view.state.doc.length, insert: text });
}
