// The commands above a document: pages, zoom, back to the passage, the file itself. Made by viewer.mjs.

const ICONS = new URL("./icons.svg", import.meta.url).href;

/**
 * @param {Record<string, string>} words
 * @param {string} file address of the file
 * @param {{turn: Function, go: Function, zoom: Function, fit: Function, passage: Function}} does
 */
export function bar(words, file, does) {
  const element = part("div", { class: "viewer-bar", role: "group", "aria-label": words.commands });
  const previous = button("up", words.previous, () => does.turn(-1));
  const next = button("down", words.next, () => does.turn(1));
  const field = part("input", { type: "text", inputmode: "numeric", autocomplete: "off", size: 3, "aria-label": words.page, value: "" });
  const of = part("span", { class: "viewer-of" });
  const percent = part("span", { class: "viewer-percent" });
  const passage = button("repere", words.passage, () => does.passage(), words.passage);
  const link = part("a", { class: "button plain small", href: file, target: "_blank", rel: "noopener" });
  let shown = 1;
  let pages = 1;

  field.addEventListener("focus", () => field.select());
  field.addEventListener("change", () => {
    const asked = Number(field.value);
    if (Number.isInteger(asked) && asked >= 1 && asked <= pages) does.go(asked);
    else field.value = shown;
  });
  link.append(icon("external"), label(words.open));
  passage.hidden = true;
  element.append(
    group(previous, field, of, next),
    group(button("minus", words.zoomOut, () => does.zoom(-1)), percent, button("plus", words.zoomIn, () => does.zoom(1)), button("fit", words.fit, does.fit)),
    passage,
    link,
  );

  return {
    element,
    total(count) {
      pages = count;
      of.textContent = `${words.of} ${count}`;
    },
    page(number, total) {
      shown = number;
      if (document.activeElement !== field) field.value = number;
      // Not « disabled »: the button would lose the focus of whoever just reached the last page with it.
      previous.setAttribute("aria-disabled", String(number <= 1));
      next.setAttribute("aria-disabled", String(number >= total));
      link.href = `${file}#page=${number}`;
    },
    zoom(value) {
      percent.textContent = `${value}\u00a0%`;
    },
    passage(there) {
      passage.hidden = !there || !words.passage;
    },
  };
}

function group(...parts) {
  const element = part("span", { class: "viewer-group" });
  element.append(...parts);
  return element;
}

function button(name, told, does, shown = "") {
  const element = part("button", { type: "button", class: shown ? "plain small" : "plain small icon-only" });
  element.append(icon(name));
  if (shown) {
    element.append(label(shown));
  } else {
    element.setAttribute("aria-label", told);
    element.title = told;
  }
  element.addEventListener("click", () => does());
  return element;
}

function label(text) {
  const element = part("span", { class: "viewer-label" });
  element.textContent = text;
  return element;
}

function icon(name) {
  const SVG = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${ICONS}#${name}`);
  svg.append(use);
  return svg;
}

function part(tag, attributes) {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  return element;
}
