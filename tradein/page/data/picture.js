// Draws the picture again while somebody looks at it: focus, slider, scrolling and what is unfolded stay.
import { sliders } from "./slider.js";

const FOCUSABLE = "summary, a[href], input, [tabindex]";

// Names each element by its words and how many have the same before it.
function named(elements) {
  const times = new Map();
  return new Map([...elements].map((element) => {
    const words = element.id || element.ariaLabel || `${element.tagName} ${element.textContent.slice(0, 80)}`;
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

// Puts a new drawing over the same of an older text; the cursor stays where the months are as many.
function redrawn(old, fresh) {
  if (old.dataset.last === fresh.dataset.last) fresh.append(...old.querySelectorAll("line.cursor"));
  old.replaceWith(fresh);
}

// Puts what is above the first section, and the drawing in it, over those of an older text.
function joined(section, fresh) {
  const figure = fresh.querySelector("figure");
  figure.remove();
  const drawing = figure.firstElementChild;
  redrawn(section.querySelector(`svg.${drawing.classList[1]}`), drawing);
  const article = section.parentNode;
  while (article.firstElementChild !== section) article.firstElementChild.remove();
  article.prepend(...fresh.childNodes);
}

function drawWhole(box, fresh) {
  const before = remembered(box);
  box.replaceChildren(fresh);
  sliders(box);
  restore(box, before);
}

export function draw(box, html, isWhole) {
  const fresh = parsed(html);
  const section = box.querySelector("article > section");
  if (isWhole) drawWhole(box, fresh);
  else if (section) joined(section, fresh.querySelector("article"));
  else box.replaceChildren(fresh);
  box.classList.toggle("behind", !isWhole);
}

// Tells which drawing of each chart is seen: the wide one, or the one for phones.
export function sizeOf(box) {
  const wide = box.querySelector("svg.wide");
  return wide && getComputedStyle(wide).display === "none" ? "narrow" : "wide";
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
