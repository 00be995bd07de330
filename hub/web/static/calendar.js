// The calendar of days as a grid: one stop of Tab, arrows from day to day; without this file every free day is a link of its own.
"use strict";
(() => {
  const table = document.querySelector(".calendar");
  if (!table) return;
  const cells = [...table.querySelectorAll("td[data-day]")];
  const control = (cell) => cell.querySelector("a, button") || cell;

  table.setAttribute("role", "grid");
  for (const cell of cells) {
    cell.setAttribute("role", "gridcell");
    if (control(cell) === cell) cell.setAttribute("aria-disabled", "true");
    control(cell).tabIndex = -1;
  }
  const free = cells.filter((cell) => control(cell) !== cell);
  let here = free[0] || cells[0];
  if (here) control(here).tabIndex = 0;

  const go = (cell) => {
    control(here).tabIndex = -1;
    here = cell;
    control(here).tabIndex = 0;
    control(here).focus();
  };

  // Days beside each other in the row, weeks above each other: the empty cells at the ends of a month are stepped over.
  const at = (days) => {
    const wanted = new Date(here.dataset.day + "T00:00Z");
    wanted.setUTCDate(wanted.getUTCDate() + days);
    const day = wanted.toISOString().slice(0, 10);
    return cells.find((cell) => cell.dataset.day === day);
  };
  const ofWeek = () => [...here.parentElement.querySelectorAll("td[data-day]")];
  const KEYS = {
    ArrowLeft: () => at(-1),
    ArrowRight: () => at(1),
    ArrowUp: () => at(-7),
    ArrowDown: () => at(7),
    Home: () => ofWeek()[0],
    End: () => ofWeek().at(-1),
    PageUp: () => free[0],
    PageDown: () => free.at(-1),
  };

  table.addEventListener("keydown", (event) => {
    const move = KEYS[event.key];
    if (!move || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    event.preventDefault(); // the page would scroll
    const next = move();
    if (next) go(next);
  });
  table.addEventListener("focusin", (event) => {
    const cell = event.target.closest("td[data-day]");
    if (cell && cell !== here) go(cell);
  });
})();
