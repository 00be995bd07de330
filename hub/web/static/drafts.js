// What a clerk has written and not sent: a note, a correction. It stays through a cut line, a look of the page, a reload and a new
// sign-in, and the page says that it is not sent. It lives in the page's memory; what outlasts the page is sealed by a key the hub
// gives to this person alone and for today, so that nobody else at this terminal, and nobody who has its disk, can read it.
"use strict";
(() => {
  const STORE = "drafts";
  const drafts = new Map(); // the form's name → {title, fields: [[name, value, checked]]}
  let sent = ""; // whose answer is awaited

  const page = () => document.getElementById("page");
  const forms = () => [...document.querySelectorAll("form[data-draft]")];
  const fields = (form) => [...form.elements].filter((each) => each.name && each.type !== "hidden" && each.matches("input, select, textarea"));
  const checks = (field) => field.type === "radio" || field.type === "checkbox";

  // --- sealed across a reload ---------------------------------------------------------------------------------------------
  const key = async () => {
    const hex = page()?.dataset.draftKey;
    if (!hex || !crypto.subtle) return null; // over plain HTTP a page has its memory alone
    const raw = Uint8Array.from(hex.match(/../g), (each) => parseInt(each, 16));
    return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  };

  let sealing = Promise.resolve(); // one after the other: the last word is what lies there
  const seal = () => { sealing = sealing.then(put).catch(() => {}); };
  const put = async () => {
    if (!drafts.size) return sessionStorage.removeItem(STORE);
    const own = await key();
    if (!own) return;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const words = new TextEncoder().encode(JSON.stringify([...drafts]));
    const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, own, words));
    sessionStorage.setItem(STORE, btoa(String.fromCharCode(...iv, ...sealed)));
  };

  const unseal = async () => {
    const kept = sessionStorage.getItem(STORE);
    const own = kept && (await key());
    if (!own) return;
    try {
      const bytes = Uint8Array.from(atob(kept), (each) => each.charCodeAt(0));
      const words = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes.slice(0, 12) }, own, bytes.slice(12));
      for (const [name, draft] of JSON.parse(new TextDecoder().decode(words))) if (!drafts.has(name)) drafts.set(name, draft);
    } catch {
      sessionStorage.removeItem(STORE); // another person's, or of another day
    }
    show();
  };

  // --- written, shown, sent -----------------------------------------------------------------------------------------------
  const write = (event) => {
    const form = event.target.form;
    if (!form?.dataset.draft) return;
    const written = fields(form).map((each) => [each.name, each.value, checks(each) ? each.checked : null]);
    const empty = form.dataset.draft.startsWith("note ") && !form.elements.text.value.trim();
    if (empty) drafts.delete(form.dataset.draft);
    else drafts.set(form.dataset.draft, { title: form.dataset.draftTitle || "", fields: written });
    seal();
    mark();
  };

  const drop = (name) => {
    if (!drafts.delete(name)) return;
    seal();
    mark();
  };

  const fill = (form) => {
    const left = [...(drafts.get(form.dataset.draft)?.fields || [])];
    for (const field of fields(form)) {
      const at = left.findIndex(([name, value]) => name === field.name && (!checks(field) || value === field.value));
      if (at < 0) continue;
      const [[, value, checked]] = left.splice(at, 1);
      if (checks(field)) field.checked = checked;
      else if (field.value !== value) field.value = value;
    }
  };

  const mark = () => {
    for (const form of forms()) {
      const place = form.querySelector(".unsent");
      if (place) place.hidden = !drafts.has(form.dataset.draft);
    }
    const visit = page()?.dataset.visit;
    const here = forms().map((each) => each.dataset.draft);
    const left = [...drafts].filter(([name]) => visit && name.startsWith(`correct ${visit} `) && !here.includes(name));
    const bar = document.querySelector(".drafts");
    const shown = left.map(([name]) => name).join("|");
    if (bar?.dataset.shown === shown) return;
    bar?.remove();
    if (left.length) document.querySelector(".record")?.prepend(bars(left, shown));
  };

  // A correction that was begun: where it was, it goes on.
  const bars = (left, shown) => {
    const bar = document.createElement("div");
    bar.className = "message caution drafts";
    bar.dataset.shown = shown;
    bar.setAttribute("role", "status");
    for (const [name, { title }] of left) {
      const [, , application, path] = name.split(" ");
      const words = document.createElement("strong");
      words.textContent = `訂正「${title}」は、まだ送っていません`;
      const [on, off] = [document.createElement("button"), document.createElement("button")];
      for (const [button, label] of [[on, "つづける"], [off, "捨てる"]]) { button.type = "button"; button.className = "button row"; button.textContent = label; }
      on.classList.add("needs-link");
      on.onclick = () => (document.getElementById(`edit-${application}-${path}`) || document.getElementById(`open-${application}-${path}`))?.click();
      off.onclick = () => drop(name);
      bar.append(words, on, off);
    }
    return bar;
  };

  const show = () => {
    for (const form of forms()) {
      const name = form.dataset.draft;
      const text = drafts.get(name)?.fields.find(([each]) => each === "text")?.[1].trim();
      // its answer was lost on the way, and it is there
      if (text && [...document.querySelectorAll(".notes .said li")].some((each) => each.textContent.trim().endsWith(text))) drop(name);
      if (drafts.has(name)) fill(form);
    }
    mark();
  };

  document.addEventListener("input", write);
  document.addEventListener("change", (event) => { if (checks(event.target)) write(event); }); // of a text it also comes when its question closes
  document.addEventListener("htmx:before:request", (event) => { sent = event.detail.ctx?.sourceElement?.dataset?.draft || sent; });
  document.addEventListener("htmx:after:swap", (event) => {
    const ctx = event.detail.ctx;
    if (ctx?.request.method !== "GET") {
      if (sent && ctx?.response?.status < 400) drop(sent);
      sent = "";
    }
    show();
  });
  // Who closes the question does not want the correction any more.
  const given = (dialog) => { const form = dialog?.querySelector("form[data-draft]"); if (form) drop(form.dataset.draft); };
  document.addEventListener("click", (event) => { const close = event.target.closest?.("[data-close]"); if (close) given(close.closest("dialog")); });
  document.addEventListener("cancel", (event) => given(event.target), true);
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action") === "/sign-out") { drafts.clear(); sessionStorage.removeItem(STORE); }
  }, true);
  addEventListener("beforeunload", (event) => { if (drafts.size && !crypto.subtle) event.preventDefault(); });
  unseal();
})();
