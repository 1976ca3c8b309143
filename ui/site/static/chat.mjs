// The conversation: sends a question, shows its answer as it comes, and what may be done with it.
//
// The page holds the conversation: each <article data-turn> has its question, its answer and the titles it cites, and
// that is what is sent along with the next question. The server keeps nothing of readers who have not signed in.
// All words come from the page (data-*), all HTML of answers from the server, which escapes what it quotes.

import "./answer.mjs";
import { remember, remembered } from "./remembering.mjs";
import "./sources.mjs";

const FEW = 3;
const BEGINNINGS_ASKED = 6;
const AGAIN_MS = 5000;
const page = document.querySelector("[data-chat]");
const turns = document.querySelector("[data-turns]");
const composer = document.querySelector("[data-composer]");
const box = composer.querySelector("[data-question]");
const send = composer.querySelector("[data-send]");
const stop = composer.querySelector("[data-stop]");
const fresh = composer.querySelector("[data-new]");
const editing = composer.querySelector("[data-editing]");
const announce = document.querySelector("[data-announce]");
const trouble = document.querySelector("[data-trouble]");
const filters = document.querySelector("[data-filters]");
const chips = document.querySelector("[data-set-filters]");

const MOST_TURNS = 100; // sent along with a question: the server takes 200 messages
const MOST_CHARS = 20000; // of a message

let underWay = null; // AbortController of the question being answered
let edited = 0; // position of the turn being edited; 0 for none

const shown = () => [...turns.querySelectorAll("[data-turn]")];
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// ── Asking ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What was said before a turn, as the server wants it. */
function history(position) {
  return shown()
    .slice(0, position - 1)
    .slice(-MOST_TURNS)
    .flatMap(({ dataset }) => [
      { role: "user", content: dataset.question },
      { role: "assistant", content: dataset.answer.slice(0, MOST_CHARS), sources: JSON.parse(dataset.titles || "[]") },
    ]);
}

/** The filters chosen, without those that are empty. */
function chosen() {
  const told = {};
  for (const [name, value] of new FormData(filters)) {
    if (!value.trim()) continue;
    told[name] = name === "themes" || name === "kinds" ? [value] : name.startsWith("year") ? Number(value) : value.trim();
  }
  return told;
}

/** Events of a response, one after the other: { name, data }. */
async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let kept = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    kept += value.replaceAll("\r\n", "\n");
    for (let end = kept.indexOf("\n\n"); end >= 0; end = kept.indexOf("\n\n")) {
      const lines = kept.slice(0, end).split("\n");
      kept = kept.slice(end + 2);
      const name = lines.find((line) => line.startsWith("event: "))?.slice(7);
      const data = lines.filter((line) => line.startsWith("data: ")).map((line) => line.slice(6));
      if (name) yield { name, data: JSON.parse(data.join("\n")) };
    }
  }
}

/** Asks, in place of the turn at a position and of those after it when there are some. */
async function ask(question, { position = shown().length + 1, ignore = [] } = {}) {
  if (underWay) return;
  const before = history(position);
  const replaced = shown().slice(position - 1);
  const pending = waiting(question, position);
  if (replaced.length) replaced[0].before(pending);
  else turns.append(pending);
  replaced.forEach((turn) => (turn.hidden = true));
  begin(pending);
  underWay = new AbortController();
  let failure = null;
  try {
    const response = await fetch(page.dataset.ask, {
      method: "POST",
      signal: underWay.signal,
      headers: { "Content-Type": "application/json", Accept: "text/event-stream", "X-Reperes-Token": page.dataset.token },
      body: JSON.stringify({ question, history: before, filters: chosen(), ignore, position, ...kept() }),
    });
    if (!response.ok) throw new Told((await problem(response)) || page.dataset.cut);
    await follow(response, pending);
    replaced.forEach((turn) => turn.remove());
  } catch (error) {
    failure = error;
    pending.remove();
    replaced.forEach((turn) => (turn.hidden = false));
  }
  underWay = null;
  rest();
  if (!failure) propose(last());
  if (failure && !(failure instanceof Abandoned)) giveBack(question, replaced.length ? position : 0, failure);
}

/** Which conversation of the reader's it goes on with, for those who have signed in. */
function kept() {
  return page.dataset.token ? { conversation: page.dataset.conversation } : {};
}

/** What the reader is to be told as it is. */
class Told extends Error {}

/** Nobody waits for the answer any longer. */
class Abandoned extends Error {}

async function problem(response) {
  try {
    return (await response.json()).detail;
  } catch {
    return "";
  }
}

