// Shortcuts only: every page and action works without this file.

"use strict";

// The summary of errors, the receipt or the notice takes focus when the page opens.
function focusWhatHappened() {
  const target = document.querySelector(".felruta, .kvitto h1, .meddelanden [role=status]");
  if (target) target.focus();
}

// Arrow keys, Home and End between the cells of a matrix.
function step(cell, key) {
  const row = cell.closest("tr");
  const rows = [...row.closest("tbody").rows].filter((one) => one.querySelector(".ruta-c"));
  const cells = [...row.cells];
  const column = cells.indexOf(cell.closest("td"));
  const at = (line, index) => line && line.cells[index] && line.cells[index].querySelector("a.ruta-c");
  const inRow = cells.map((one) => one.querySelector("a.ruta-c")).filter(Boolean);
  const next = rows.indexOf(row);
  const targets = {
    ArrowLeft: () => at(row, column - 1),
    ArrowRight: () => at(row, column + 1),
    ArrowUp: () => at(rows[next - 1], column),
    ArrowDown: () => at(rows[next + 1], column),
    Home: () => inRow[0],
    End: () => inRow[inRow.length - 1],
  };
  return targets[key] && targets[key]();
}

function moveInMatrix(event) {
  const cell = event.target.closest && event.target.closest(".matris a.ruta-c");
  if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = step(cell, event.key);
  if (!target) return;
  event.preventDefault();
  target.focus();
}

// Esc closes an open menu and gives focus back to what opened it.
function closeMenus(event) {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
}

function closeMenusOutside(event) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
}

// Ctrl+Enter in a text area sends its form, by the button that stands last.
function submitFromTextarea(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.matches("textarea") && event.target.form;
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector(".knappar button[type=submit], button[type=submit]:not(.dold)");
  form.requestSubmit(button || undefined);
}

// A date chip fills its field at once; the server reads the date when the form is sent.
function fillDate(event) {
  const chip = event.target.closest && event.target.closest("button[data-fill]");
  const input = chip && document.getElementById(chip.dataset.fill);
  if (!input) return;
  event.preventDefault();
  input.value = chip.textContent.trim();
  const reading = input.closest(".falt").querySelector(".tolkning");
  if (reading) reading.remove();
  input.focus();
}

// "Mark all on the page", where a list has such a box.
function markAll(event) {
  const all = event.target.closest && event.target.closest("input[data-mark-all]");
  if (!all) return;
  for (const box of document.getElementsByName(all.dataset.markAll)) box.checked = all.checked;
}

// Single keys are off until the person has turned them on (WCAG 2.1.4).
const SECTIONS = { a: "/avtal", f: "/fornyelser", r: "/rekommendationer", k: "/kommuner" };
let leader = 0;

function shortcut(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  const going = Date.now() - leader < 1500 && SECTIONS[event.key];
  leader = event.key === "g" ? Date.now() : 0;
  if (going) location.assign(going);
  else if (event.key === "/") {
    event.preventDefault();
    document.getElementById("q").focus();
  } else if (event.key === "?") location.assign("/hjalp#tangenter");
}

document.addEventListener("keydown", moveInMatrix);
document.addEventListener("keydown", closeMenus);
document.addEventListener("keydown", submitFromTextarea);
document.addEventListener("click", closeMenusOutside);
document.addEventListener("click", fillDate);
document.addEventListener("change", markAll);
if (document.body.dataset.shortcuts === "on") document.addEventListener("keydown", shortcut);
focusWhatHappened();
