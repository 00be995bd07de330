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
    const known = found.map((each) => each.row);
    choose([...all.slice(here + 1), ...all.slice(0, here + 1)].find((each) => each.classList.contains("open") && !known.includes(each.id)), true);
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
    if (key === "F1") return document.getElementById("keys").showModal();
    if (key === "Z") return zoom();
    if (key === "N") return nextOpen();
    if (key === "F6") return region(back ? -1 : 1);
    if (key === "Escape") return document.getElementById("back")?.click();
    if (FINDING.test(key)) return find(row(), key);
    const button = row() && row().querySelector(`[data-digit="${key}"]`);
    if (found.length) { then = () => press(key, back); return; }
    if (button && !button.disabled) button.click();
  };

  // --- findings -----------------------------------------------------------------------------------------------------------
  // Keys come faster than answers: what is found goes to the hub in the order of the keys, all that came meanwhile at once,
  // each against the number of findings the answer before told. The page is drawn anew when everything has arrived.
  const FINDING = /^[1-5]$/;
  const ASIDE = "mismatch"; // the same row is asked about further: 5 or 6
  const OFTEN = 3; // tries while somebody else decides here too
  const AGAIN = 1000; // milliseconds until a line that was cut is tried again
  let found = []; // {row, answer, mark, outcome}, those on their way first
  let sending = false;
  let then = null; // what waits for the answers: the key 6, or leaving

  const find = (line, key) => {
    const form = line && line.querySelector(".verdict form");
    const button = form && form.querySelector(`[data-digit="${key}"]`);
    const last = form && form.querySelector('[name=outcome][aria-pressed="true"]');
    const outcome = key === "5" ? "kept" : button && button.value;
    if (!form || !outcome || (button && button.disabled) || (key === "5" && last?.value !== ASIDE)) return;
    found.push({ row: line.id, answer: form.elements.answer.value, mark: form.elements.mark.value, outcome });
    for (const each of form.querySelectorAll("[name=outcome]")) each.setAttribute("aria-pressed", String(each === (key === "5" ? last : button)));
    line.classList.add("sent");
    if (outcome !== ASIDE) nextOpen();
    send();
  };

  const send = async () => {
    if (sending || !found.length) return;
    sending = true;
    let seen = Number(document.getElementById("page").dataset.seen);
    let tries = 0;
    let refusal = "";
    while (found.length && !refusal) {
      const some = found.slice();
      const page = document.getElementById("page");
      const body = new URLSearchParams({ page_token: page.dataset.token, application: page.dataset.application, seen, key: crypto.getRandomValues(new Uint32Array(4)).join("-") });
      for (const each of some) for (const name of ["answer", "mark", "outcome"]) body.append(name, each[name]);
      const answer = await told(`${page.dataset.path}/decide`, body);
      const drawn = answer.page.getElementById("page");
      if (drawn) seen = Number(drawn.dataset.seen);
      if (answer.status === 409 && drawn && ++tries < OFTEN) continue;
      if (answer.status < 400 && !drawn) return location.reload(); // the session has ended
      if (answer.status !== 200) refusal = answer.page.querySelector("#said, .error-page .message, .error-page")?.textContent || "…";
      found = refusal ? [] : found.slice(some.length);
      tries = 0;
    }
    await htmx.ajax("GET", document.getElementById("page").dataset.path, { target: "#page", select: "#page", swap: "outerMorph" });
    sending = false;
    if (refusal) refused(refusal);
    const next = then;
    then = null;
    if (next && !refusal) next();
    send();
  };

  // A line that was cut is tried with the same words until the hub has heard them: it keeps each finding once.
  const told = async (path, body) => {
    for (;;) {
      try {
        const response = await fetch(path, { method: "POST", body });
        return { status: response.status, page: new DOMParser().parseFromString(await response.text(), "text/html") };
      } catch {
        await new Promise((heard) => setTimeout(heard, AGAIN));
      }
    }
  };

  const refused = (words) => {
    const place = document.createElement("div");
    place.className = "message alarm";
    place.setAttribute("role", "alert");
    place.textContent = words;
    document.querySelector(".sheet > header")?.after(place);
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
    if (!arrow && !SIGN.test(key) && !["F1", "F6", "Escape"].includes(key)) return;
    event.preventDefault();
    if (arrow) return step(arrow);
    if (!event.repeat) press(key, event.shiftKey);
  });

  // By mouse the same way as by key; and nobody leaves before the hub has everything.
  document.addEventListener("click", (event) => {
    const outcome = event.target.closest(".verdict [name=outcome], .verdict [name=kept]");
    if (outcome) { event.preventDefault(); choose(outcome.closest("[data-row]"), true); find(row(), outcome.dataset.digit); return; }
    const away = event.target.closest("a[href], .topbar button");
    if (away && found.length) { event.preventDefault(); then = () => away.click(); }
  }, true);
  addEventListener("beforeunload", (event) => { if (found.length) event.preventDefault(); });

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
  const hand = (form) => {
    const file = form.elements.file.files[0];
    const large = file && file.size > Number(form.dataset.most);
    document.getElementById("too-large").hidden = !large;
    if (large) return false;
    document.getElementById("reading").hidden = false;
    setTimeout(() => { form.querySelector("button").disabled = true; }, 0);
    return true;
  };
  document.addEventListener("submit", (event) => { if (event.target.id === "take" && !hand(event.target)) event.preventDefault(); });
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

  const settle = () => {
    const lost = document.activeElement === document.body && current !== "" && !document.querySelector("dialog[open]");
    choose(row() || rows().find((each) => each.classList.contains("open")) || rows()[0], lost);
    // drawn by somebody else's step while ours are on their way: what is known here stays
    for (const each of found) {
      const line = document.getElementById(each.row);
      line?.classList.add("sent");
      for (const button of line?.querySelectorAll("[name=outcome]") ?? []) button.setAttribute("aria-pressed", String(button.value === (each.outcome === "kept" ? ASIDE : each.outcome)));
    }
  };
  document.addEventListener("htmx:after:swap", settle);
  settle();
})();
