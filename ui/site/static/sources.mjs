// From a [n] to its source and back, and a publication opened beside what cites it: wherever an answer is shown.

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function forget(turn) {
  for (const each of turn.querySelectorAll(".current")) each.classList.remove("current");
}

function current(turn, card, number) {
  forget(turn);
  card.classList.add("current");
  for (const each of card.querySelectorAll(`mark[data-number="${number}"]`)) each.classList.add("current");
  turn.querySelector(`.reference[data-number="${number}"]`)?.classList.add("current");
}

function toCard(link) {
  const card = document.getElementById(link.hash.slice(1));
  if (!card) return;
  card.dataset.from = link.id;
  current(link.closest("[data-turn]"), card, link.dataset.number);
  card.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block: "nearest" });
  card.focus({ preventScroll: true });
}

function toAnswer(link) {
  const reference = document.getElementById(link.closest(".source").dataset.from || link.hash.slice(1));
  forget(link.closest("[data-turn]"));
  reference.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block: "nearest" });
  reference.focus({ preventScroll: true });
}

/** Opens a publication in the page's dialog; where there is none, or it fails, the link is followed as any other. */
async function read(link) {
  const dialog = document.querySelector("[data-reader]");
  const body = dialog.querySelector("[data-reader-body]");
  try {
    const address = new URL(link.href);
    address.searchParams.set("partie", "1");
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    if (!response.ok) throw new Error(String(response.status));
    body.innerHTML = await response.text();
  } catch {
    location.href = link.href;
    return;
  }
  dialog.querySelector("[data-reader-link]").href = link.href;
  dialog.showModal();
  const { begin } = await import("./reading.mjs");
  begin(body);
}

document.addEventListener("click", (event) => {
  const on = (selector) => event.target.closest?.(selector);
  if (on("[data-turn] .reference")) {
    event.preventDefault();
    toCard(on(".reference"));
  } else if (on("[data-back]")) {
    event.preventDefault();
    toAnswer(on("[data-back]"));
  } else if (on("[data-read]") && document.querySelector("[data-reader]") && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    read(on("[data-read]"));
  }
});
document.querySelector("[data-reader]")?.addEventListener("close", (event) => {
  event.target.querySelector("[data-reader-body]").replaceChildren();
});
