// The conversation of a reader who has not signed in, for as long as the tab is open: whoever goes to another page and
// comes back, or reloads this one, finds it again. The server has none of it, and closing the tab erases it.

const KEY = "reperes-conversation";

/** What the server made of the conversation, as it was when the page was left; empty when there was none. */
export function remembered() {
  try {
    return sessionStorage.getItem(KEY) || "";
  } catch {
    return ""; // a browser that keeps nothing
  }
}

/** Keeps it, or forgets it once it is empty. */
export function remember(html) {
  try {
    sessionStorage.removeItem(KEY);
    if (html) sessionStorage.setItem(KEY, html);
  } catch {} // longer than a browser keeps: none of it then, rather than an earlier one
}
