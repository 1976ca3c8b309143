// Buttons that copy.
//
//   <button data-copy="texte" data-copy-html="<p>…" data-done="Copié" data-failed="La copie a échoué" hidden>Copier</button>
//   <button data-copy-from="id" …>      the text, or the value, of the element with that id
//
// data-copy-html is optional: word processors then keep links and emphasis. The button says how it went (data-done,
// data-failed), for the eye in its own words and for the ear through .toasts when the page has one (see page.js).
(() => {
  "use strict";
  const SHOWN_MS = 2500;

  function words(button) {
    const source = button.dataset.copyFrom && document.getElementById(button.dataset.copyFrom);
    return source ? (source.value ?? source.innerText) : button.dataset.copy;
  }

  async function write(text, html) {
    if (!navigator.clipboard) return writeTheOldWay(text); // plain http, on another machine than this one
    if (!html || !window.ClipboardItem) return navigator.clipboard.writeText(text);
    const blob = (type, content) => new Blob([content], { type });
    const both = { "text/plain": blob("text/plain", text), "text/html": blob("text/html", html) };
    return navigator.clipboard.write([new ClipboardItem(both)]);
  }

  function writeTheOldWay(text) {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "unseen";
    const focused = document.activeElement;
    (focused?.closest("dialog") || document.body).append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    focused?.focus();
    if (!copied) throw new Error("not copied");
  }

  function say(button, told) {
    const label = button.querySelector("[data-label]") || button;
    button.dataset.before ??= label.textContent;
    label.textContent = told;
    clearTimeout(button.timer);
    button.timer = setTimeout(() => {
      label.textContent = button.dataset.before;
      delete button.dataset.before;
    }, SHOWN_MS);
    document.dispatchEvent(new CustomEvent("reperes:say", { detail: told }));
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy], [data-copy-from]");
    if (!button) return;
    try {
      await write(words(button), button.dataset.copyHtml);
      say(button, button.dataset.done);
    } catch {
      say(button, button.dataset.failed);
    }
  });

  document.querySelectorAll("[data-copy][hidden], [data-copy-from][hidden]").forEach((button) => (button.hidden = false));
})();
