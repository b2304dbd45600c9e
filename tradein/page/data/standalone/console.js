// The command line of the page that has the program in it: any command, with its text.
import { ask } from "./ask.js";

const elementOf = (name, words, attributes = {}) => {
  const element = document.createElement(name);
  element.textContent = words;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

const details = elementOf("details", "", { class: "console" });
const form = elementOf("form", "");
const label = elementOf("label", "tradein ");
const input = elementOf("input", "", { value: `simulate ${document.getElementById("name").textContent}`, spellcheck: "false", autocapitalize: "off", autocomplete: "off" });
const output = elementOf("pre", "", { tabindex: "0", role: "status", "aria-label": "What the command prints" });
label.append(input);
form.append(label, elementOf("button", "Run"));
details.append(elementOf("summary", "Run a command on the text as it is now"), form, output);
document.getElementById("writing").append(details);

// Gives how many characters fit into a line of the output, as a terminal does.
function columns() {
  const ruler = elementOf("span", "0".repeat(100));
  output.replaceChildren(ruler);
  const { paddingLeft, paddingRight } = getComputedStyle(output);
  const room = output.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  const fitting = Math.floor((100 * room) / ruler.getBoundingClientRect().width);
  output.replaceChildren();
  return Math.max(40, Math.min(fitting, 100));
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    output.dataset.columns = columns();
    const question = { arguments: input.value, columns: Number(output.dataset.columns) };
    const { code, out, err } = await ask("/run", question);
    output.textContent = `${out}${err}${code ? `(exit code ${code})\n` : ""}`;
  } catch (failed) {
    output.textContent = failed.message;
  }
});
