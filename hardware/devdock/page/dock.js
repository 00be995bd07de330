// Looks at the dock's state every 0.7 s and posts one order a press. Nothing is kept here: what is shown is what the devices say.
"use strict";

const EVERY = 700;
const PRINTER = [
  ["paper", "用紙", "Paper", [["ok", "ある", "ok"], ["near_end", "残り少ない", "near end"], ["out", "ない", "out"]]],
  ["cover", "カバー", "Cover", [["closed", "しめる", "closed"], ["open", "あける", "open"]]],
  ["cutter", "カッター", "Cutter", [["ok", "正常", "ok"], ["jam", "つまった", "jammed"], ["jam_at_cut", "次に切るとき", "at next cut"], ["cleared", "取りのぞいた", "cleared"]]],
  ["heat", "温度", "Heat", [["ok", "正常", "ok"], ["hot", "熱い", "hot"]]],
  ["power", "電源", "Power", [["on", "入", "on"], ["off", "切", "off"]]],
  ["plug", "回線", "Line", [["in", "さす", "in"], ["out", "ぬく", "out"]]],
  ["mute", "返事", "Answers", [[false, "する", "on"], [true, "だまる", "mute"]]],
];
// What kind of printer it is, and accidents that wait for the next slip.
const PRINTER_KIND = [
  ["speed", "速さ", "Speed", [[250, "250 mm/s", "usual"], [90, "90", "cheap"], [60, "60", "slow"], [10, "10", "to watch"]]],
  ["tier", "証明", "Proof", [["A", "A 印刷後", "marker"], ["B", "B 順番", "ordered"], ["C", "C 状態", "status"], ["D", "D なし", "none"]]],
  ["proof", "答える時", "Answers when", [["printed", "印刷して", "printed"], ["parsed", "読んだだけ", "only read"]]],
  ["buffer", "受信メモリ", "Buffer", [[65536, "64 KB", "usual"], [4096, "4 KB", "small"]]],
  ["reply_split", "返事の形", "Replies", [[false, "まとめて", "whole"], [true, "1字ずつ", "by bytes"]]],
  ["reply_delay", "返事の遅れ", "Delay", [[0, "なし", "none"], [0.2, "0.2 秒", "0.2 s"], [2, "2 秒", "2 s"]]],
  ["idle_close", "無通信で切る", "Idle close", [[0, "しない", "never"], [300, "5 分", "5 min"], [5, "5 秒", "5 s"]]],
  ["defect", "故障", "Defect", [[false, "なし", "none"], [true, "ある", "broken"]]],
];
const ACCIDENTS = [
  ["用紙が途中で終わる", "Paper ends at row 300", { paper_out_at_row: 300 }],
  ["回線が途中で切れる", "Line breaks after 20 kB", { cut_link_after: 20000 }],
  ["途中で電源が切れる", "Power fails after 20 kB", { after_obeyed: 20000, power: "off" }],
  ["途中でカバーがあく", "Cover opens after 20 kB", { after_obeyed: 20000, cover: "open" }],
];
const LINK = [["up", "つながる", "up"], ["cut", "切る", "cut"], ["silent", "無音", "silent"]];
const FOREIGN = "https://example.invalid/offer";

const kiosks = document.getElementById("kiosks");
const template = document.getElementById("kiosk");
const columns = new Map(); // kiosk name → its article
let shape = "";

function words(japanese, english) {
  const both = document.createDocumentFragment();
  const span = document.createElement("span");
  span.lang = "en";
  span.textContent = english;
  both.append(japanese + " ", span);
  return both;
}

function button(japanese, english, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.append(words(japanese, english));
  made.addEventListener("click", press);
  return made;
}

function tell(text) {
  const told = document.getElementById("told");
  told.textContent = text;
  told.hidden = !text;
  clearTimeout(tell.timer);
  if (text) tell.timer = setTimeout(() => tell(""), 6000);
}

