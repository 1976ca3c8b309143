// What makes the staff's pages quicker. Every page works without it.
(() => {
  "use strict";
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const said = one("#dit");

  function say(text) {
    const line = document.createElement("p");
    line.className = "done";
    line.textContent = text;
    said.replaceChildren(line);
  }

  // Dialogs
  all("[data-opens]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => document.getElementById(button.dataset.opens).showModal());
  });

  // Copy
  if (navigator.clipboard) {
    all("[data-copies]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", async () => {
        const from = document.getElementById(button.dataset.copies);
        await navigator.clipboard.writeText("value" in from ? from.value : from.innerText.trim());
        say("Copié.");
      });
    });
  }

  // A draft that is not kept yet
  const guarded = one("[data-guarded]");
  if (guarded) {
    const words = () => all("input[type=text], input:not([type]), textarea", guarded).map((field) => field.value).join("\n");
    const before = words();
    let leaving = false;
    guarded.addEventListener("submit", () => (leaving = true));
    addEventListener("beforeunload", (event) => {
      if (!leaving && words() !== before) event.preventDefault();
    });
  }

  // Files dropped anywhere on the page
  const deposit = one("[data-drop]");
  if (deposit) {
    const carries = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
    addEventListener("dragover", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      document.body.classList.add("dropping");
    });
    addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) document.body.classList.remove("dropping");
    });
    addEventListener("drop", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      document.body.classList.remove("dropping");
      one("#fichiers").files = event.dataTransfer.files;
      say("Tri en cours…");
      deposit.requestSubmit();
    });
  }

  // A sentence of the draft and its source
  function light(number) {
    all(".current:not([data-row])").forEach((node) => node.classList.remove("current"));
    if (!number) return;
    document.getElementById(`source-${number}`)?.classList.add("current");
    all(`[data-source="${number}"]`).forEach((node) => node.classList.add("current"));
  }
  all("[data-source]").forEach((sentence) => {
    for (const kind of ["mouseenter", "focusin"]) sentence.addEventListener(kind, () => light(sentence.dataset.source));
    for (const kind of ["mouseleave", "focusout"]) sentence.addEventListener(kind, () => light());
  });

  // The keyboard
  const rows = all("[data-row]");
  const current = () => rows.findIndex((row) => row.classList.contains("current"));
  function move(step) {
    const at = current();
    const next = rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)];
    rows.forEach((row) => row.classList.toggle("current", row === next));
    one(".open", next).focus();
    next.scrollIntoView({ block: "nearest" });
  }
  rows.forEach((row) => row.addEventListener("focusin", () => rows.forEach((each) => each.classList.toggle("current", each === row))));

  function press(key) {
    const control = one(`[data-key="${key}"]`);
    if (!control) return false;
    if (rows.length && control.form?.id === "lot") {
      const ticked = rows.some((row) => one("[name=choix]", row)?.checked);
      if (!ticked) {
        if (current() < 0) return false;
        one("[name=choix]", rows[current()]).checked = true;
      }
    }
    control.click();
    return true;
  }

  const writes = (node) => node.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || one("dialog[open]")) return;
    if (writes(event.target)) return;
    const acts = {
      j: () => rows.length && move(1),
      ArrowDown: () => rows.length && move(1),
      k: () => rows.length && move(-1),
      ArrowUp: () => rows.length && move(-1),
      Enter: () => current() >= 0 && event.target === document.body && one(".open", rows[current()]).click(),
      x: () => current() >= 0 && one("[name=choix]", rows[current()])?.click(),
      e: () => press("e"),
      a: () => press("a"),
      u: () => press("u"),
      r: () => one("[data-draft]") && (one("[data-draft]").focus(), true),
      "?": () => one("#aide") && (one("#aide").showModal(), true),
    };
    const act = acts[event.key];
    if (act && act() !== false) event.preventDefault();
  });
})();
