// Keys of the cross-check, the row they act on, and a file that is dropped. Without it the buttons and the form do the same.
"use strict";
(() => {
  const SIGN = /^[1-6znZN]$/;
  let current = ""; // id of the row

  const rows = () => [...document.querySelectorAll("[data-row]")];
  const row = () => document.getElementById(current) || null;
  const typing = (target) => target.matches && target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");

  const choose = (next, focus) => {
    if (!next) return;
    for (const each of rows()) each.classList.toggle("current", each === next);
    current = next.id;
    if (focus) { next.focus({ preventScroll: true }); next.scrollIntoView({ block: "nearest" }); }
    frame(next);
  };

  // Where the row stands on the sheet.
  const frame = (next) => {
    for (const page of document.querySelectorAll(".page")) {
      const rect = page.querySelector(".frame");
      const own = next.dataset.box && page.dataset.page === next.dataset.page;
      const [x, y, width, height] = own ? next.dataset.box.split(" ") : [0, 0, 0, 0];
      for (const [name, value] of Object.entries({ x, y, width, height })) rect.setAttribute(name, value);
    }
  };

  const step = (by) => {
    const all = rows();
    const here = all.findIndex((each) => each.id === current);
    choose(all[Math.min(Math.max(here + by, 0), all.length - 1)], true);
  };

  const nextOpen = () => {
    const all = rows();
    const here = all.findIndex((each) => each.id === current);
    choose([...all.slice(here + 1), ...all.slice(0, here + 1)].find((each) => each.classList.contains("open")), true);
  };

  const zoom = () => {
    const picture = row() && row().querySelector("svg.crop");
    if (!picture) return;
    const large = picture.cloneNode(true);
    large.setAttribute("class", "large");
    document.getElementById("zoom-title").textContent = row().querySelector("th").textContent;
    document.getElementById("zoom-body").replaceChildren(large);
    document.getElementById("zoom").showModal();
  };

  const region = (by) => {
    const regions = [...document.querySelectorAll("[data-region]")].filter((each) => each.offsetParent !== null);
    const here = regions.findIndex((each) => each.contains(document.activeElement));
    const next = regions[(here + by + regions.length) % regions.length];
    if (next) next.focus();
  };

  const press = (key, back) => {
    if (key === "Z") return zoom();
    if (key === "N") return nextOpen();
    if (key === "F6") return region(back ? -1 : 1);
    if (key === "Escape") return document.getElementById("back")?.click();
    const button = row() && row().querySelector(`[data-digit="${key}"]`);
    if (button && !button.disabled) button.click();
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.metaKey) return;
    if (event.ctrlKey) {
      // 離席, as on every page of the desk
      const away = event.key.toUpperCase() === "B" && document.querySelector('[data-key="Ctrl+B"]');
      if (away) { event.preventDefault(); if (!event.repeat) away.click(); }
      return;
    }
    if (document.querySelector("dialog[open]") || typing(event.target)) return; // Esc and Enter are the dialog's own
    const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
    const arrow = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (!arrow && !SIGN.test(key) && key !== "F6" && key !== "Escape") return;
    event.preventDefault();
    if (arrow) return step(arrow);
    if (!event.repeat) press(key, event.shiftKey);
  });

  document.addEventListener("click", (event) => {
    const key = event.target.closest("[data-press]");
    if (key) press(key.dataset.press);
    event.target.closest("[data-close]")?.closest("dialog").close();
    const opens = event.target.closest("[data-dialog]");
    if (opens) document.getElementById(opens.dataset.dialog)?.showModal();
    const line = event.target.closest("[data-row]");
    if (line) choose(line, false);
  });
  document.addEventListener("focusin", (event) => { const line = event.target.closest?.("[data-row]"); if (line) choose(line, false); });

  document.addEventListener("change", (event) => {
    if (event.target.id === "file") document.getElementById("picked").textContent = event.target.files[0]?.name || "えらばれていません";
  });

  // --- handing in ---------------------------------------------------------------------------------------------------------
  const send = (form) => {
    const file = form.elements.file.files[0];
    const large = file && file.size > Number(form.dataset.most);
    document.getElementById("too-large").hidden = !large;
    if (large) return false;
    document.getElementById("reading").hidden = false;
    setTimeout(() => { form.querySelector("button").disabled = true; }, 0);
    return true;
  };
  document.addEventListener("submit", (event) => { if (event.target.id === "take" && !send(event.target)) event.preventDefault(); });
  const place = (event) => event.target.closest?.(".take");
  for (const name of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(name, (event) => {
      event.preventDefault(); // beside the place a dropped file would be opened by the browser, and stay in its history
      const over = place(event);
      document.querySelector(".drop")?.classList.toggle("over", name === "dragover" && Boolean(over));
      if (name !== "drop" || !over || !event.dataTransfer.files.length) return;
      const form = document.getElementById("take");
      form.elements.file.files = event.dataTransfer.files;
      form.requestSubmit();
    });
  }

  const settle = () => choose(row() || rows().find((each) => each.classList.contains("open")) || rows()[0], false);
  document.addEventListener("htmx:after:swap", settle);
  settle();
})();
