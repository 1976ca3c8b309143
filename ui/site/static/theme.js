// The theme chosen by the reader, before anything is painted.
//
//   <head> … <script src="theme.js"></script>                    not deferred: that is its point
//   <fieldset class="choice" data-theme-choice hidden>           shown, and kept in step, where there is one
//     <legend>…</legend><label><input type="radio" name="theme" value="system|light|dark">…</label>
//
// The choice stays in this browser. Also says, by class="js", that scripts run: the phone's menu folds only then.
(() => {
  "use strict";
  const KEY = "reperes-theme";
  const root = document.documentElement;
  let chosen = "system";
  try {
    chosen = localStorage.getItem(KEY) || chosen;
  } catch {} // a browser that keeps nothing follows the system

  function apply(theme) {
    chosen = theme === "light" || theme === "dark" ? theme : "system";
    if (chosen === "system") delete root.dataset.theme;
    else root.dataset.theme = chosen;
    document.querySelectorAll("[data-theme-choice] input").forEach((input) => (input.checked = input.value === chosen));
  }

  root.classList.add("js");
  apply(chosen);
  addEventListener("storage", (event) => event.key === KEY && apply(event.newValue));
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-theme-choice]").forEach((choice) => (choice.hidden = false));
    apply(chosen);
  });
  document.addEventListener("change", (event) => {
    if (!event.target.closest?.("[data-theme-choice]")) return;
    apply(event.target.value);
    try {
      localStorage.setItem(KEY, chosen);
    } catch {}
  });
})();
