// How busy it is: what is older than three minutes is not shown as now.
"use strict";
(() => {
  const OLD = 3 * 60 * 1000;
  let seen = "";
  let since = performance.now();
  setInterval(() => {
    const page = document.getElementById("page");
    if (page.dataset.at !== seen) { seen = page.dataset.at; since = performance.now(); }
    const stale = performance.now() - since > OLD;
    page.querySelector(".when-stale").hidden = !stale;
    page.classList.toggle("stale", stale);
    if (stale) for (const sign of page.querySelectorAll(".sign")) { sign.textContent = "－"; sign.className = "sign none"; }
  }, 1000);
})();
