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
  let looked = Date.now(); // when the server was asked last
  let wanted = false;
  let fetching = false;
  let arrived = false; // the last look at the server came back as a page: htmx tells no caller of a look that failed
  let lost = false; // a press of this page had no answer since the last page came: what changes now is perhaps its own doing
  let had = ""; // who was here and what the main button meant when the last look came: a press may come between asking and answer
  let meant = "";
  let cut = false; // the line said itself that it is
  let owed = 0; // since when the page waits for a look; 0 for never: a line that is open and brings no news is a cut one

  const listen = () => {
    if (source) source.close();
    source = new EventSource(address);
    source.onmessage = (event) => { hear(); heed(concerns(JSON.parse(event.data))); };
    for (const name of ["snapshot", "row", "changed"]) source.addEventListener(name, () => { hear(); refresh(); });
    source.addEventListener("resumed", (event) => { hear(event); refresh(); });
    source.addEventListener("ping", (event) => { hear(event); });
    source.onerror = () => {
      if (OUTSIDE.includes(view)) { cut = true; alarm(); } // a phone is alone: what is not sure is said at once
      // A closed source does not come back by itself (the hub answered, but not with a stream).
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
    };
  };

  const hear = (event) => {
    heard = Date.now();
    cut = false;
    if (event && event.data) {
      const at = Date.parse(JSON.parse(event.data).at);
      if (at) skew = at - Date.now();
    }
    if (!owed) calm();
  };

  // A desk looks again when its own lines or its own visit moved: thirty desks need not all draw what happens at one.
  const MOVES = ["visit_opened", "leg_called", "leg_moved"];
  const SOON = 3000; // while somebody is served: what changes in the list but not who is next
  const concerns = (fact) => {
    const own = document.getElementById("page")?.dataset;
    if (!own?.services) return "now";
    const place = fact.row || fact;
    if (place.visit && place.visit === own.visit) return "now";
    if (MOVES.includes(fact.kind)) {
      if (!own.services.split(" ").includes(place.service) || (place.stage || "reception") !== own.stage) return "";
      const first = !own.next || place.number === own.next || (fact.kind === "leg_moved" && place.state === "waiting");
      return own.visit && !first ? "soon" : "now";
    }
    return !place.visit || fact.kind === "visit_split" || fact.kind === "visit_merged" ? "now" : "";
  };
  let soon = 0;
  const heed = (when) => {
    if (when === "now") refresh();
    else if (when === "soon") soon ||= setTimeout(() => { soon = 0; refresh(); }, SOON);
  };

  // Several facts in a moment are one look at the server; a short, uneven pause keeps forty pages from asking at once.
  const refresh = () => {
    wanted = true;
    owed ||= Date.now();
    if (!fetching) setTimeout(look, 40 + Math.random() * 80);
  };

  const look = async () => {
    if (!wanted || fetching || busy()) { if (wanted && !fetching) setTimeout(look, 300); return; }
    wanted = false;
    fetching = true;
    clearTimeout(soon); // this look sees that too
    soon = 0;
    arrived = false;
    const own = document.getElementById("page").dataset.path || location.pathname + location.search;
    await htmx.ajax("GET", own, { target: "#page", select: "#page", swap: "outerMorph" });
    fetching = false;
    looked = Date.now();
    if (!arrived) { wanted = true; setTimeout(look, 2000); return; }
    if (had && !lost && document.getElementById("here")?.textContent !== had) gone(had);
    if (meant !== meaning()) document.dispatchEvent(new Event("desk:turned"));
    lost = false;
    owed = wanted ? Date.now() : 0;
    if (wanted) setTimeout(look, 500);
    else if (!overdue()) calm();
  };

  // Who is here and what the main button does about it; the number it would call next does not count.
  const meaning = () => {
    const words = document.querySelector("#call b")?.textContent || "";
    return document.getElementById("here")?.textContent + words.replace(/[A-Z]-[0-9]+/g, "");
  };

  const overdue = () => cut || Date.now() - heard > limit || (owed && Date.now() - owed > limit);

  // A press is seen at once, however long its answer takes: the button says what it does meanwhile, also when news draw the page
  // anew before that.
  const pressed = new Map(); // action of a form on its way → the words of its button
  const formOf = (event) => event.detail.ctx?.sourceElement?.getAttribute?.("action");
  const buttonOf = (action) => document.querySelector(`form[action="${CSS.escape(action)}"] [data-sending]`);
  const saySending = (action) => {
    const button = buttonOf(action);
    if (!button) return;
    button.textContent = button.dataset.sending;
    button.disabled = true;
  };
  document.addEventListener("htmx:before:request", (event) => {
    const action = formOf(event);
    const button = action && buttonOf(action);
    if (!button || pressed.has(action)) return;
    pressed.set(action, button.textContent);
    saySending(action);
  });
  document.addEventListener("htmx:after:swap", (event) => {
    pressed.delete(formOf(event)); // its own answer says what is true now
    for (const action of pressed.keys()) saySending(action);
  });
  document.addEventListener("htmx:finally:request", (event) => {
    const action = formOf(event);
    if (!pressed.has(action)) return;
    const button = buttonOf(action);
    if (button) {
      button.textContent = pressed.get(action);
      button.disabled = false;
    }
    pressed.delete(action);
  });

  // A look of the page's own keeps nobody signed in: keys and clicks do (here.js).
  document.addEventListener("htmx:config:request", (event) => {
    if (fetching && event.detail.ctx.request.method === "GET") event.detail.ctx.request.headers["X-By-Itself"] = "1";
  });

  // A desk says with all it asks what it could do until now: the hub tells the clerk what a change of the settings took away.
  document.addEventListener("htmx:config:request", (event) => {
    const had = document.getElementById("page")?.dataset.had;
    if (had) event.detail.ctx.request.headers["X-Desk-Had"] = had;
  });

  // What somebody opened stays open, however often the page is drawn anew.
  const opened = new Set();
  document.addEventListener("click", (event) => {
    const details = event.target.closest?.("summary")?.parentElement;
    if (details?.id) opened[details.open ? "delete" : "add"](details.id);
  });
  document.addEventListener("htmx:after:swap", () => {
    for (const id of opened) {
      const details = document.getElementById(id);
      if (details) details.open = true;
      else opened.delete(id);
    }
  });

  // Whatever became of a press, the page shows what is true; and a press without an answer is said to be one.
  document.addEventListener("htmx:finally:request", (event) => {
    const ctx = event.detail.ctx;
    if (!ctx || ctx.request.method === "GET" || ctx.status === "swapped") return;
    lost = true;
    refresh();
    if (String(ctx.status).startsWith("error") && !OUTSIDE.includes(view)) {
      said("操作が届いたか分かりません", "返事がありませんでした。この画面を最新にします。進んでいなければ、もう一度押してください。");
    }
  });

  // An answer without the page in it must not wipe the page: an ended session leads to the door, a refusal is said in a dialog.
  document.addEventListener("htmx:before:swap", (event) => {
    const ctx = event.detail.ctx;
    // A look at the server that began before a dialog was opened must not close it under the clerk's hands,
    // and one that began before a press must not give the pressed button back before the press is answered.
    if (fetching && ctx && ctx.request && ctx.request.method === "GET") {
      if (document.querySelector(`${ASKING}, form.htmx-request`)) {
        event.preventDefault();
        wanted = true;
        return;
      }
      had = document.getElementById("here")?.textContent;
      meant = meaning();
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
    // What was ticked in a dialog stays for the next try, unless the ground under it has changed.
    if (ctx.response.status === 409 || ctx.response.status === 404) document.querySelector("dialog[open]")?.close();
    dialogue([".error-page h1", ".error-page .lead", ".error-page .message"].map((part) => answer.querySelector(part)));
  });

  const said = (heading, words) => {
    const [title, lead] = [document.createElement("h1"), document.createElement("p")];
    title.textContent = heading;
    lead.textContent = words;
    lead.className = "lead";
    dialogue([title, lead]);
  };

  const dialogue = (parts) => {
    const dialog = document.createElement("dialog");
    dialog.append(...parts.filter((part) => part));
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
    document.body.classList.add("stale");
    say(document.body.dataset.lost || "止まっています");
    for (const place of document.querySelectorAll("[data-clock]")) place.textContent = clock(new Date(fresh + skew));
    for (const place of document.querySelectorAll("[data-stale-at]")) place.textContent = clock(new Date(fresh + skew), true);
    for (const button of document.querySelectorAll("button.needs-link:not(:disabled)")) { button.disabled = true; button.dataset.held = ""; }
  };

  const say = (words) => { for (const place of document.querySelectorAll("[data-link-words]")) if (place.textContent !== words) place.textContent = words; };
  const two = (number) => String(number).padStart(2, "0");
  // The office's clock, whatever zone this terminal is set to.
  const hours = new Intl.DateTimeFormat("ja-JP", { timeZone: "Asia/Tokyo", hour: "numeric", minute: "2-digit" });
  const seconds = new Intl.DateTimeFormat("ja-JP", { timeZone: "Asia/Tokyo", hour: "numeric", minute: "2-digit", second: "2-digit" });
  const clock = (date, exact) => (exact ? seconds : hours).format(date);

  const tick = () => {
    if (owed && document.querySelector(ASKING)) owed = Date.now(); // the page waits for the clerk, not for the hub
    if (overdue() || (owed && document.body.classList.contains("stale"))) alarm();
    else if (!owed) calm();
    const now = new Date(Date.now() + skew);
    if (!document.body.classList.contains("stale")) for (const place of document.querySelectorAll("[data-clock]")) place.textContent = clock(now);
    for (const place of document.querySelectorAll("[data-now]")) place.textContent = clock(now); // the hall's clock runs on
    for (const place of document.querySelectorAll("[data-elapsed]")) {
      const elapsed = Math.max(0, Math.floor((now - Date.parse(place.dataset.elapsed)) / 1000));
      place.textContent = Math.floor(elapsed / 60) + ":" + two(elapsed % 60);
    }
    for (const bar of document.querySelectorAll("[data-full]")) {
      bar.setAttribute("width", Math.min(100, (100 * (now - Date.parse(bar.dataset.since))) / 1000 / bar.dataset.full).toFixed(1));
    }
    for (const place of document.querySelectorAll("[data-late-words]")) {
      const worked = (now - Date.parse(place.dataset.since)) / 1000;
      const words = worked >= place.dataset.most ? place.dataset.lateWords : worked >= place.dataset.middle ? place.dataset.words : "";
      if (place.textContent !== words) place.textContent = words; // spoken once each
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
    const again = document.querySelector("[data-again]"); // what is told of other stages comes with no news of its own
    if (again && Date.now() - looked > again.dataset.again * 1000 && !owed) refresh();
    const asks = document.querySelector("dialog[data-opens-at]:not([open])");
    if (asks && asked !== asks.dataset.for && now - Date.parse(asks.dataset.opensAt) > 90000 && !busy()) {
      asked = asks.dataset.for;
      asks.showModal();
    }
  };
  let asked = "";
  document.addEventListener("close", (event) => {
    delete event.target.dataset.open;
    const then = event.target.isConnected && document.getElementById(event.target.dataset.then);
    if (then && !then.open) then.showModal();
  }, true);

  const first = document.querySelector("[data-clock], [data-now]");
  if (first) skew = Date.parse(first.dataset.clock || first.dataset.now) - Date.now();
  listen();
  tick();
  setInterval(tick, 500);
  addEventListener("offline", () => { heard = 0; alarm(); });
  addEventListener("online", listen);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && Date.now() - heard > limit) listen(); });
  document.addEventListener("htmx:after:swap", () => { arrived = true; tick(); });
})();
