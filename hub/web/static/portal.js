// Pre-entry works without this. With it, an answer that opens other questions shows them at once.
"use strict";
document.addEventListener("change", (event) => {
  const form = event.target.closest("#step");
  if (!form || !event.target.matches("[data-opens]")) return;
  htmx.ajax("POST", form.action, { source: form, target: "#page", select: "#page", swap: "outerMorph", values: { do: "look" } });
});
