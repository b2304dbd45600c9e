// The files: which text is saved, writing it, and what to do when somebody else wrote meanwhile.
import { ask } from "./ask.js";

const byId = (id) => document.getElementById(id);

export function openedFiles(files) {
  return files.map(({ name, text, version }, number) => ({ number, name, version, saved: text }));
}

// Asks what shall be done; gives "take", "write" or "".
function decided(name) {
  const dialog = byId("changed");
  byId("changed-name").textContent = name;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
  });
}

export function listenToDialog() {
  const dialog = byId("changed");
  for (const button of dialog.querySelectorAll("button")) {
    button.addEventListener("click", () => dialog.close(button.value));
  }
}

// Writes the text; gives "saved", "later", or the file's own text if that is to be taken.
export async function save(file, text) {
  const answer = await ask("/save", { file: file.number, text, version: file.version });
  if (answer.problem) throw new Error(answer.problem);
  if (!answer.changed) {
    Object.assign(file, { version: answer.version, saved: text });
    return { done: "saved" };
  }
  const choice = await decided(file.name);
  if (choice === "write") return save(Object.assign(file, { version: answer.changed.version }), text);
  if (choice !== "take") return { done: "later" };
  Object.assign(file, { version: answer.changed.version, saved: answer.changed.text });
  return { done: "taken", text: file.saved };
}

export function saveAs(file, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  link.download = file.name.split(/[\\/]/).at(-1);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export async function compared(file, text) {
  return ask("/compare", { file: file.number, text });
}
