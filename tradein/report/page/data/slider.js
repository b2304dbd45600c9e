"use strict";
function sliders(root) {
  for (const part of root.querySelectorAll("[data-part]")) {
    const box = part.querySelector(".slider");
    const table = part.querySelector("table[id$=months]");
    if (!box || !table) continue;
    const names = [...table.tHead.rows[0].cells].map((head) => head.dataset.name);
    const rows = [...table.tBodies[0].rows].map((row) =>
      Object.fromEntries([...row.cells].map((cell, i) => [names[i], cell.textContent.trim()])));
    const slider = box.querySelector("input");
    const words = box.querySelector("output");
    const lines = [...part.querySelectorAll("svg[data-last]")].map((svg) => {
      const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
      line.setAttribute("class", "cursor");
      line.setAttribute("y1", svg.dataset.top / 10);
      line.setAttribute("y2", svg.dataset.bottom / 10);
      svg.append(line);
      return { line, from: svg.dataset.from / 10, to: svg.dataset.to / 10, last: svg.dataset.last };
    });
    const show = () => {
      const row = rows[slider.value];
      const under = !row.gap.startsWith("-");
      const gap = row.gap.replace("-", "");
      const day = row.date ? ` (${row.date})` : "";
      const stand = under ? `$${gap} under water` : `worth $${gap} more than you owe`;
      const text = row.purchase === ""
        ? `Month ${row.month}${day}: you owe $${row.balance}, without a vehicle.`
        : `Month ${row.month}${day}: you owe $${row.balance}, the vehicle is worth $${row.value}: ${stand}.`;
      words.textContent = text;
      slider.setAttribute("aria-valuetext", text);
      for (const { line, from, to, last } of lines) {
        const x = from + ((to - from) * row.month) / Math.max(last, 1);
        line.setAttribute("x1", x);
        line.setAttribute("x2", x);
      }
    };
    slider.max = rows.length - 1;
    slider.value = slider.dataset.start;
    slider.addEventListener("input", show);
    box.hidden = false;
    show();
  }
}
