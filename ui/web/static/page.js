// What the page does by itself. Everything is delegated from the document: Gradio replaces the nodes below it.
(() => {
  "use strict";
  // Gradio takes its own few words and <html lang> from the browser's language; this page is French for everyone.
  Object.defineProperty(navigator, "language", { get: () => "fr" });
  Object.defineProperty(navigator, "languages", { get: () => ["fr"] });

  const calmly = matchMedia("(prefers-reduced-motion: reduce)");
  const behavior = () => (calmly.matches ? "auto" : "smooth");
  if (!navigator.clipboard) document.documentElement.classList.add("no-copy");

  function highlight(...nodes) {
    document.querySelectorAll(".current").forEach((node) => node.classList.remove("current"));
    nodes.forEach((node) => node.classList.add("current"));
  }

  function show(target, block) {
    target.focus({ preventScroll: true });
    target.scrollIntoView({ behavior: behavior(), block });
  }

  function toCard(link) {
    const card = document.getElementById(link.hash.slice(1));
    highlight(link, card, ...card.querySelectorAll(`mark[data-number="${link.dataset.number}"]`));
    show(card, "nearest");
  }

  function toAnswer(link) {
    const number = link.closest(".card").querySelector("mark.current")?.dataset.number;
    const first = document.getElementById(link.hash.slice(1));
    const asked = number && first.closest(".answer").querySelector(`.reference[data-number="${number}"]`);
    highlight();
    show(asked || first, "center");
  }

  async function copy(button) {
    const words = button.textContent;
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = words), 2000);
  }

  // A filter taken back goes away with its button; its question gets the focus once it is answered again.
  let answeredAgain = "";
  function refocus() {
    const turn = answeredAgain && document.getElementById(answeredAgain);
    if (!turn || turn.querySelector(".busy")) return;
    if (document.activeElement?.closest?.("#" + answeredAgain)) return;
    answeredAgain = "";
    const asked = turn.querySelector("h2");
    asked.tabIndex = -1;
    asked.focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    const on = (selector) => event.target.closest?.(selector);
    const link = on(".reference") || on(".back");
    if (link) {
      event.preventDefault();
      (link.matches(".back") ? toAnswer : toCard)(link);
    } else if (on(".take-back")) {
      answeredAgain = on(".turn").id;
    } else if (on(".copy")) {
      copy(on(".copy"));
    } else if (on("[data-opens]")) {
      document.getElementById(on("[data-opens]").dataset.opens).showModal();
    } else if (on(".skip") || on("#new")) {
      event.target.matches(".skip") && event.preventDefault();
      document.querySelector("#question textarea")?.focus();
    }
  });

  // A new question scrolls into view; a lost server is told in French, in place of Gradio's own English message.
  // The question box has the focus from the start, except where that would raise a keyboard over the page.
  let turns = 0;
  let focused = matchMedia("(max-width: 768px)").matches;
  function changed() {
    const box = document.querySelector("#question textarea");
    if (box && !focused) box.focus({ preventScroll: true });
    focused ||= Boolean(box);
    const shown = document.querySelectorAll(".turn");
    if (shown.length > turns) shown[shown.length - 1].scrollIntoView({ behavior: behavior(), block: "start" });
    turns = shown.length;
    refocus();
    const offline = document.getElementById("offline");
    if (offline && !offline.hasChildNodes() && document.querySelector(".toast-body.error")) {
      const words = document.createElement("p");
      words.className = "notice";
      words.textContent = offline.dataset.text;
      offline.append(words);
    }
  }
  document.addEventListener("DOMContentLoaded", () =>
    new MutationObserver(changed).observe(document.body, { childList: true, subtree: true }),
  );
})();
