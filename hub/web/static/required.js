// What is missing in a form is said beside it in the words of the page; the browser's own bubble speaks the browser's language.
"use strict";
(() => {
  const words = document.currentScript.dataset;
  const choices = "[type=radio], [type=checkbox], [type=file], select";
  let told = false; // of one press the first field is looked at, all are told of

  const place = (field) => field.closest("fieldset, .field") || field.closest("label") || field;
  const own = (field) => {
    const around = place(field);
    return around.matches("fieldset, .field") ? around.querySelector(":scope > .lacking") : around.parentElement.querySelector(":scope > .lacking");
  };

  const say = (field) => {
    field.setAttribute("aria-invalid", "true");
    if (own(field)) return;
    const said = document.createElement("p");
    said.className = "lacking";
    said.setAttribute("role", "alert");
    said.textContent = (!field.validity.valueMissing && field.dataset.wrong) || (field.matches(choices) ? words.choose : words.missing);
    const around = place(field);
    if (around.matches("fieldset, .field")) around.append(said);
    else around.after(said);
  };

  document.addEventListener("invalid", (event) => {
    event.preventDefault();
    const field = event.target;
    say(field);
    if (told) return;
    told = true;
    setTimeout(() => { told = false; });
    field.focus();
    field.scrollIntoView({ block: "nearest" });
  }, true);

  const mend = (event) => {
    const field = event.target;
    if (!field.matches?.("input, select, textarea") || !own(field)) return;
    own(field).remove();
    for (const each of field.form?.querySelectorAll("[aria-invalid]") || []) if (each.name === field.name) each.removeAttribute("aria-invalid");
  };
  document.addEventListener("input", mend);
  document.addEventListener("change", mend);
})();
