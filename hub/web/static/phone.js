// The phone page: sound and vibration when called, if the resident asked for it (browsers want a touch first), and a screen that stays on.
"use strict";
(() => {
  const AGAIN = [0, 8000, 16000]; // a telephone in a bag is heard the second or third time
  let audio = null;
  let lock = null;
  let before = now();
  const ringing = new Set();

  // What is on the page: waiting, or the how-many-th call it is.
  function now() {
    const page = document.getElementById("page");
    return page.dataset.state === "called" ? "called " + page.dataset.times : page.dataset.state;
  }

  const ring = () => {
    hush();
    for (const pause of AGAIN) ringing.add(setTimeout(chime, pause));
  };

  const hush = () => {
    for (const each of ringing) clearTimeout(each);
    ringing.clear();
    if (navigator.vibrate) navigator.vibrate(0);
  };

  const chime = () => {
    document.body.dataset.rang = Number(document.body.dataset.rang || 0) + 1;
    if (navigator.vibrate) navigator.vibrate([400, 200, 400, 200, 800]);
    if (!audio) return;
    audio.resume();
    [880, 660].forEach((pitch, index) => {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      const begins = audio.currentTime + index * 0.5;
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.4, begins);
      volume.gain.exponentialRampToValueAtTime(0.001, begins + 0.9);
      tone.connect(volume).connect(audio.destination);
      tone.start(begins);
      tone.stop(begins + 1);
    });
  };

  // A telephone that sleeps hears nothing: with the sound on, the screen stays on until the visit is over.
  const stayAwake = async () => {
    if (!audio || lock || document.hidden || !navigator.wakeLock) return;
    try {
      lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => { lock = null; });
    } catch { /* the battery is low, or the browser does not want it */ }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-sound]");
    if (!button) return;
    audio = audio || new AudioContext();
    audio.resume();
    stayAwake();
    mark();
  });
  document.addEventListener("visibilitychange", stayAwake);

  const mark = () => {
    const button = document.querySelector("[data-sound]");
    if (button && audio) { button.textContent = button.dataset.on; button.disabled = true; }
  };

  document.addEventListener("htmx:after:swap", () => {
    const after = now();
    if (after !== before) {
      if (after.startsWith("called")) ring();
      else hush();
      if (after === "ended" && lock) lock.release();
    }
    before = after;
    mark();
  });
})();
