/* The consoles' own small behaviours: copy a text, send a form once, drop a file. */
(() => {
  "use strict";

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent.trim());
    button.textContent = button.dataset.copied;
  });

  // A second tap on a slow line must not send the act again; the server would refuse it, but the person would read that.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-once]")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // An icon is a word in the icons' font: beside words of its own it is not to be read out.
  document.addEventListener("DOMContentLoaded", () => {
    for (const icon of document.querySelectorAll(".material-symbols-outlined:not([aria-hidden])")) {
      const around = icon.closest("a, button");
      if (around && around.textContent.trim() !== icon.textContent.trim()) icon.setAttribute("aria-hidden", "true");
    }
  });

  // A field that searches is named after what was chosen, and while it is empty not at all: its label names it.
  const nameSearchingFields = () => {
    for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
      const field = select.nextElementSibling?.querySelector("[role=combobox]");
      const chosen = field?.querySelector(".select2-selection__rendered");
      const label = select.labels[0];
      if (!chosen || !label) continue;
      label.id ||= `${select.id}_label`;
      chosen.removeAttribute("role");
      chosen.removeAttribute("aria-readonly");
      field.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
    }
  };
  // They are made some time after the page, and with every line that is added.
  document.addEventListener("DOMContentLoaded", () => {
    nameSearchingFields();
    new MutationObserver(nameSearchingFields).observe(document.body, { childList: true, subtree: true });
  });

  // Unfold writes the name of a chosen file into the nearest text field, whatever that is for: our zones show it themselves.
  document.addEventListener("DOMContentLoaded", () => {
    for (const input of document.querySelectorAll(".q-drop input[type=file]")) input.hasChangeListener = true;
  });
  const nameOf = (zone, input) => {
    zone.querySelector("[data-file-name]").textContent = input.files.length ? input.files[0].name : zone.dataset.empty;
  };
  document.addEventListener("change", (event) => {
    const zone = event.target.closest(".q-drop");
    if (zone && event.target.type === "file") nameOf(zone, event.target);
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const zone = event.target instanceof Element && event.target.closest(".q-drop");
      if (!zone) return;
      event.preventDefault();
      zone.classList.toggle("is-over", kind === "dragover");
      if (kind !== "drop" || !event.dataTransfer.files.length) return;
      const input = zone.querySelector("input[type=file]");
      input.files = event.dataTransfer.files;
      nameOf(zone, input);
    });
  }
})();
