// The work list of a back-office stage: one row is chosen, ↑ ↓ go along, Enter takes it; digits narrow the list, S sorts it.
"use strict";
(() => {
  const COLUMNS = ["", "number", "what", "arrived", "opened", "received", "holder"]; // "": the order of the stage itself
  let kind = "";
  let sorted = "";
  let row = ""; // the id of the chosen one
  let had = null; // the visit in hand when the page was drawn last

  const table = () => document.getElementById("work");
  const rows = () => [...table().querySelectorAll("tbody tr")];
  const shown = () => rows().filter((each) => !each.hidden);
  const compare = new Intl.Collator("ja", { numeric: true }).compare;

  // outside the page that is swapped: spoken once when it changes, not with every look at the server
  const spoken = document.createElement("p");
  spoken.className = "spoken";
  spoken.setAttribute("role", "status");
  document.body.append(spoken);
  const order = () => {
    const head = table().querySelector(`[data-sort="${sorted}"] .sort`);
    return head ? `${head.textContent}の順` : "届いた順。配慮は先に";
  };

  const arrange = () => {
    const body = table()?.querySelector("tbody");
    if (!body) return;
    const focused = document.activeElement?.id || document.activeElement?.closest?.("#work tr")?.id;
    const key = sorted || "place";
    const wanted = rows().sort((one, other) => compare(one.dataset[key], other.dataset[key]) || compare(one.dataset.place, other.dataset.place));
    if (wanted.some((each, index) => body.children[index] !== each)) body.append(...wanted);
    for (const each of wanted) each.hidden = kind !== "" && !each.dataset.kinds.split(" ").includes(kind);
    for (const button of document.querySelectorAll("[data-kind]")) button.setAttribute("aria-pressed", String(button.dataset.kind === kind));
    for (const head of table().querySelectorAll("[data-sort]")) {
      if (head.dataset.sort === sorted) head.setAttribute("aria-sort", "ascending");
      else head.removeAttribute("aria-sort");
    }
    document.getElementById("work-order").textContent = order();
    document.getElementById("work-none").hidden = !wanted.length || shown().length > 0;
    const first = document.getElementById(row);
    if (!first || first.hidden) row = shown()[0]?.id || "";
    for (const each of wanted) each.tabIndex = each.id === row ? 0 : -1;
    if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus();
  };

  const settle = () => {
    const desk = document.querySelector(".work-desk");
    if (!desk) return;
    if (had !== null && desk.dataset.visit !== had) document.querySelector(`.tabs [data-tab="${desk.dataset.visit ? "record" : "queue"}"]`)?.click();
    // papers that were taken are read next: ↑ ↓ are theirs
    if (had !== null && had !== desk.dataset.visit && desk.dataset.visit && table()?.contains(document.activeElement)) document.activeElement.blur();
    if (had !== desk.dataset.visit) row = document.querySelector("#work tr[aria-current]")?.id || row;
    const taken = had !== desk.dataset.visit;
    had = desk.dataset.visit;
    arrange();
    if (taken) document.querySelector("#work tr[aria-current]")?.scrollIntoView({ block: "nearest" });
  };

  const choose = (target) => {
    if (!target) return;
    row = target.id;
    for (const each of rows()) each.tabIndex = each === target ? 0 : -1;
    target.focus();
    target.scrollIntoView({ block: "nearest" });
  };

  const typing = (target) => target.matches?.("input, textarea, select");
  const clean = (event) => !event.isComposing && !event.altKey && !event.ctrlKey && !event.metaKey && !document.querySelector("dialog[open]");
  document.addEventListener("keydown", (event) => {
    if (!table() || !clean(event) || typing(event.target)) return;
    const digit = document.querySelector(`[data-digit-key="${event.key}"]`);
    if (digit) { event.preventDefault(); digit.click(); return; }
    if (event.key === "s" || event.key === "S") {
      event.preventDefault();
      if (!event.repeat) sort(COLUMNS[(COLUMNS.indexOf(sorted) + 1) % COLUMNS.length]);
      return;
    }
    const here = event.target.closest?.("#work tbody tr");
    if (!here || event.shiftKey) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      choose(shown()[shown().indexOf(here) + steps[event.key]]);
    } else if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      choose(shown().at(event.key === "Home" ? 0 : -1));
    } else if (event.key === "Enter" && event.target === here) {
      event.preventDefault();
      const take = here.querySelector("button:not(:disabled)");
      if (!event.repeat && take) take.click();
    }
  });
  const sort = (by) => {
    sorted = by;
    arrange();
    spoken.textContent = order();
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-kind]");
    if (button) { kind = button.dataset.kind; arrange(); }
    const head = event.target.closest?.("[data-sort]");
    if (head) sort(sorted === head.dataset.sort ? "" : head.dataset.sort);
    const one = event.target.closest?.("#work tbody tr");
    if (one && !event.target.closest("button")) choose(one);
  });
  // F6 brings the eyes to the list: from there ↑ ↓ go on at once.
  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.(".worklist")) choose(document.getElementById(row));
  });

  document.addEventListener("htmx:after:swap", settle);
  settle();
  if (table() && !document.querySelector(".work-desk")?.dataset.visit && document.activeElement === document.body) document.getElementById(row)?.focus();
})();
