// What makes the staff's pages quicker; all of them work without it.
//
//   <form data-guarded>               words typed in it are not left without a warning
//   <form data-drop data-told="…">    takes the files that are dropped anywhere on the page, and says so
//   <tr data-row>                     of the queue: walked through with j and k; its .open link, its checkbox
//   data-key="a"                      what that key does on this page
//   <input data-shortcuts>            turns the keys off and on, in this browser
(() => {
  "use strict";
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const say = (words) => document.dispatchEvent(new CustomEvent("reperes:say", { detail: words })); // page.js shows it

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
      say(deposit.dataset.told);
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

  // Single keys get in the way of some (speech, a slip of the hand): they can be turned off (WCAG 2.1.4)
  const OFF = "reperes-shortcuts-off";
  const choice = one("[data-shortcuts]");
  const remembered = (act) => {
    try {
      return act(localStorage);
    } catch {
      return null; // a browser that keeps nothing
    }
  };
  if (choice) {
    choice.checked = remembered((kept) => kept.getItem(OFF)) === null;
    choice.addEventListener("change", () => remembered((kept) => (choice.checked ? kept.removeItem(OFF) : kept.setItem(OFF, "1"))));
  }

  const writes = (node) => node.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || one("dialog[open]")) return;
    if (writes(event.target) || !choice?.checked) return;
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
      "?": () => (one("#raccourcis").showModal(), true),
    };
    const act = acts[event.key];
    if (act && act() !== false) event.preventDefault();
  });
})();
