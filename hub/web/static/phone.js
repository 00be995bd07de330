// The phone page: sound and vibration when called, if the resident asked for it (browsers want a touch first).
"use strict";
(() => {
  let audio = null;
  let before = state();

  function state() { return document.getElementById("page").dataset.state; }

  const chime = () => {
    if (navigator.vibrate) navigator.vibrate([400, 200, 400, 200, 800]);
    if (!audio) return;
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

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-sound]");
    if (!button) return;
    audio = audio || new AudioContext();
    audio.resume();
    mark();
  });

  const mark = () => {
    const button = document.querySelector("[data-sound]");
    if (button && audio) { button.textContent = button.dataset.on; button.disabled = true; }
  };

  document.addEventListener("htmx:after:swap", () => {
    const now = state();
    if (now === "called" && before !== "called") chime();
    before = now;
    mark();
  });
})();
