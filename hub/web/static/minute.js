// What can be taken back for a minute: counts it down, and goes when it is over. Without it the hub says so.
"use strict";
(() => {
  for (const place of document.querySelectorAll("form[data-until][data-now]")) {
    const ends = performance.now() + Date.parse(place.dataset.until) - Date.parse(place.dataset.now);
    const tick = () => {
      const left = Math.ceil((ends - performance.now()) / 1000);
      if (left <= 0) { place.hidden = true; return; }
      place.querySelector("[data-left]").textContent = `（のこり${left}秒）`;
      setTimeout(tick, 250);
    };
    tick();
  }
})();
