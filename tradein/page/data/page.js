// The page: opens the scenario, draws it again as one types, and says how it stands.
import { EditorState, EditorView } from "./codemirror.js";
import { ask, hasToken } from "./ask.js";
import { showControls } from "./controls.js";
import { change, extensions, goTo, replaceAll, showProblems, watchHeight } from "./editor.js";
import { compared, listenToDialog, openedFiles, save, saveAs } from "./files.js";
import { draw, headline, parsed, released, sizeOf } from "./picture.js";
import { phrases, settingAt, tree } from "./settings.js";

const SETTLED = 150; // milliseconds after the last key

const byId = (id) => document.getElementById(id);
const page = { files: [], file: null, view: null, settings: null, problems: [], next: null, timer: 0, busy: false, saving: false };

const text = () => page.view.state.doc.toString();
const isChanged = (file) => (file === page.file ? text() : file.state.doc.toString()) !== file.saved;

function say(words) {
  const status = byId("status");
  if (status.textContent !== words) status.textContent = words;
}

function counted(number, what) {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

function standing() {
  const errors = page.problems.filter(({ kind }) => kind === "error").length;
  const others = page.problems.length - errors;
  const kept = byId("drawn").firstElementChild ? "; the picture shows the last text without one" : "";
  const first = errors
    ? `${counted(errors, "problem")}${kept}.`
    : `No problems${others ? `; ${counted(others, "warning")}` : ""}.`;
  return `${first} ${isChanged(page.file) ? "Not saved." : "Saved."}`;
}

function showStanding() {
  const changed = isChanged(page.file);
  byId("save").disabled = !changed;
  document.title = `${changed ? "• " : ""}${page.file.name} – tradein`;
  say(standing());
}

function problemItem(problem) {
  const item = document.createElement("li");
  item.className = problem.kind;
  const words = `${problem.path ? `${problem.path}: ` : ""}${problem.message}`;
  if (!problem.line) {
    item.textContent = words;
    return item;
  }
  const link = document.createElement("button");
  link.type = "button";
  link.textContent = `Line ${problem.line}`;
  link.addEventListener("click", () => goTo(page.view, problem.line, problem.column));
  item.append(link, ` ${problem.kind === "error" ? "" : `${problem.kind}: `}${words}`);
  return item;
}

function listProblems(problems) {
  page.problems = problems;
  showProblems(page.view, problems);
  const list = byId("problems");
  list.hidden = !problems.length;
  list.replaceChildren(...problems.map(problemItem));
}

function showHelp() {
  const { state } = page.view;
  const setting = settingAt(page.settings, state.doc, state.selection.main.head);
  const name = document.createElement("strong");
  name.textContent = setting?.name ?? "";
  const words = setting ? [name, " ", ...phrases(`${setting.entry.help} Written: ${setting.entry.like}.`)] : [];
  byId("help").replaceChildren(...words);
}

// Writes one setting into the text; gives words if it is refused.
async function set(path, value) {
  try {
    const before = text();
    const answer = await ask("/set", { text: before, path, value });
    if (answer.problem) return answer.problem;
    if (text() !== before) return set(path, value);
    change(page.view, { from: answer.from, to: answer.to, insert: answer.insert });
    return null;
  } catch (failed) {
    return failed.message;
  }
}

function showPicture(html, isWhole) {
  const isOld = html === null;
  const box = byId("drawn");
  if (!isOld) {
    draw(box, html, isWhole);
    byId("now").textContent = headline(box);
  }
  byId("now").hidden = isOld;
  const hasOld = isOld && box.firstElementChild !== null;
  byId("old").hidden = !isOld;
  byId("old").textContent = hasOld ? "Drawn from the last text without a mistake" : "Nothing is drawn of a text with a mistake";
  byId("picture").classList.toggle("old", hasOld);
}

async function showCompared() {
  if (byId("compare").getAttribute("aria-pressed") !== "true") return;
  const answer = await compared(page.file, text());
  const words = document.createElement("p");
  words.textContent = answer.problem ?? "";
  byId("compared").replaceChildren(answer.problem ? words : parsed(answer.html));
}

function showAnswer(answer, isWhole) {
  listProblems(answer.problems);
  if (answer.controls) { // none are known while the YAML itself has a mistake
    byId("try").hidden = !answer.controls.length;
    showControls(byId("controls"), answer.controls, set);
  }
  showPicture(answer.html, isWhole);
  showStanding();
}

async function drawOnce(part) {
  const [file, written] = [page.file, text()];
  const answer = await ask("/draw", { file: file.number, text: written, part });
  await released(byId("drawn"));
  if (file !== page.file) return;
  if (written === text()) {
    showAnswer(answer, part === "whole");
    if (part === "whole") await showCompared();
  } else if (answer.html !== null) {
    showPicture(answer.html, part === "whole");
  }
}

// Asks for a picture; one question is on its way at a time, and the newest waits.
async function want(part) {
  page.next = part;
  if (page.busy) return;
  page.busy = true;
  while (page.next) {
    part = page.next;
    page.next = null;
    try {
      await drawOnce(part);
    } catch (failed) {
      say(failed.message);
    }
  }
  page.busy = false;
}

function typed() {
  byId("save").disabled = !isChanged(page.file);
  clearTimeout(page.timer);
  page.timer = setTimeout(() => want("whole"), SETTLED);
  want(sizeOf(byId("drawn")));
}

async function saveNow() {
  if (page.saving || !isChanged(page.file)) return;
  page.saving = true;
  try {
    const { done, text: taken } = await save(page.file, text());
    if (done === "taken") replaceAll(page.view, taken);
    if (document.activeElement === byId("save")) page.view.focus();
    showStanding();
  } catch (failed) {
    say(failed.message);
  } finally {
    page.saving = false;
  }
}

function toggleCompared() {
  const button = byId("compare");
  const pressed = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(pressed));
  byId("compared").hidden = !pressed;
  showCompared().catch((failed) => say(failed.message));
  if (pressed) byId("picture").scrollIntoView({ block: "start" });
}

