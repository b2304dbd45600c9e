// The figures that people play with, as plain inputs; what is entered goes into the text.

const shown = new Map();

// A label repeated below itself is for those who hear the page; columns show it once.
function labeled(control, isAgain) {
  const label = document.createElement("label");
  label.dataset.name = control.path.includes(".events[") ? "extra" : control.path.split(".").at(-1);
  const name = document.createElement("span");
  name.textContent = control.label;
  name.className = isAgain ? "again" : "";
  const input = document.createElement("input");
  input.type = "text";
  input.autocomplete = "off";
  input.spellcheck = false;
  input.size = 8;
  label.append(name, input);
  return { label, input };
}

// What is not written in the purchase is in italics, with words for it below all controls.
function markUnwritten({ input, words }, isUnwritten) {
  input.classList.toggle("unwritten", isUnwritten);
  input.setAttribute("aria-describedby", isUnwritten ? `${words.id} unwritten` : words.id);
}

function refusalBelow(input, path) {
  const words = document.createElement("p");
  words.className = "refusal";
  words.id = `refused-${path.replace(/[^\w]+/g, "-")}`;
  words.setAttribute("role", "alert");
  input.setAttribute("aria-describedby", words.id);
  return words;
}

function tellRefusal({ input, words }, problem) {
  words.textContent = problem ?? "";
  if (problem) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

async function enter(entry, set) {
  const value = entry.input.value.trim();
  if (value === entry.value) return tellRefusal(entry, null);
  const problem = await set(entry.path, value);
  if (!problem) entry.value = value;
  return tellRefusal(entry, problem);
}

function inputOf(control, isAgain, set) {
  const { label, input } = labeled(control, isAgain);
  const entry = { path: control.path, input, words: refusalBelow(input, control.path), value: "" };
  input.addEventListener("change", () => enter(entry, set));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    input.value = entry.value;
    tellRefusal(entry, null);
  });
  shown.set(control.path, entry);
  return { label, words: entry.words };
}

function groupOf(name, controls, above, set) {
  const box = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.textContent = name;
  const several = controls.map((control) => inputOf(control, above.has(control.label), set));
  controls.forEach(({ label }) => above.add(label));
  const row = document.createElement("div");
  row.className = "row";
  row.append(...several.map(({ label }) => label));
  box.append(legend, row, ...several.map(({ words }) => words));
  return box;
}

function isUnwritten(control) {
  return !control.written && control.value !== "";
}

function update(control) {
  const entry = shown.get(control.path);
  const { input } = entry;
  const isEdited = input === document.activeElement && input.value.trim() !== entry.value;
  const wasRefused = input.hasAttribute("aria-invalid") && control.value === entry.value;
  entry.value = control.value;
  if (isEdited || wasRefused) return;
  if (input.value !== control.value) input.value = control.value;
  markUnwritten(entry, isUnwritten(control));
  tellRefusal(entry, null);
}

// Shows the controls in a box; builds them again only if there are others than before.
export function showControls(box, controls, set) {
  const names = JSON.stringify(controls.map(({ path, label, group }) => [path, label, group]));
  if (box.dataset.names !== names) {
    box.dataset.names = names;
    shown.clear();
    const groups = Map.groupBy(controls, ({ group }) => group);
    const above = new Set();
    box.replaceChildren(...[...groups].map(([name, several]) => groupOf(name, several, above, set)));
  }
  controls.forEach(update);
  document.getElementById("unwritten").hidden = !controls.some(isUnwritten);
}
