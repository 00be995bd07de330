// Keys of the counter page: the buttons on the page are the table; what is not drawn or is disabled does nothing.
"use strict";
(() => {
  const DEAF = 1000; // after F2 acted
  let deafUntil = 0;

  const button = (key) => document.querySelector(`[data-key="${key}"]`);
  const openDialog = () => document.querySelector("dialog[open]");

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.metaKey || event.ctrlKey) return;
    const dialog = openDialog();
    if (dialog) return; // Esc and Enter are the dialog's own
    const target = event.key === "F6" ? true : button(event.key);
    if (!target) return;
    event.preventDefault();
    if (event.repeat) return;
    if (event.key === "F6") return region(event.shiftKey ? -1 : 1);
    if (event.key === "F2") {
      if (performance.now() < deafUntil) return;
    }
    if (!target.disabled) target.click();
  });

  // However F2's step was asked for, by key or by mouse, the next one waits a second.
  document.addEventListener("htmx:before:request", (event) => {
    const source = event.detail.ctx && event.detail.ctx.sourceElement;
    if (source && source.matches && source.matches("form") && source.querySelector('[data-key="F2"], .wide button')) {
      if (performance.now() < deafUntil) { event.preventDefault(); return; }
      deafUntil = performance.now() + DEAF;
    }
  });

  const region = (by) => {
    const regions = [...document.querySelectorAll("[data-region]")].filter((each) => each.offsetParent !== null);
    const here = regions.findIndex((each) => each.contains(document.activeElement));
    const next = regions[(here + by + regions.length) % regions.length];
    if (next) next.focus();
  };

  const show = { F1: "keys", F3: "pick", F9: "quit" };
  document.addEventListener("click", (event) => {
    const key = event.target.closest("[data-page-key]");
    if (key) {
      const dialog = document.getElementById(show[key.dataset.pageKey] || "");
      if (dialog) dialog.showModal();
      else if (key.dataset.pageKey === "F6") region(1);
    }
    const close = event.target.closest("[data-close]");
    if (close) close.closest("dialog").close();
    const tab = event.target.closest(".tabs [data-tab]");
    if (tab) choose(tab.dataset.tab);
  });

  let chosen = "record";
  const choose = (name) => {
    chosen = name;
    const desk = document.querySelector(".desk");
    if (!desk) return;
    desk.dataset.tab = name;
    for (const tab of desk.querySelectorAll(".tabs [data-tab]")) tab.setAttribute("aria-pressed", String(tab.dataset.tab === name));
  };

  const below = () => {
    const record = document.getElementById("record");
    const place = document.getElementById("below");
    if (!record || !place) return;
    const bottom = record.getBoundingClientRect().bottom;
    const hidden = [...record.querySelectorAll("tbody tr")].filter((row) => row.getBoundingClientRect().top > bottom - 4).length;
    place.textContent = hidden ? `下に ${hidden}項目 ↓` : "";
  };

  const settle = () => {
    const lost = document.querySelector("dialog[data-open]:not([open])");
    if (lost) lost.showModal();
    choose(chosen);
    const record = document.getElementById("record");
    if (record) record.onscroll = below;
    below();
  };
  document.addEventListener("htmx:after:swap", settle);
  addEventListener("resize", below);
  settle();
})();
