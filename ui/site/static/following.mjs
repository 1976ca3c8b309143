// Follows a piece of work that goes on by itself: what the page shows of it is asked for again every second.
//
//   <p role="status" data-said-here></p>                   told what the work is at, when that changes
//   <div data-follow="/adresse"><div data-part data-ended="non" data-said="texte">…</div></div>
//                                                          the address gives such a part, which takes the place of it
//   [data-until-end]                                       goes once the work has ended
//   [data-without-script]                                  is only wanted without this script
const PACE_MS = 1000;
const LATER_MS = 4000;
const place = document.querySelector("[data-follow]");
const said = document.querySelector("[data-said-here]");

async function asked() {
  const response = await fetch(place.dataset.follow, { cache: "no-store", headers: { Accept: "text/html" } });
  if (response.status >= 500) throw new Error("the server, or what stands before it, is away");
  if (!response.ok || response.redirected) return null; // signed out meanwhile: the page itself says so
  return new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-part]");
}

function shown(part) {
  const ended = part.dataset.ended === "oui";
  const words = part.dataset.said;
  place.replaceChildren(part);
  if (said.textContent !== words) said.textContent = words;
  if (!ended) return false;
  const leaving = [...document.querySelectorAll("[data-until-end]")];
  const lost = leaving.some((each) => each.contains(document.activeElement));
  leaving.forEach((each) => each.remove());
  if (lost) place.querySelector("[data-heading]").focus();
  return true;
}

async function look() {
  let part;
  try {
    part = await asked();
  } catch {
    document.dispatchEvent(new Event("reperes:unreachable"));
    setTimeout(look, LATER_MS);
    return;
  }
  if (!part) location.reload();
  else if (!shown(part)) setTimeout(look, PACE_MS);
}

document.querySelectorAll("[data-without-script]").forEach((each) => (each.hidden = true));
if (place) setTimeout(look, PACE_MS);
