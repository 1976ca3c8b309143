// Says that the server cannot be reached, and says no more once it can.
//
//   <div class="offline notice warn" role="alert" data-offline="texte" data-ping="/adresse/qui/répond"
//        data-again="texte"></div>                    data-again is said once it is back
//
// Shown when the browser loses its network, or when a script that got no response says so:
//   document.dispatchEvent(new Event("reperes:unreachable"))
// The address is then asked for (HEAD), ever less often, until it answers: « reperes:back » is sent, and the line goes.
(() => {
  "use strict";
  const FIRST_MS = 2000;
  const LONGEST_MS = 30000;
  const line = document.querySelector("[data-offline]");
  if (!line) return;
  let wait = 0; // ms; 0 while all is well

  async function ask() {
    try {
      const response = await fetch(line.dataset.ping, { cache: "no-store", method: "HEAD" });
      if (response.status >= 502 && response.status <= 504) throw new Error("the server behind the proxy is away");
      found();
    } catch {
      if (!line.textContent) line.textContent = line.dataset.offline;
      wait = Math.min(wait * 1.6, LONGEST_MS);
      setTimeout(ask, wait);
    }
  }

  function found() {
    wait = 0;
    if (!line.textContent) return;
    line.textContent = "";
    if (line.dataset.again) document.dispatchEvent(new CustomEvent("reperes:say", { detail: line.dataset.again }));
    document.dispatchEvent(new Event("reperes:back"));
  }

  function doubt() {
    if (wait) return;
    wait = FIRST_MS;
    ask();
  }

  addEventListener("offline", doubt); // a server on this very machine is still there: hence asking first
  document.addEventListener("reperes:unreachable", doubt);
  if (!navigator.onLine) doubt();
})();
