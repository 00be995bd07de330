// One EventSource a page. Knows whether what is on the screen is fresh, says so, and heals without a reload.
"use strict";
(() => {
  const STALE = { counter: 5000, floor: 5000, phone: 30000, wall: 10000 };
  const OUTSIDE = ["phone", "wall"];
  const ASKING = "dialog[open], dialog[data-open]"; // one that came with the page is opened a moment after the swap
  const view = document.body.dataset.view;
  const limit = STALE[view];
  if (!limit) return;
  const token = document.body.dataset.token;
  const address = "/events?view=" + view + (token ? "&token=" + encodeURIComponent(token) : "");
  let source = null;
  let heard = Date.now();
  let fresh = Date.now(); // when the content on the screen was last known to be true
  let skew = 0; // server time minus ours, milliseconds
  let wanted = false;
  let fetching = false;

  const listen = () => {
    if (source) source.close();
    source = new EventSource(address);
    source.onmessage = (event) => { hear(); if (concerns(JSON.parse(event.data))) refresh(); };
    for (const name of ["snapshot", "row", "changed"]) source.addEventListener(name, () => { hear(); refresh(); });
    source.addEventListener("resumed", (event) => { hear(event); refresh(); });
    source.addEventListener("ping", (event) => { hear(event); });
    source.onerror = () => {
      if (OUTSIDE.includes(view)) alarm(); // a phone is alone: what is not sure is said at once
      // A closed source does not come back by itself (the hub answered, but not with a stream).
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
    };
  };

  const hear = (event) => {
    heard = Date.now();
    if (event && event.data) {
      const at = Date.parse(JSON.parse(event.data).at);
      if (at) skew = at - Date.now();
    }
    if (!wanted && !fetching) calm();
  };

  // A desk looks again when its own lines or its own visit moved: thirty desks need not all draw what happens at one.
  const MOVES = ["visit_opened", "leg_called", "leg_moved"];
  const concerns = (fact) => {
    const own = document.getElementById("page")?.dataset;
    if (!own?.services) return true;
    const place = fact.row || fact;
    if (place.visit && place.visit === own.visit) return true;
    if (MOVES.includes(fact.kind)) return own.services.split(" ").includes(place.service) && (place.stage || "reception") === own.stage;
    return !place.visit || fact.kind === "visit_split" || fact.kind === "visit_merged";
  };

  // Several facts in a moment are one look at the server; a short, uneven pause keeps forty pages from asking at once.
  const refresh = () => {
    wanted = true;
    if (!fetching) setTimeout(look, 40 + Math.random() * 80);
  };

  const look = async () => {
    if (!wanted || fetching || busy()) { if (wanted && !fetching) setTimeout(look, 300); return; }
    wanted = false;
    fetching = true;
    const had = document.getElementById("here")?.textContent;
    try {
      const own = document.getElementById("page").dataset.path || location.pathname + location.search;
      await htmx.ajax("GET", own, { target: "#page", select: "#page", swap: "outerMorph" });
    } catch { wanted = true; }
    fetching = false;
    if (had && document.getElementById("here")?.textContent !== had) gone(had);
    if (wanted) setTimeout(look, 500);
    else if (Date.now() - heard < limit) calm();
  };

  // An answer without the page in it must not wipe the page: an ended session leads to the door, a refusal is said in a dialog.
  document.addEventListener("htmx:before:swap", (event) => {
    const ctx = event.detail.ctx;
    // A look at the server that began before a dialog was opened must not close it under the clerk's hands.
    if (fetching && ctx && ctx.request && ctx.request.method === "GET" && document.querySelector(ASKING)) {
      event.preventDefault();
      wanted = true;
      return;
    }
    const text = ctx && ctx.text;
    if (text && text.includes('id="page"')) {
      // Morphed away without close() a dialog stays modal unseen, and nothing under it can be clicked or written in.
      for (const dialog of document.querySelectorAll("dialog:modal")) dialog.close();
    }
    if (!text || text.includes('id="page"')) return;
    event.preventDefault();
    const answer = new DOMParser().parseFromString(text, "text/html");
    if (!answer.querySelector(".error-page")) { location.reload(); return; }
    refused(answer);
  });

  const refused = (answer) => {
    document.querySelector("dialog[open]")?.close();
    const dialog = document.createElement("dialog");
    dialog.append(answer.querySelector(".error-page h1"), answer.querySelector(".error-page .lead"), answer.querySelector(".error-page .message"));
    dialog.className = "refused";
    const close = document.createElement("button");
    close.className = "button main";
    close.textContent = "OK";
    close.onclick = () => { dialog.remove(); refresh(); };
    dialog.append(close);
    dialog.oncancel = () => { dialog.remove(); refresh(); };
    document.body.append(dialog);
    dialog.showModal();
  };

  // A look at the server never moves the clerk's own visit: somebody else did.
  const gone = (number) => {
    const said = document.createElement("p");
    said.className = "message caution moved";
    said.setAttribute("role", "alert");
    const row = [...document.querySelectorAll(".aside-rows li")].find((each) => each.querySelector("b")?.textContent === number);
    said.textContent = row
      ? `${number} は、${row.querySelector(".tag").textContent}になりました（${row.querySelector(".second").textContent}）。`
      : `${number} は、この窓口をはなれました（ほかの窓口が引き継いだか、取り消されました）。`;
    document.querySelector(".record")?.prepend(said);
  };

  const busy = () => document.querySelector(`${ASKING}, form.htmx-request, .htmx-request`) !== null;

  const calm = () => {
    fresh = Date.now();
    if (!document.body.classList.contains("stale")) return;
    document.body.classList.remove("stale");
    for (const button of document.querySelectorAll("[data-held]")) { button.disabled = false; delete button.dataset.held; }
    say(document.body.dataset.live || "つながっています");
  };

  const alarm = () => {
    if (!document.body.classList.contains("stale")) {
      document.body.classList.add("stale");
      say(document.body.dataset.lost || "止まっています");
    }
    for (const place of document.querySelectorAll("[data-clock]")) place.textContent = clock(new Date(fresh + skew));
    for (const place of document.querySelectorAll("[data-stale-at]")) place.textContent = clock(new Date(fresh + skew), true);
    for (const button of document.querySelectorAll("button.needs-link:not(:disabled)")) { button.disabled = true; button.dataset.held = ""; }
  };

  const say = (words) => { for (const place of document.querySelectorAll("[data-link-words]")) place.textContent = words; };
  const two = (number) => String(number).padStart(2, "0");
  // The office's clock, whatever zone this terminal is set to.
  const hours = new Intl.DateTimeFormat("ja-JP", { timeZone: "Asia/Tokyo", hour: "numeric", minute: "2-digit" });
  const seconds = new Intl.DateTimeFormat("ja-JP", { timeZone: "Asia/Tokyo", hour: "numeric", minute: "2-digit", second: "2-digit" });
  const clock = (date, exact) => (exact ? seconds : hours).format(date);

  const tick = () => {
    if (Date.now() - heard > limit) alarm();
    const now = new Date(Date.now() + skew);
    if (!document.body.classList.contains("stale")) for (const place of document.querySelectorAll("[data-clock]")) place.textContent = clock(now);
    for (const place of document.querySelectorAll("[data-now]")) place.textContent = clock(now); // the hall's clock runs on
    for (const place of document.querySelectorAll("[data-elapsed]")) {
      const elapsed = Math.max(0, Math.floor((now - Date.parse(place.dataset.elapsed)) / 1000));
      place.textContent = Math.floor(elapsed / 60) + ":" + two(elapsed % 60);
    }
    for (const place of document.querySelectorAll("[data-minutes]")) {
      if (place.dataset.minutes) place.textContent = Math.max(0, Math.floor((now - Date.parse(place.dataset.minutes)) / 60000));
    }
    timed(now);
  };

  // What changes by the clock alone: the minute in which a step can be undone, somebody on hold who is due, a call nobody comes to.
  const timed = (now) => {
    for (const place of document.querySelectorAll("[data-until]")) {
      const left = Math.ceil((Date.parse(place.dataset.until) - now) / 1000);
      place.textContent = left > 0 ? left + "秒" : "";
      if (left <= 0) { delete place.dataset.until; refresh(); }
    }
    for (const row of document.querySelectorAll("[data-due]")) {
      if (now >= Date.parse(row.dataset.due)) { delete row.dataset.due; refresh(); }
    }
    const asks = document.querySelector("dialog[data-opens-at]:not([open])");
    if (asks && asked !== asks.dataset.for && now - Date.parse(asks.dataset.opensAt) > 90000 && !busy()) {
      asked = asks.dataset.for;
      asks.showModal();
    }
  };
  let asked = "";
  document.addEventListener("close", (event) => { delete event.target.dataset.open; }, true);

  const first = document.querySelector("[data-clock], [data-now]");
  if (first) skew = Date.parse(first.dataset.clock || first.dataset.now) - Date.now();
  listen();
  tick();
  setInterval(tick, 500);
  addEventListener("offline", () => { heard = 0; alarm(); });
  addEventListener("online", listen);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && Date.now() - heard > limit) listen(); });
  document.addEventListener("htmx:after:swap", tick);
})();