// Finds the first setting, below the comments at the head.
function firstSetting(text) {
  return Math.max(text.search(/^[^#\s]/m), 0);
}

function stateOf(file, parts) {
  const cursor = firstSetting(file.saved);
  return EditorState.create({ doc: file.saved, selection: { anchor: cursor }, extensions: parts });
}

function choose(number) {
  const isFirst = !page.files[number].wasShown;
  if (page.file) page.file.state = page.view.state;
  page.file = page.files[number];
  page.view.setState(page.file.state);
  const cursor = page.file.state.selection.main.head;
  page.view.dispatch({ effects: EditorView.scrollIntoView(cursor, { y: isFirst ? "start" : "center" }) });
  page.file.wasShown = true;
  byId("name").textContent = page.file.name;
  byId("drawn").replaceChildren();
  byId("compared").replaceChildren();
  showHelp();
  want("whole");
}

function listFiles() {
  const several = page.files.length > 1;
  byId("choice").hidden = !several;
  byId("name").hidden = several;
  byId("file").replaceChildren(...page.files.map(({ name, number }) => new Option(name, number)));
  byId("file").addEventListener("change", (event) => choose(Number(event.target.value)));
}

function listen() {
  listenToDialog();
  byId("save").addEventListener("click", saveNow);
  byId("save-as").addEventListener("click", () => saveAs(page.file, text()));
  byId("compare").addEventListener("click", toggleCompared);
  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    saveNow();
  });
  addEventListener("beforeunload", (event) => {
    if (page.files.some(isChanged)) event.preventDefault();
  });
  byId("picture").addEventListener("click", (event) => { // the address keeps its token
    const link = event.target.closest('a[href^="#"]');
    if (!link) return;
    event.preventDefault();
    document.getElementById(link.hash.slice(1))?.scrollIntoView();
  });
}

// Names the key of this machine that goes with letters.
function nameKeys() {
  if (!/Mac|iPhone|iPad/.test(navigator.platform)) return;
  for (const key of document.querySelectorAll("kbd.mod")) key.textContent = "⌘";
}

async function start() {
  nameKeys();
  if (!hasToken) throw new Error("Open the whole address that the command printed; the part after # is missing.");
  const answer = await ask("/open", {});
  if (answer.problem) throw new Error(answer.problem);
  const { nonce } = Object.fromEntries([...document.querySelectorAll("meta[name]")].map((meta) => [meta.name, meta.content]));
  page.settings = tree(answer.fields);
  const parts = extensions(nonce, page.settings, { text: typed, cursor: showHelp });
  page.files = openedFiles(answer.files);
  for (const file of page.files) file.state = stateOf(file, parts);
  page.view = new EditorView({ parent: byId("editor"), state: page.files[0].state });
  watchHeight(page.view);
  listFiles();
  listen();
  choose(0);
}

start().catch((failed) => say(failed.message));
