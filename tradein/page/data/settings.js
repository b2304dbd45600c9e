// Knows the settings: which belong where, what they mean, and what can be written.
import { hoverTooltip, insertCompletionText, startCompletion } from "./codemirror.js";
import { placeAt, siblings } from "./paths.js";

// Makes a tree of the flat list of settings that the program sends.
export function tree(fields) {
  const root = { inner: new Map() };
  for (const [path, entry] of Object.entries(fields)) {
    let node = root;
    for (const step of path.split(/\.|(?=\[\])/)) {
      if (!node.inner.has(step)) node.inner.set(step, { inner: new Map() });
      node = node.inner.get(step);
    }
    node.entry = entry;
  }
  return root;
}

function below(root, steps) {
  return steps.reduce((node, step) => node?.inner.get(step) ?? node?.inner.get("*"), root);
}

function lines(doc) {
  return (index) => doc.line(index + 1).text;
}

// The setting at a position of the document: its path and what is known of it; or null.
export function settingAt(root, doc, position) {
  const line = doc.lineAt(position);
  let offset = position - line.from;
  offset += line.text.slice(offset).match(/^[^:{}[\],#]*/)[0].length;
  const place = placeAt(lines(doc), line.number - 1, offset);
  if (!place) return null;
  const steps = place.key === null && place.steps.at(-1) === "[]" && !below(root, place.steps)
    ? place.steps.slice(0, -1)
    : [...place.steps, place.key ?? place.typed.trim()];
  const node = below(root, steps);
  return node?.entry ? { path: steps.join(".").replaceAll(".[]", "[]"), name: steps.at(-1), entry: node.entry } : null;
}

// Makes nodes of a sentence; what stands between backticks is code.
export function phrases(sentence) {
  return sentence.split("`").map((part, index) => {
    if (index % 2 === 0) return document.createTextNode(part);
    const code = document.createElement("code");
    code.textContent = part;
    return code;
  });
}

function helpOf(entry, title) {
  const box = document.createElement("div");
  box.className = "setting";
  const add = (words, kind) => {
    const line = document.createElement("p");
    line.className = kind;
    line.append(...phrases(words));
    box.append(line);
  };
  if (title) add(title, "path");
  add(entry.help, "meaning");
  add(`Written: ${entry.like}`, "like");
  return box;
}

export function hover(root) {
  return hoverTooltip((view, position) => {
    const setting = settingAt(root, view.state.doc, position);
    if (!setting) return null;
    return { pos: position, create: () => ({ dom: helpOf(setting.entry, setting.path) }) };
  });
}

function pick(name, after, more) {
  return (view, completion, from, to) => {
    const written = view.state.sliceDoc(to, to + 1) === ":" ? "" : after;
    view.dispatch(insertCompletionText(view.state, name + written, from, to));
    if (more && written) startCompletion(view);
  };
}

function keyOption([name, node], column) {
  const lead = " ".repeat((column ?? 0) + 2);
  const isList = node.inner.has("[]");
  const isGroup = node.inner.size > 0;
  const onLines = isList ? `:\n${lead}- ` : `:\n${lead}`;
  const after = isGroup && column !== null ? onLines : ": ";
  return {
    label: name,
    type: "property",
    info: () => helpOf(node.entry),
    apply: pick(name, after, node.entry.values.length > 0),
  };
}

function keyOptions(node, context, line, place) {
  const doc = context.state.doc;
  const taken = place.column === null ? [] : siblings(lines(doc), doc.lines, line.number - 1, place.column);
  return [...node.inner]
    .filter(([name, inner]) => inner.entry && !taken.includes(name))
    .map((pair) => keyOption(pair, place.column));
}

function valueOptions(entry) {
  return entry.values.map((label, index) => ({ label, boost: -index, type: "constant", info: () => helpOf(entry) }));
}

// Gives what can be written at the cursor: the settings of the mapping, or the choices of a setting.
export function completion(root) {
  return (context) => {
    const line = context.state.doc.lineAt(context.pos);
    const place = placeAt(lines(context.state.doc), line.number - 1, context.pos - line.from);
    if (!place) return null;
    const inList = place.steps.at(-1) === "[]" && !below(root, place.steps);
    const steps = inList ? place.steps.slice(0, -1) : place.steps;
    const node = below(root, place.key === null ? steps : [...steps, place.key]);
    if (!node) return null;
    const isValue = place.key !== null || inList;
    if (!isValue && !place.typed && !context.explicit) return null;
    const typed = place.typed.replace(/^.*\[\s*|^.*,\s*/, "");
    const options = isValue ? valueOptions(node.entry) : keyOptions(node, context, line, place);
    if (!options.length) return null;
    return { from: context.pos - typed.length, options, validFor: /^[\w./ -]*$/ };
  };
}
