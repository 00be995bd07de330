// Who reads a long record is not signed out: keys, clicks and the wheel are told to the hub, at most once in some minutes.
// And a page nobody touched for so long as the site allows asks whether it may still be shown.
"use strict";
(() => {
  const idle = document.currentScript.dataset.idleMinutes * 60000;
  const EVERY = Math.min(240000, idle / 4);
  let touched = Date.now();
  let told = Date.now();

  const ask = async (headers) => {
    try {
      const answer = await fetch("/here", { headers, cache: "no-store" });
      if (answer.redirected) location.reload(); // to the door, and back here afterwards
    } catch {
      told = 0; // the line is cut: said with the next key
    }
  };

  const here = (event) => {
    if (!event.isTrusted) return;
    touched = Date.now();
    if (touched - told < EVERY) return;
    told = touched;
    ask({});
  };
  for (const name of ["keydown", "pointerdown", "wheel"]) document.addEventListener(name, here, { capture: true, passive: true });
  setInterval(() => { if (Date.now() - touched > idle) ask({ "X-By-Itself": "1" }); }, 30000);
})();
