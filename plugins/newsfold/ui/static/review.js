// Keys for the review inbox. A key presses what carries it in data-key; in a field it is a letter.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const wanted = event.key.toLowerCase();
  for (const each of document.querySelectorAll("[data-key]")) {
    if (each.dataset.key.split(" ").includes(wanted)) {
      event.preventDefault();
      each.click();
      return;
    }
  }
});
// A decision is sent once.
for (const form of document.querySelectorAll("form.deciding")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
// Back by the browser's own button: the form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form.deciding")) delete form.dataset.sent;
});