/** Shows an answer as it comes; when it is whole, the server's own HTML takes its place. */
async function follow(response, pending) {
  const answer = pending.querySelector("[data-coming]");
  for await (const { name, data } of events(response)) {
    if (name === "problem") throw new Told(data.words);
    if (name === "conversation") {
      page.dataset.conversation = data.id;
      window.history.replaceState(null, "", data.url);
    }
    if (name === "sentence") {
      pending.querySelector(".loading")?.remove();
      const line = document.createElement("p");
      line.className = data.quoted ? "statement" : "statement drafted";
      line.textContent = data.quoted ? `«\u00a0${data.words}\u00a0»` : data.words;
      answer.hidden = false;
      answer.append(line);
      say(data.words);
    }
    if (name === "turn") {
      const made = document.createElement("template");
      made.innerHTML = data.html;
      const turn = made.content.querySelector("[data-turn]");
      if (answer.hidden) say(turn.querySelector(".refusal, .calm")?.innerText || "");
      pending.replaceWith(turn);
      for (const copy of turn.querySelectorAll("[data-copy]")) copy.hidden = false;
      say(page.dataset.ready);
      return;
    }
  }
  throw new Told(page.dataset.cut); // the stream ended before the answer did
}

/** A turn whose answer is being looked for. */
function waiting(question, position) {
  const turn = document.createElement("article");
  turn.className = "turn";
  turn.id = `tour-${position}`;
  turn.setAttribute("aria-busy", "true");
  const asked = document.createElement("h2");
  asked.className = "asked across";
  asked.textContent = question;
  const busy = document.createElement("p");
  busy.className = "loading";
  busy.textContent = page.dataset.busy;
  const answer = document.createElement("div");
  answer.className = "answer";
  answer.dataset.coming = "";
  answer.hidden = true;
  turn.append(asked, busy, answer);
  return turn;
}

function begin(pending) {
  announce.after(trouble, composer); // from the welcome to under the conversation
  trouble.replaceChildren();
  cancelEdit();
  announce.replaceChildren();
  say(page.dataset.busy);
  document.querySelector("[data-welcome]")?.setAttribute("hidden", "");
  box.value = "";
  send.hidden = true;
  stop.hidden = false;
  document.querySelector("footer.bottom")?.setAttribute("hidden", "");
  if (document.activeElement === document.body || document.activeElement.closest("[data-next-from]")) stop.focus();
  pending.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block: "start" });
}

/** Puts the box where it belongs: in the welcome, or under the answers, where the foot of the page would be in the way. */
function settle() {
  const welcome = document.querySelector("[data-welcome]");
  const empty = !shown().length;
  fresh.hidden = empty;
  document.querySelector("[data-title]")?.toggleAttribute("hidden", empty);
  document.querySelector("footer.bottom")?.toggleAttribute("hidden", !empty);
  if (!welcome) return;
  welcome.toggleAttribute("hidden", !empty);
  if (empty) welcome.querySelector(".heading").after(trouble, composer);
  else announce.after(trouble, composer);
  if (empty && !welcome.querySelector("[data-next]")) propose(welcome.querySelector("[data-next-from]"));
}

function rest() {
  const focused = document.activeElement === stop || document.activeElement === document.body;
  send.hidden = false;
  stop.hidden = true;
  settle();
  if (focused) box.focus({ preventScroll: true });
}

/** A question that could not be answered goes back where it was typed. */
function giveBack(question, position, error) {
  box.value = question;
  if (position) edit(shown()[position - 1], question);
  const stopped = error.name === "AbortError";
  if (!stopped && !(error instanceof Told)) document.dispatchEvent(new Event("reperes:unreachable"));
  const words = stopped ? page.dataset.stopped : error instanceof Told ? error.message : page.dataset.cut;
  const line = document.createElement("p");
  line.className = stopped ? "notice" : "notice alert";
  line.textContent = words;
  trouble.replaceChildren(line);
  line.scrollIntoView({ block: "nearest" });
}

function say(words) {
  if (!words) return;
  const line = document.createElement("p");
  line.textContent = words;
  announce.append(line);
}

/** All turns, also those that an answer under way was to replace. */
function asLeft() {
  shown().forEach((turn) => (turn.hidden = false));
  return shown()
    .map((turn) => turn.outerHTML)
    .join("\n");
}

// ── What to ask next ─────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Proposes questions where there is a place for them: nobody waits for them, and nothing is said of none.
 *
 * To begin with, more are asked for while they are few: those of a new index are being verified.
 */
