// What finds no room at once on a television takes turns, and words too long for their place shrink. A telephone scrolls instead.
"use strict";
(() => {
  const ROOM = matchMedia("(width >= 48rem) and (height >= 25rem)"); // as in wall.css
  const LEAST = 0.4; // of its size

  const page = (count, seconds) => Math.floor(Date.now() / 1000 / seconds) % count;

  // The first `stays` of a list are always seen, the others so many `at once`, evenly spread over the turns.
  const turn = (list) => {
    const others = [...list.children].slice(Number(list.dataset.stays || 0));
    const turns = Math.max(1, Math.ceil(others.length / Math.max(1, Number(list.dataset.atOnce))));
    const each = Math.ceil(others.length / turns);
    const now = page(turns, Number(list.dataset.seconds));
    others.forEach((item, index) => item.classList.toggle("later", Math.floor(index / each) !== now));
    const signs = [...list.querySelectorAll("[data-number]")].map((row) => row.dataset.number.length + row.dataset.counter.length);
    list.style.setProperty("--signs", Math.max(6, ...signs));
    const told = list.closest("section")?.querySelector(".turn");
    if (told) told.textContent = turns > 1 ? now + 1 + "/" + turns : "";
    return now;
  };

  // A font's own box may stand out of a line that is lower than it; a line too many stands out by more.
  const SLACK = 0.1;

  const holds = (words, size) => {
    words.style.fontSize = size + "px";
    return words.scrollWidth <= words.clientWidth && words.scrollHeight <= words.clientHeight + size * SLACK;
  };

  const fit = (words) => {
    words.style.fontSize = "";
    if (!ROOM.matches || !words.clientHeight) return;
    let above = parseFloat(getComputedStyle(words).fontSize);
    let size = above * LEAST;
    if (holds(words, above)) return;
    while (above - size > 1) {
      const middle = (size + above) / 2;
      if (holds(words, middle)) size = middle;
      else above = middle;
    }
    words.style.fontSize = size + "px";
  };

  let last = "";
  const look = (changed) => {
    const turns = [...document.querySelectorAll("[data-at-once]")].map(turn).join();
    if (changed || turns !== last) document.querySelectorAll("[data-fit]").forEach(fit);
    last = turns;
  };

  document.addEventListener("drawn", () => look(true)); // also after every swap, see wall.js
  addEventListener("resize", () => look(true));
  document.fonts.ready.then(() => look(true));
  setInterval(look, 500);
  look(true);
})();
