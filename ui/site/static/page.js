// What any page does by itself: the phone's menu, dialogs, short messages.
//
//   <button class="menu-button" aria-expanded="false" aria-controls="menu">…  then, after it, <div class="menu" id="menu">
//   <button data-opens="help" hidden>…                        opens <dialog id="help">; hidden until scripts run
//   <button data-closes>…                                     closes the dialog it is in; data-light on a dialog: a click
//                                                             beside it closes it too
//   <div class="toasts" role="status"></div>                  where document.dispatchEvent(new CustomEvent("reperes:say",
//                                                             { detail: "texte" })) is shown and read out
(() => {
  "use strict";
  const SHOWN_MS = 6000;

  function fold(button, open) {
    button.setAttribute("aria-expanded", String(open));
  }

  document.addEventListener("click", (event) => {
    const on = (selector) => event.target.closest?.(selector);
    const menu = on(".menu-button");
    if (menu) fold(menu, menu.getAttribute("aria-expanded") !== "true");
    const opener = on("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens).showModal();
    if (on("[data-closes]")) on("dialog").close();
    if (event.target.matches?.("dialog[data-light]")) event.target.close();
  });

  document.addEventListener("keydown", (event) => {
    const menu = document.querySelector('.menu-button[aria-expanded="true"]');
    if (event.key !== "Escape" || !menu || document.querySelector("dialog[open]")) return;
    fold(menu, false);
    menu.focus();
  });

  document.addEventListener("reperes:say", (event) => {
    const place = document.querySelector(".toasts");
    if (!place) return;
    const toast = document.createElement("p");
    toast.className = "toast";
    toast.textContent = event.detail;
    place.replaceChildren(toast);
    setTimeout(() => toast.remove(), SHOWN_MS);
  });

  document.querySelectorAll("[data-opens][hidden]").forEach((button) => (button.hidden = false));
})();
