// さがす by keys: rows by arrows, Enter opens what happened to a number here, Esc closes it and then leads back to where one was.
"use strict";
(() => {
  const found = () => [...document.querySelectorAll("a.found")];
  const opened = document.getElementById("opened");
  let from = null; // the row whose story is open

  const open = async (link) => {
    try {
      const response = await fetch(link.href);
      const story = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("story");
      if (!story) { location.assign(link.href); return; }
      opened.replaceChildren(story);
      opened.hidden = false;
      from = link;
      story.focus();
      story.scrollIntoView({ block: "nearest" });
    } catch { location.assign(link.href); }
  };

  const close = () => {
    opened.replaceChildren();
    opened.hidden = true;
    from.focus();
    from = null;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.found[data-story]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open(link);
  });

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.metaKey || event.ctrlKey) return;
    if (event.key === "Escape") {
      event.preventDefault();
      if (from) close();
      else document.getElementById("back").click();
    }
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const rows = found();
    if (!by || !rows.length || event.target.matches("select, textarea")) return;
    event.preventDefault();
    const next = rows.indexOf(document.activeElement) + by;
    if (next < 0) document.getElementById("text").focus();
    else rows[Math.min(next, rows.length - 1)].focus();
  });

  // back to the page one came from, as keys.js kept it: an address of this house without anything that was typed
  const came = JSON.parse(sessionStorage.getItem("came-from") || "null");
  const back = document.getElementById("back");
  if (back && came) back.href = came.path;
  found()[0]?.focus();
})();