async function post(path, order) {
  try {
    const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(order) });
    const said = await answer.json();
    tell(answer.ok ? "" : `${said.error} — ${said.cure}`);
  } catch {
    tell("ドックが動いていません The dock has ended");
  }
  await look();
}

function choices(options, mark, press) {
  const row = document.createElement("div");
  row.className = "choices";
  options.forEach(([value, japanese, english], place) => {
    const made = button(japanese, english, () => press(value));
    made.dataset[mark] = String(value);
    made.classList.toggle("trouble", place > 0);
    row.append(made);
  });
  return row;
}

function press(row, mark, value) {
  for (const made of row.querySelectorAll("button")) made.setAttribute("aria-pressed", String(made.dataset[mark] === String(value)));
}

function line(link) {
  const box = document.createElement("div");
  box.className = "line";
  box.dataset.link = link.name;
  const where = document.createElement("p");
  where.className = "now";
  box.append(where, choices(LINK, "state", (state) => post(`/api/links/${encodeURIComponent(link.name)}`, { state })));
  return box;
}

function column(kiosk, link) {
  const made = template.content.cloneNode(true).querySelector("article");
  const at = `/api/kiosks/${encodeURIComponent(kiosk.name)}`;
  made.dataset.kiosk = kiosk.name;
  made.querySelector("h2").append(words(`キオスク ${kiosk.name}`, "Kiosk"));
  const part = (name) => made.querySelector(`[data-part=${name}]`);
  for (const name of ["cards", "printer", "camera"]) if (kiosk[name] === null) part(name).remove();
  if (part("cards")) {
    const cards = part("cards");
    cards.querySelector("[data-do=remove]").addEventListener("click", () => post(`${at}/cards`, { remove: true }));
    cards.querySelector("[data-do=mid-read]").addEventListener("click", () =>
      post(`${at}/cards`, { remove_after_apdu: Number(cards.querySelector("input").value) }));
  }
  if (part("printer")) {
    const turned = (knobs, list) => {
      for (const [knob, japanese, english, options] of list) {
        const name = document.createElement("span");
        name.append(words(japanese, english));
        const row = choices(options, "value", (value) => post(`${at}/printer`, { [knob]: value }));
        row.dataset.knob = knob;
        knobs.append(name, row);
      }
    };
    turned(part("printer").querySelector(".knobs"), PRINTER);
    turned(part("printer").querySelector(".kind"), PRINTER_KIND);
    part("printer").querySelector(".accidents").append(
      ...ACCIDENTS.map(([japanese, english, order]) => button(japanese, english, () => post(`${at}/printer`, order))),
      button("新品にする", "A new printer", () => post(`${at}/printer`, { unbox: true })));
  }
  if (part("camera")) {
    const form = made.querySelector("form");
    const show = (text, dark) => text && post(`${at}/camera`, { show: text, dark });
    form.addEventListener("submit", (event) => { event.preventDefault(); show(form.text.value.trim(), false); });
    form.querySelector("[data-do=dark]").addEventListener("click", () => show(form.text.value.trim(), true));
    form.querySelector("[data-do=foreign]").addEventListener("click", () => show(FOREIGN, false));
    form.querySelector("[data-do=hide]").addEventListener("click", () => post(`${at}/camera`, {}));
  }
  if (link) made.querySelector("[data-part=link] .line").replaceWith(line(link));
  else made.querySelector("[data-part=link]").remove();
  return made;
}

function unreached(part, device) {
  const now = part.querySelector(".now");
  const lost = Boolean(device.not_reached);
  now.classList.toggle("fault", lost);
  for (const made of part.querySelectorAll("button")) made.disabled = lost;
  if (lost) now.textContent = `模擬の機器が動いていません No simulator answers at ${device.not_reached}`;
  return lost;
}

