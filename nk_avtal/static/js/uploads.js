// Shows how far an upload has come, and lets files be dropped beside the field. Without this file
// the browser sends the form by itself.

"use strict";

// The line that tells, made when it is needed.
function progressLine(form) {
  const line = document.createElement("p");
  line.className = "framsteg";
  line.setAttribute("role", "status");
  const words = document.createElement("span");
  const bar = document.createElement("progress");
  bar.max = 1;
  line.append(words, bar);
  form.querySelector(".knappar").before(line);
  return (share) => {
    bar.value = share;
    words.textContent = share < 1 ? `${form.dataset.progress} ${Math.round(100 * share)} %` : `${form.dataset.checking} …`;
  };
}

// The page that the server answers with takes the place of this one.
function showAnswer(request) {
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  history.replaceState(null, "", request.responseURL);
  document.documentElement.replaceWith(page.documentElement);
  scrollTo(0, 0);
  focusWhatHappened();
}

function sendWithProgress(event) {
  const form = event.target;
  const picked = form.querySelector("input[type=file]");
  if (!form.dataset.progress || !picked || !picked.files.length) return;
  event.preventDefault();
  const button = form.querySelector(".knappar button[type=submit]");
  const tell = progressLine(form);
  const request = new XMLHttpRequest();
  button.disabled = true;
  request.upload.onprogress = (now) => tell(now.lengthComputable ? now.loaded / now.total : 0);
  request.upload.onload = () => tell(1);
  request.onload = () => showAnswer(request);
  request.onerror = () => form.submit(); // the browser's own words for what is wrong
  request.open("POST", form.action);
  request.send(new FormData(form));
  tell(0);
}

function boxOf(event) {
  const box = event.target.closest && event.target.closest("form[data-progress] .fil");
  return box && event.dataTransfer.types.includes("Files") ? box : null;
}

function allowDrop(event) {
  const box = boxOf(event);
  for (const one of document.querySelectorAll(".fil--over")) if (one !== box) one.classList.remove("fil--over");
  if (!box) return;
  event.preventDefault();
  box.classList.add("fil--over");
}

function takeDropped(event) {
  const box = boxOf(event);
  if (!box) return;
  event.preventDefault();
  box.classList.remove("fil--over");
  box.querySelector("input[type=file]").files = event.dataTransfer.files;
}

document.addEventListener("submit", sendWithProgress);
document.addEventListener("dragover", allowDrop);
document.addEventListener("drop", takeDropped);
