// Pre-entry works without this. With it, an answer that opens other questions shows them at once.
"use strict";
(() => {
  let edits = 0; // what was typed while the hub was asked must not be overwritten by its answer: then ask again
  let looking = false;
  let again = false;

  const look = async (form) => {
    if (looking) { again = true; return; }
    looking = true;
    do {
      again = false;
      const before = edits;
      const body = new URLSearchParams(new FormData(form));
      body.set("do", "look");
      try {
        const answer = await fetch(form.action, { method: "POST", body });
        const text = await answer.text();
        if (edits !== before) again = true;
        else if (answer.ok) await htmx.swap({ sourceElement: form, request: {}, text, target: "#page", select: "#page", swap: "outerMorph" });
      } catch { /* つぎへ asks the same */ }
    } while (again);
    looking = false;
  };

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    if (button.autofocus) button.focus(); // it was hidden when the page looked for it
    button.addEventListener("click", () => print());
  }
  document.addEventListener("input", () => { edits += 1; });
  document.addEventListener("change", (event) => {
    const form = event.target.closest("#step");
    if (form && event.target.matches("[data-opens]")) look(form);
  });
})();
