// What makes the portal better than it is without JavaScript. Every act here is a plain form underneath.
"use strict";

document.documentElement.classList.add("js");

// One tap is one act: the second submit of a form goes nowhere, and the button says so.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  const button = event.submitter || form.querySelector("button");
  if (button && button.dataset.busy) {
    button.dataset.words = button.textContent;
    button.textContent = button.dataset.busy;
    button.setAttribute("aria-busy", "true");
  }
});

// A page that comes back from the browser's own memory may show what is no longer so, or no longer this person's.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  if (!(await copied(source))) return;
  const words = button.querySelector(".copy-words");
  const status = button.nextElementSibling;
  const before = words.textContent;
  words.textContent = status.textContent = button.dataset.copied;
  setTimeout(() => { words.textContent = before; status.textContent = ""; }, 4000);
});

async function copied(source) {
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    return true;
  } catch {
    // In-app browsers and plain http know no clipboard: select it, and copy as browsers did before.
    const range = document.createRange();
    range.selectNodeContents(source);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return document.execCommand("copy");
  }
}

// Choose so many and no more.
function settleChoices(group) {
  const boxes = [...group.querySelectorAll("input")];
  const isFull = boxes.filter((box) => box.checked).length >= Number(group.dataset.choose);
  for (const box of boxes) {
    const card = box.closest(".choice-card");
    card.classList.toggle("is-chosen", box.checked);
    box.disabled = box.type === "checkbox" && isFull && !box.checked;
    card.classList.toggle("is-full", box.disabled);
  }
}
document.addEventListener("change", (event) => {
  const group = event.target.closest("[data-choose]");
  if (group) settleChoices(group);
});
document.querySelectorAll("[data-choose]").forEach(settleChoices);

// A look that failed (no network, a server that restarts) is tried again; coming back to the page looks at once.
const lookAgain = () => {
  const poll = document.getElementById("poll");
  if (poll && window.htmx) window.htmx.trigger(poll, "look-again");
};
for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failure, () => setTimeout(lookAgain, 10000));
}
window.addEventListener("online", lookAgain);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") lookAgain();
});

// What opens soon: the clock counts by the server's time (how long it said it would be), and the button wakes by itself. Whether
// it is open the server decides all the same.
const DAY = 86400000;
function clockOf(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}
function settleWaiting(element, left) {
  if (element.dataset.counts !== undefined) {
    element.hidden = left <= 0 || left > DAY;
    element.textContent = clockOf(left);
    element.classList.toggle("is-near", left <= 10000);
  } else if (left <= 0) {
    element.textContent = element.dataset.opened;
    element.disabled = false;
    element.classList.replace("is-soon", "is-calm");
  }
  return left > 0;
}
const waiting = [...document.querySelectorAll("[data-counts], [data-opens-in]")].map((element) => (
  { element, at: Date.now() + Number(element.dataset.counts ?? element.dataset.opensIn) }
));
function tick() {
  const goesOn = waiting.filter(({ element, at }) => settleWaiting(element, at - Date.now()));
  if (goesOn.length) setTimeout(tick, 250);
}
if (waiting.length) tick();