function showCards(part, cards, at) {
  const library = part.querySelector(".library");
  const wanted = JSON.stringify(cards.library ?? []);
  if (!cards.not_reached && library.dataset.made !== wanted) {
    library.dataset.made = wanted;
    library.replaceChildren(...(cards.library ?? []).map((card) => {
      const made = button(card.title, card.kind.replaceAll("_", " "), () => post(`${at}/cards`, { put: card.id }));
      made.dataset.card = card.id;
      return made;
    }));
  }
  if (unreached(part, cards)) return;
  const lying = cards.lying ?? [];
  for (const made of library.children) made.setAttribute("aria-pressed", String(lying.includes(made.dataset.card)));
  const tries = lying.flatMap((card) => Object.entries(cards.tries?.[card] ?? {}).map(([name, left]) => `${name} ${left}`));
  part.querySelector(".now").textContent = lying.length
    ? `置いてあります Lies there: ${lying.join(", ")}${tries.length ? `（のこり tries: ${tries.join(", ")}）` : ""}`
    : "何も置いていません Nothing lies there";
  part.querySelector("[data-do=remove]").disabled = part.querySelector("[data-do=mid-read]").disabled = !lying.length;
  part.querySelector("pre").textContent = (cards.trace ?? []).join("\n");
}

function showPrinter(part, printer, sheet, at) {
  const slip = part.querySelector(".slip");
  const source = sheet ? `${at}/sheets/${encodeURIComponent(sheet)}` : "";
  slip.hidden = !sheet;
  if (sheet && slip.getAttribute("href") !== source) {
    slip.href = source;
    slip.querySelector("img").src = source;
  }
  if (unreached(part, printer)) return;
  for (const row of part.querySelectorAll("[data-knob]")) press(row, "value", printer[row.dataset.knob]);
  part.querySelector(".now").textContent =
    `出た紙 Sheets: ${printer.sheets}　メモリ buffered: ${printer.buffered}　途中 row: ${printer.row}　接続 lines: ${printer.connections}`;
}

function showLine(box, link) {
  press(box, "state", link.state);
  box.querySelector(".now").textContent = `${link.name}: ${link.listen} → ${link.target}（接続 connections ${link.connections}）`;
}

function show(dock) {
  const now = JSON.stringify([dock.kiosks.map((kiosk) => [kiosk.name, !kiosk.cards, !kiosk.printer, !kiosk.camera]), dock.links.map((link) => link.name)]);
  if (now !== shape) {
    shape = now;
    columns.clear();
    for (const kiosk of dock.kiosks) columns.set(kiosk.name, column(kiosk, dock.links.find((link) => link.name === kiosk.name)));
    kiosks.replaceChildren(...columns.values());
    const others = dock.links.filter((link) => !columns.has(link.name));
    document.getElementById("lines").replaceChildren(...others.map(line));
    document.getElementById("others").hidden = !others.length;
  }
  for (const kiosk of dock.kiosks) {
    const made = columns.get(kiosk.name);
    const at = `/api/kiosks/${encodeURIComponent(kiosk.name)}`;
    const part = (name) => made.querySelector(`[data-part=${name}]`);
    if (kiosk.cards) showCards(part("cards"), kiosk.cards, at);
    if (kiosk.printer) showPrinter(part("printer"), kiosk.printer, kiosk.sheet, at);
    if (kiosk.camera) part("camera").querySelector(".now").textContent = kiosk.camera.showing === null ? "何も見せていません Nothing is shown" : `見せています Shown: ${kiosk.camera.showing}`;
  }
  for (const link of dock.links) showLine(document.querySelector(`[data-link="${CSS.escape(link.name)}"]`), link);
}

async function look() {
  const live = document.getElementById("live");
  try {
    const answer = await fetch("/api/state");
    show(await answer.json());
    live.textContent = "動いています Live";
    live.classList.remove("lost");
  } catch {
    live.textContent = "ドックが終わりました The dock has ended";
    live.classList.add("lost");
  }
}

async function watch() {
  await look();
  setTimeout(watch, EVERY);
}
watch();
