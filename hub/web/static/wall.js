// The web board: a new call is shown large and, if somebody asked for sound, said. One after another, never over itself.
"use strict";
(() => {
  const SHOWN_FOR = 8000; // as on the TV; or as long as the voice speaks
  const LONGEST = 30000;
  const AT_ONCE = 3;
  const seen = new Map();
  const waiting = [];
  let calling = null;
  let audio = null;

  const rows = () => [...document.querySelectorAll("[data-call]")];
  const key = (row) => row.id;

  // After a cut line the calls made meanwhile are shown in the list and not called out.
  const remember = (announce) => {
    const now = rows();
    for (const row of now.reverse()) {
      if (seen.get(key(row)) !== row.dataset.call && announce) waiting.push({ id: row.id, ...row.dataset });
      seen.set(key(row), row.dataset.call);
    }
    const here = new Set(now.map(key));
    for (const id of [...seen.keys()]) if (!here.has(id)) seen.delete(id);
    for (let at = waiting.length - 1; at >= 0; at--) if (!here.has(waiting[at].id)) waiting.splice(at, 1); // they came
    if (calling && !here.has(calling.id)) calling.leave(); // so did who is called just now: no list says otherwise beside it
    next();
    draw();
  };

  const next = async () => {
    if (calling || !waiting.length) return;
    const call = calling = waiting.shift();
    draw();
    document.getElementById("said").textContent = call.said + " " + call.own;
    const shown = new Promise((done) => {
      call.leave = () => { call.gone = true; done(); };
      setTimeout(done, SHOWN_FOR);
    });
    const said = Promise.race([say(call), new Promise((done) => setTimeout(done, LONGEST))]);
    await Promise.all([shown, said]);
    if (calling !== call) return; // the line was cut meanwhile
    calling = null;
    if (waiting.length) next();
    else draw();
  };

  const draw = () => {
    const place = document.getElementById("calling");
    const all = calling ? [calling, ...waiting].filter((call) => !call.gone).slice(0, AT_ONCE) : [];
    place.hidden = !all.length;
    place.dataset.count = all.length;
    // Signs of the longest: all lines are as large as it can be.
    place.style.setProperty("--signs", Math.max(6, ...all.map((call) => call.number.length + call.counter.length)));
    place.replaceChildren(...all.map((call, index) => {
      const line = document.createElement("p");
      line.className = "call-line " + call.stage + (call === calling ? " said" : "");
      const [whole, counter, own] = [part("whole", ""), part("counter", call.counter), fitting("own", call.own)];
      counter.append(unit());
      own.lang = call.language;
      whole.append(part("number", call.number), part("to", "›"), counter, own);
      line.append(fitting("stage", call.title), whole);
      return line;
    }));
    beside(all);
  };

  // All other numbers that are called stay in sight meanwhile: in a large office somebody is always being called.
  const beside = (all) => {
    const place = document.getElementById("standing");
    const said = new Set(all.map((call) => call.id));
    const others = all.length ? rows().filter((row) => !said.has(row.id)) : [];
    others.sort((one, other) => (one.dataset.call < other.dataset.call ? 1 : -1));
    place.hidden = !others.length;
    place.replaceChildren(...others.map(({ dataset }) => {
      const line = document.createElement("li");
      line.className = dataset.stage;
      Object.assign(line.dataset, { number: dataset.number, counter: dataset.counter });
      const counter = part("counter", dataset.counter);
      counter.append(unit());
      line.append(fitting("stage", dataset.title), part("number", dataset.number), part("to", "›"), counter);
      return line;
    }));
    document.dispatchEvent(new Event("drawn"));
  };

  const part = (name, text) => {
    const made = document.createElement("span");
    made.className = name;
    made.textContent = text;
    return made;
  };

  const fitting = (name, text) => {
    const made = part(name, text);
    made.dataset.fit = "";
    return made;
  };

  const unit = () => {
    const made = document.createElement("small");
    made.textContent = document.getElementById("calling").dataset.unit;
    return made;
  };

  // Chime, then the words twice, then once in the ticket's language, with the voices this device has of its own.
  const say = async (call) => {
    if (!audio) return;
    await chime();
    await speak(call.said, "ja");
    await speak(call.said, "ja");
    if (call.own) await speak(call.own, call.language);
  };

  const chime = () => new Promise((done) => {
    audio.resume();
    [880, 660].forEach((pitch, index) => {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      const begins = audio.currentTime + index * 0.6;
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.4, begins);
      volume.gain.exponentialRampToValueAtTime(0.001, begins + 1.1);
      tone.connect(volume).connect(audio.destination);
      tone.start(begins);
      tone.stop(begins + 1.2);
    });
    setTimeout(done, 1800);
  });

  const speak = (words, language) => new Promise((done) => {
    const voices = window.speechSynthesis ? speechSynthesis.getVoices() : [];
    const voice = voices.find((each) => each.localService && each.lang.startsWith(language.split("-")[0]));
    if (!voice) { done(); return; } // a voice elsewhere would have to be asked over the net
    const utterance = new SpeechSynthesisUtterance(words);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.onend = utterance.onerror = done;
    speechSynthesis.speak(utterance);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("#sound");
    if (!button) return;
    audio = audio || new AudioContext();
    audio.resume();
    button.textContent = button.dataset.on;
    button.disabled = true;
    if (navigator.wakeLock) navigator.wakeLock.request("screen").catch(() => {});
  });

  document.addEventListener("htmx:after:swap", () => remember(!document.body.classList.contains("stale")));
  new MutationObserver(() => {
    if (document.body.classList.contains("stale")) {
      waiting.length = 0; // what was to be called is old by now
      calling = null;
      if (window.speechSynthesis) speechSynthesis.cancel();
    }
    draw();
  }).observe(document.body, { attributeFilter: ["class"] });
  remember(false);
})();
