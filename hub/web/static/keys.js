// Keys of the counter page: the buttons on the page are the table; what is not drawn or is disabled does nothing.
"use strict";
(() => {
  const DEAF = 1000; // after F2 acted
  let deafUntil = 0;

  // The page turned under the clerk's hand: what they were about to press meant the page before.
  document.addEventListener("desk:turned", () => { deafUntil = performance.now() + DEAF; });

  const button = (key) => document.querySelector(`[data-key="${key}"]`);
  const openDialog = () => document.querySelector("dialog[open]");

  document.addEventListener("keydown", (event) => {
    const dialog = openDialog();
    if (event.isComposing || event.metaKey || (event.altKey && !dialog)) return;
    if (dialog) return digit(dialog, event); // Esc and Enter are the dialog's own
    if (event.ctrlKey) {
      const letter = event.key.toUpperCase();
      // while nobody is served the browser's own Ctrl+P stays
      const own = event.shiftKey ? null : button(`Ctrl+${letter}`);
      if (!own || (letter === "Z" && typing(event.target)) || (letter === "P" && own.disabled)) return;
      event.preventDefault();
      if (!event.repeat && !own.disabled) own.click();
      return;
    }
    const named = event.shiftKey && event.key !== "F6" ? "Shift+" + event.key : event.key;
    const target = named === "F6" ? true : button(named);
    if (!target) return;
    event.preventDefault();
    if (event.repeat) return;
    if (event.key === "F6") return region(event.shiftKey ? -1 : 1);
    if (event.key === "F2") {
      if (performance.now() < deafUntil) return;
    }
    if (!target.disabled) target.click();
  });

  // Where a press beside the fields took the focus away, Enter still does what the button says it does.
  document.addEventListener("keydown", (event) => {
    const dialog = openDialog();
    if (event.key !== "Enter" || event.isComposing || event.repeat || !dialog || (event.target !== dialog && event.target !== document.body)) return;
    const says = [...dialog.querySelectorAll("button")].find((each) => each.querySelector("kbd")?.textContent === "Enter");
    if (!says || says.disabled) return;
    event.preventDefault();
    says.click();
  });

  // In a dialog a digit is one of its choices; with Alt also while something is being written, where a digit alone is a digit.
  const typing = (target) => target.matches && target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");
  const digit = (dialog, event) => {
    if (event.ctrlKey || (typing(event.target) && !event.altKey)) return;
    const sign = event.altKey ? event.code.replace("Digit", "") : event.key; // with Alt the numeric keypad writes characters
    if (!/^[1-9]$/.test(sign)) return;
    const choice = dialog.querySelector(`[data-digit="${sign}"]:not(:disabled)`);
    if (!choice) return;
    event.preventDefault();
    choice.checked = choice.type === "radio" || !choice.checked;
    choice.focus();
    choice.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // The time is typed only where 時刻を入れる is chosen; sending back has reasons of its own.
  document.addEventListener("change", (event) => {
    const radio = event.target;
    if (radio.name === "due" && radio.value === "time") document.getElementById("due-time").focus();
    const what = document.getElementById("back-note");
    if (what && radio.name === "reason" && radio.closest(".for-back")) what.required = radio.value !== "identity_again";
    if (radio.name !== "to") return;
    const does = document.getElementById("does");
    if (does && radio.dataset.does) does.textContent = radio.dataset.does;
    const back = radio.closest("[data-back]") !== null;
    const empty = document.getElementById("nobody-there");
    if (empty) {
      // a line nobody calls from is asked about once more
      const tick = empty.querySelector("input");
      empty.hidden = !radio.hasAttribute("data-nobody");
      tick.required = !empty.hidden;
      tick.checked = false;
    }
    for (const [name, on] of [["for-back", back], ["for-transfer", !back]]) {
      const reasons = radio.form.querySelector("." + name);
      if (reasons) { reasons.hidden = !on; reasons.disabled = !on; }
    }
  });

  // However F2's step was asked for, by key or by mouse, the next one waits a second.
  document.addEventListener("htmx:before:request", (event) => {
    const source = event.detail.ctx && event.detail.ctx.sourceElement;
    if (source && source.matches && source.matches("form") && source.querySelector('[data-key="F2"], .wide button, [data-moves-on]')) {
      if (performance.now() < deafUntil) { event.preventDefault(); return; }
      deafUntil = performance.now() + DEAF;
    }
  });

  const region = (by) => {
    const regions = [...document.querySelectorAll("[data-region]")].filter((each) => each.offsetParent !== null);
    const here = regions.findIndex((each) => each.contains(document.activeElement));
    const record = regions.findIndex((each) => each.classList.contains("record"));
    const next = regions[here < 0 && record >= 0 ? record : (here + by + regions.length) % regions.length];
    if (next) next.focus();
  };

  const show = { F1: "keys", F3: "pick", F7: "hold", F8: "gone", F9: "hand-on", "Shift+F8": "outcome", "Shift+F9": "family" };
  document.addEventListener("click", (event) => {
    const key = event.target.closest("[data-page-key]");
    if (key) {
      const dialog = document.getElementById(show[key.dataset.pageKey] || "");
      if (dialog && dialog.id === "family") for (const form of dialog.querySelectorAll("form")) form.reset();
      if (dialog) { dialog.showModal(); narrow(); }
      else if (key.dataset.pageKey === "F6") region(1);
      else if (key.dataset.pageKey === "F2" || key.dataset.pageKey === "F10") lead(document.getElementById("call")?.dataset.leadsTo);
      else if (key.dataset.pageKey === "Ctrl+M") write();
      else if (key.dataset.pageKey === "Ctrl+P") document.getElementById("print")?.click();
      else if (key.dataset.pageKey === "Ctrl+Z") takeBack();
    }
    const close = event.target.closest("[data-close]");
    if (close) close.closest("dialog").close();
    const fills = event.target.closest("[data-fills]");
    if (fills) {
      document.getElementById(fills.dataset.fills).value = fills.textContent;
      for (const each of fills.parentElement.querySelectorAll("[data-fills]")) each.setAttribute("aria-pressed", String(each === fills));
    }
    const opens = event.target.closest("[data-dialog]");
    if (opens) document.getElementById(opens.dataset.dialog)?.showModal();
    const row = event.target.closest("#pick [data-visit]");
    if (row && !row.hasAttribute("data-in-turn") && !row.form.elements.reason.value) {
      event.preventDefault();
      told("順番をとばす理由をえらんでください");
      document.querySelector("#pick-reasons input").focus();
      return;
    }
    if (row) for (const name of ["visit", "leg", "version"]) row.form.elements[name].value = row.dataset[name];
    if (row) row.form.elements.number.value = row.closest("li").dataset.number;
    const tab = event.target.closest(".tabs [data-tab]");
    if (tab) choose(tab.dataset.tab);
  });

  // A tick, a note, an identity check has a way back of its own: before anything older goes, the clerk is asked.
  const takeBack = () => {
    const older = document.getElementById("older");
    if (older) older.showModal();
    else document.getElementById("undo").requestSubmit();
  };

  // F2 while something is missing: to the dialog that asks for it, or to the place where it is done.
  const lead = (selector) => {
    const place = selector && document.querySelector(selector);
    if (!place) return;
    if (place.tagName === "DIALOG") return place.showModal();
    choose("record");
    if (place.matches("a[hx-get]")) return place.click(); // its question opens
    place.focus();
    place.scrollIntoView({ block: "center" });
  };

  // F3: digits narrow the list; Enter calls only the one number that was typed in full.
  const plain = (text) => text.normalize("NFKC").toUpperCase().replace(/[^A-Z0-9]/g, "");
  const parted = (text) => plain(text).match(/^([A-Z]*)([0-9]*)$/) || ["", "", ""];
  const means = (typed, number) => {
    const [, letters, digits] = parted(typed);
    const [, own, value] = parted(number);
    return digits !== "" && (letters === "" || letters === own) && Number(digits) === Number(value);
  };
  const narrow = () => {
    const field = document.getElementById("pick-number");
    if (!field) return;
    const typed = plain(field.value);
    for (const row of document.querySelectorAll("#pick .picks li")) row.hidden = !plain(row.dataset.number).includes(typed) && !means(typed, row.dataset.number);
    told("");
  };
  const told = (words) => {
    const place = document.getElementById("pick-said");
    place.textContent = words;
    place.hidden = !words;
  };
  const pick = (typed) => {
    if (!plain(typed)) return told("番号を入れてください");
    if (typed.startsWith("UV1:")) return scanned(typed.slice(4).trim().toLowerCase());
    const rows = [...document.querySelectorAll("#pick .picks li")].filter((row) => means(typed, row.dataset.number));
    if (rows.length === 1) return rows[0].querySelector("button").click();
    if (rows.length) return told(`${rows.map((row) => row.dataset.number).join(" と ")} があります。下からえらんでください`);
    const away = [...document.querySelectorAll("#pick [data-elsewhere]")].filter((each) => means(typed, each.dataset.elsewhere));
    told(["その番号は待っていません", ...away.map((each) => `${each.dataset.elsewhere} は、${each.textContent}`)].join("。"));
  };
  // the code of a printed form, read by a hand scanner: the id of its visit
  const scanned = (visit) => {
    const row = document.querySelector(`#pick .picks [data-visit="${CSS.escape(visit)}"]`);
    if (row) row.click();
    else told("この申請書の番号は、ここで待っていません");
  };
  document.addEventListener("input", (event) => { if (event.target.id === "pick-number") narrow(); });
  document.addEventListener("keydown", (event) => {
    // Enter on a reason too: left to the browser it would press the first row's button
    if (!event.target.closest?.("#pick") || !event.target.matches("input") || event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    if (!event.repeat) pick(document.getElementById("pick-number").value);
  });

  // Where nothing else takes them, the keys that move are the record's: whoever pressed the big button reads on there.
  const idle = (place) => !document.querySelector("dialog[open]") && (place === document.body || place.matches?.("button, #page"));
  document.addEventListener("keydown", (event) => {
    const page = { PageDown: 1, PageUp: -1 }[event.key];
    const record = document.querySelector("#record, #handing");
    if (!page || !record || document.querySelector("dialog[open]") || event.target.matches?.("textarea, select, .queue, .queue *")) return;
    event.preventDefault();
    record.scrollBy(0, page * (record.clientHeight - 40));
  });

  // The record: ↑ ↓ go from answer to answer, Enter on one corrects it; after that the eyes are where they were.
  let edited = "", visit = "";
  document.addEventListener("keydown", (event) => {
    const record = event.target.closest?.("#record, #handing, .checks") || (idle(event.target) && document.querySelector("#record, #handing"));
    if (!record || (event.key !== "ArrowDown" && event.key !== "ArrowUp") || event.ctrlKey || event.altKey) return;
    const edits = [...record.querySelectorAll(".correct, .tick")];
    const next = edits[edits.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
    if (!edits.length) return;
    event.preventDefault();
    (next || (document.activeElement.matches(".correct, .tick") ? document.activeElement : edits[0])).focus();
  });
  document.addEventListener("focusin", (event) => { if (event.target.matches(".correct, .tick")) edited = event.target.id; });

  // Space ticks what is to be made sure of, one after the other: it begins with the first that is open, and each leads to the next.
  let following = "";
  document.addEventListener("keydown", (event) => {
    if (event.key !== " " || openDialog() || event.target.closest?.("button, a, summary, input, textarea, select")) return;
    const open = document.querySelector(":is(.checks, #handing) [aria-checked=false]:not(:disabled)");
    if (!open) return;
    event.preventDefault();
    if (event.repeat) return;
    open.click();
  });
  document.addEventListener("click", (event) => {
    const tick = event.target.closest?.(":is(.checks, #handing) [aria-checked=false]");
    if (!tick) return;
    const open = [...tick.closest(".checks, #handing").querySelectorAll("[aria-checked=false]")];
    following = (open[open.indexOf(tick) + 1] || open[0] || tick).id;
  });
  const write = () => {
    choose("notes");
    document.querySelector(".notes textarea")?.focus();
  };
  // Filling in: Enter goes to the next empty field that must be there, and after the last it sends.
  const emptyAfter = (dialog, place) => {
    const fields = [...dialog.querySelectorAll(".entry .field:has(.must)")];
    const here = fields.findIndex((each) => each.contains(place));
    for (const field of fields.slice(Math.max(here, 0))) {
      const inputs = [...field.querySelectorAll(":is(input, select, textarea):not([type=hidden])")].filter((each) => !each.closest(".staff-way"));
      if (field.querySelector(".staff-way :checked")) continue;
      const choices = inputs.filter((each) => each.matches("[type=radio], [type=checkbox]"));
      if (choices.length ? choices.includes(place) || choices.some((each) => each.checked) : inputs.every((each) => each.value || each === place)) continue;
      return choices[0] || inputs.find((each) => !each.value && each !== place);
    }
    return null;
  };
  document.addEventListener("keydown", (event) => {
    const dialog = event.target.closest?.("dialog[data-fills-in]");
    if (!dialog || event.key !== "Enter" || event.isComposing || !event.target.matches(".entry :is(input, select)")) return;
    const next = emptyAfter(dialog, event.target);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  // A few words for the next stage: Enter keeps them, as everywhere on this page.
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches?.(".notes textarea") || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!event.repeat) event.target.form.requestSubmit(event.target.form.querySelector("button:not(:disabled)"));
  });

  // Who serves somebody else looks at the list anew: from its top.
  let served = document.querySelector(".desk")?.dataset.visit;
  const anew = () => {
    const visit = document.querySelector(".desk")?.dataset.visit;
    if (visit === served) return;
    served = visit;
    for (const list of document.querySelectorAll("#rows, #record")) list.scrollTop = 0;
  };

  let chosen = document.querySelector(".desk")?.dataset.tab || "record";
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

  // What was done is said for ten seconds, however often the page is drawn anew.
  const SAID = 10000;
  let said = { words: "", until: 0 };
  // Why another number came stays beside it while it is called, and at a work list for half a minute.
  let instead = { words: "", number: "", until: 0 };
  const settled = () => {
    const place = document.getElementById("instead");
    const number = document.getElementById("here")?.textContent;
    if (!place || number === undefined) return;
    if (place.textContent && place.textContent !== instead.words) instead = { words: place.textContent, number, until: performance.now() + 30000 };
    const behind = document.querySelector(".work-desk") !== null;
    const called = !behind && document.getElementById("state")?.textContent === "呼出中";
    const words = instead.number === number && (called || (behind && performance.now() < instead.until)) ? instead.words : "";
    if (place.textContent !== words) place.textContent = words;
    place.hidden = !words;
  };

  // The number on the button may turn while the finger comes down: what the clerk read is what the answer explains.
  const READ = 3000;
  let next = "";
  let read = { number: "", until: 0 };
  const turned = () => {
    const form = document.getElementById("call")?.form;
    const now = form?.getAttribute("action") === "/counter/next" ? form.elements.number.value : "";
    if (now !== next) read = { number: next, until: performance.now() + READ };
    next = now;
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("action") === "/counter/next" && read.number && performance.now() < read.until) form.elements.number.value = read.number;
  }, true);

  const keep = () => {
    settled();
    const place = document.getElementById("did");
    if (!place) return;
    if (place.textContent && place.textContent !== said.words) {
      said = { words: place.textContent, until: performance.now() + SAID };
      setTimeout(keep, SAID + 50);
    }
    if (performance.now() >= said.until) said = { words: "", until: 0 };
    const words = said.words;
    if (place.textContent !== words) place.textContent = words;
    place.hidden = !words;
  };

  // さがす leads away, and its Esc back to where the eyes were; `pick`: a number that was found there, to be called.
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.('[data-key="Shift+F3"]')) return;
    const path = document.querySelector(".desk")?.dataset.path || "/counter";
    sessionStorage.setItem("came-from", JSON.stringify({ path, focus: document.activeElement?.id || edited }));
  }, true);
  const came = JSON.parse(sessionStorage.getItem("came-from") || "null");
  sessionStorage.removeItem("came-from");
  if (came?.focus) edited = came.focus;
  const wanted = new URLSearchParams(location.search).get("pick");
  const asked = wanted && document.getElementById("pick");
  if (wanted) history.replaceState(null, "", document.querySelector(".desk").dataset.path);
  if (asked) {
    asked.showModal();
    document.getElementById("pick-number").value = wanted;
    narrow();
  } else if (wanted) {
    const place = document.getElementById("did");
    place.textContent = `いまの方を終えてから、${wanted} を F3 で呼べます`;
  }

  const settle = (event) => {
    if (event && event.detail.ctx?.request.method !== "GET") { said.until = 0; instead = { words: "", number: "", until: 0 }; } // a later press is not answered by what an earlier one did
    keep();
    turned();
    const here = document.getElementById("page")?.dataset.visit || "";
    if (visit && here !== visit) {
      // Another person's record: what was corrected in the one before must not lie under the next Enter.
      if (document.activeElement?.matches(".correct, .tick")) document.activeElement.blur();
      edited = "";
    }
    visit = here;
    const lost = document.querySelector("dialog[data-open]:not([open])");
    if (lost) {
      lost.showModal();
      const first = (selector) => lost.querySelector(selector);
      const wrong = first("[aria-invalid], .bad input, .bad select") || first(".reason.wrong input") || first(".entry :is(input:not([type=hidden]), select)");
      const empty = lost.hasAttribute("data-fills-in") && emptyAfter(lost);
      (wrong?.matches("[aria-invalid], .bad *") ? wrong : empty || wrong)?.focus();
    } else if (following && event?.detail.ctx?.request.method !== "GET") {
      document.getElementById(following)?.focus();
      following = "";
    } else if (edited && document.activeElement === document.body) document.getElementById(edited)?.focus();
    choose(chosen);
    anew();
    const record = document.getElementById("record");
    if (record) record.onscroll = below;
    below();
  };
  document.addEventListener("htmx:after:swap", settle);
  addEventListener("resize", below);
  settle();
})();