async function propose(place, again = place?.closest("[data-welcome]") ? BEGINNINGS_ASKED : 0) {
  if (!place) return;
  let found = [];
  try {
    const response = await fetch(place.dataset.nextFrom, {
      headers: { Accept: "application/json", "X-Reperes-Token": page.dataset.token },
    });
    if (response.ok) found = (await response.json()).suggestions;
  } catch {
    return; // an answer without them is whole
  }
  if (place.contains(document.activeElement)) return; // somebody is choosing: nothing moves under them
  const asked = shown().map(({ dataset }) => dataset.question);
  const lines = found.filter((question) => !asked.includes(question)).map(proposed);
  place.querySelector("ul").replaceChildren(...lines);
  place.hidden = !lines.length;
  if (lines.length && place.dataset.told && last() === place && !underWay) say(place.dataset.told);
  if (again && lines.length < FEW && !shown().length) setTimeout(() => propose(place, again - 1), AGAIN_MS);
}

/** Where questions are proposed under the last answer. */
const last = () => shown().at(-1)?.querySelector("[data-next-from]");

function proposed(question) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.next = question;
  button.textContent = question;
  const line = document.createElement("li");
  line.append(button);
  return line;
}

// ── Editing, beginning again, filters ─────────────────────────────────────────────────────────────────────────────

function edit(turn, question = turn.dataset.question) {
  edited = shown().indexOf(turn) + 1;
  box.value = question;
  editing.hidden = false;
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
}

function cancelEdit() {
  edited = 0;
  editing.hidden = true;
}

function begins() {
  if (!document.querySelector("[data-welcome]")) {
    location.href = page.dataset.home; // this page was opened on a conversation: the first page is another
    return;
  }
  underWay?.abort(new Abandoned());
  shown().forEach((turn) => turn.remove());
  trouble.replaceChildren();
  announce.replaceChildren();
  page.dataset.conversation = "";
  window.history.replaceState(null, "", page.dataset.home);
  box.value = "";
  cancelEdit();
  rest();
  box.focus();
}

function showFilters() {
  const lines = [...filters.elements]
    .filter((field) => field.name && field.value.trim())
    .map((field) => {
      const words = field.selectedOptions ? field.selectedOptions[0].label : field.value.trim();
      const label = filters.querySelector(`label[for="${field.id}"]`).textContent;
      const chip = document.createElement("span");
      chip.className = "chip";
      chip.textContent = `${label}\u00a0: ${words} `;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "remove";
      button.dataset.clear = field.id;
      button.setAttribute("aria-label", `${page.dataset.remove} (${label}\u00a0: ${words})`);
      button.textContent = "×";
      chip.append(button);
      const line = document.createElement("li");
      line.append(chip);
      return line;
    });
  chips.replaceChildren(...lines);
}

// ── What is clicked ──────────────────────────────────────────────────────────────────────────────────────────────

document.addEventListener("click", (event) => {
  const on = (selector) => event.target.closest?.(selector);
  const turn = on("[data-turn]");
  if (on("[data-edit]")) {
    edit(turn);
  } else if (on("[data-ignore]")) {
    const ignore = [...new Set([...turn.dataset.ignored.split(" ").filter(Boolean), on("[data-ignore]").dataset.ignore])];
    // In its place when it is the last; an earlier one is asked again at the end, so that nothing is lost.
    const position = turn === shown().at(-1) ? shown().length : undefined;
    ask(turn.dataset.question, { position, ignore }).then(() => shown().at(-1)?.querySelector("h2").focus());
  } else if (on("[data-next]")) {
    event.preventDefault(); // without a script, those of the welcome are forms
    ask(on("[data-next]").dataset.next);
  } else if (on("[data-clear]")) {
    filters.querySelector(`#${on("[data-clear]").dataset.clear}`).value = "";
    showFilters();
    box.focus();
  }
});

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  ask(box.value, edited ? { position: edited } : {});
});
box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  composer.requestSubmit();
});
stop.addEventListener("click", () => underWay?.abort());
fresh.addEventListener("click", begins);
editing.querySelector("[data-cancel-edit]").addEventListener("click", () => {
  box.value = "";
  cancelEdit();
  box.focus();
});
filters.closest("dialog").addEventListener("close", showFilters); // by a button or by Escape: what is chosen holds
filters.addEventListener("reset", () => setTimeout(showFilters));
showFilters();
const given = shown().length; // by the server: of a conversation that is opened again, or of a form without a script
if (page.dataset.token) {
  remember(""); // theirs is kept by the server; what was asked before they signed in is nobody's
} else {
  if (!shown().length) turns.innerHTML = remembered();
  addEventListener("pagehide", () => remember(asLeft()));
}
settle();
if (given) propose(last());
if ((page.dataset.conversation || !page.dataset.token) && !location.hash) shown().at(-1)?.scrollIntoView({ block: "start" });
if (!matchMedia("(pointer: coarse)").matches && !location.hash) box.focus({ preventScroll: true });
