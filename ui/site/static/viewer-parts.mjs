// What the viewer is given in words, what may go wrong, and the elements it is made of. See viewer.mjs.

/** Keys of data-words → the key that stands in for one that is not given; "" where none does. */
export const WORDS = {
  ...{ region: "", previous: "", next: "", page: "", of: "", zoomIn: "", zoomOut: "", fit: "", open: "", retry: "" },
  ...{ loading: "", shown: "", located: "", missed: "", failed: "", locked: "" },
  ...{ commands: "region", passage: "", partly: "located", zoomed: "" },
  ...{ absent: "failed", denied: "failed", damaged: "failed", network: "failed", lost: "failed" },
};

export function wordsOf(given) {
  return Object.fromEntries(Object.entries(WORDS).map(([key, other]) => [key, given[key] ?? given[other] ?? ""]));
}

export function quotesOf(quotes, page) {
  return quotes.map((quote, rank) => (typeof quote === "string" ? { text: quote, page, rank } : { page, ...quote, rank }));
}

export function reasonOf(error) {
  if (error?.name === "PasswordException") return "locked";
  if (error?.name === "InvalidPDFException") return "damaged";
  if (error?.status === 401 || error?.status === 403) return "denied";
  if (error?.status === 404 || error?.status === 410) return "absent";
  return "network";
}

export function button(text, does) {
  const made = piece("button", "", { type: "button" });
  made.textContent = text;
  made.addEventListener("click", does);
  return made;
}

export function piece(tag, className, attributes = {}) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  return made;
}
