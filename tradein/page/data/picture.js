// Draws the picture again while somebody looks at it: focus, slider, scrolling and what is unfolded stay.
import { sliders } from "./slider.js";

const FOCUSABLE = "summary, a[href], input, [tabindex]";

// Names each element by its words and how many have the same before it.
function named(elements) {
  const times = new Map();
  return new Map([...elements].map((element) => {
    const words = element.id || `${element.tagName} ${element.textContent.slice(0, 80)}`;
    times.set(words, (times.get(words) ?? 0) + 1);
    return [`${words} ${times.get(words)}`, element];
  }));
}

// What can be scrolled sideways and is not folded away; asking the others would lay them out.
function scrollable(box) {
  return [...box.querySelectorAll(".scroll, pre")].filter((element) => !element.closest("details:not([open])"));
}

function remembered(box) {
  const unfolded = [...named(box.querySelectorAll("summary"))].filter(([, summary]) => summary.parentNode.open);
  const focused = [...named(box.querySelectorAll(FOCUSABLE))].find(([, element]) => element === document.activeElement);
  const moved = [...box.querySelectorAll("input[type=range]")].filter((slider) => slider.value !== slider.dataset.start);
  const scrolled = scrollable(box).map((table) => table.scrollLeft);
  return {
    unfolded: unfolded.map(([name]) => name),
    focused: focused?.[0],
    months: moved.map((slider) => [slider.id, slider.value]),
    scrolled,
    top: scrollY,
  };
}

function restore(box, before) {
  const summaries = named(box.querySelectorAll("summary"));
  for (const name of before.unfolded) summaries.get(name)?.parentNode.setAttribute("open", "");
  for (const [id, value] of before.months) {
    const slider = document.getElementById(id);
    if (!slider) continue;
    slider.value = value;
    slider.dispatchEvent(new Event("input"));
  }
  scrollable(box).forEach((table, index) => {
    if (before.scrolled[index]) table.scrollLeft = before.scrolled[index];
  });
  if (before.focused) named(box.querySelectorAll(FOCUSABLE)).get(before.focused)?.focus({ preventScroll: true });
  if (scrollY !== before.top) scrollTo({ top: before.top, behavior: "instant" });
}

export function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html; // the program's own markup, in which every text is escaped
  // The slider says its month itself; a live region would speak at every key in the text.
  template.content.querySelectorAll("output").forEach((output) => output.setAttribute("aria-live", "off"));
  return template.content;
}

// Puts a new top, down to its first section, over the rest of the article that is there.
function joined(article, fresh) {
  const last = article.querySelector(":scope > section");
  while (last && article.firstElementChild !== last) article.firstElementChild.remove();
  last?.remove();
  article.querySelectorAll("line.cursor").forEach((line) => line.remove());
  article.prepend(...fresh.childNodes);
}

export function draw(box, html, isWhole) {
  const before = remembered(box);
  const fresh = parsed(html);
  const article = box.querySelector("article");
  if (isWhole || !article) box.replaceChildren(fresh);
  else joined(article, fresh.querySelector("article"));
  box.classList.toggle("behind", !isWhole);
  sliders(box);
  restore(box, before);
}

// Waits until nobody drags a slider in the box.
export function released(box) {
  if (!box.querySelector("input[type=range]:active")) return Promise.resolve();
  return new Promise((resolve) => addEventListener("pointerup", resolve, { once: true }));
}

// Says the first of the figures at the head in a few words.
export function headline(box) {
  const card = box.querySelector(".cards > div");
  if (!card) return "";
  const [what, figure] = ["dt", ".figure"].map((part) => card.querySelector(part)?.textContent ?? "");
  return what.startsWith("worth") || what.startsWith("under") ? `${figure} ${what}` : `${what}: ${figure}`;
}
