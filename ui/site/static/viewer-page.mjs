// One page of a PDF file in the viewer: its picture, its text over it, what is cited in it, its links.
//
// The picture is for the eye only (aria-hidden); the text lies over it, transparent, to be selected, searched and read
// aloud. Cited passages become <mark>, and links <a>, inside that text: both are then in the reading order.

import { TextLayer } from "./pdfjs/pdf.min.mjs";
import { locate, pageOf } from "./locating.mjs";

const MOST_PIXELS = 16_000_000; // a canvas beyond is left blank by the browsers of telephones
const SHARPEST = 2; // pixels a point drawn at least, so that a page pinched larger stays legible
const SAFE_LINK = /^(https?|mailto):/i; // documents are not ours: no script, no file

export class ViewerPage {
  /**
   * @param {number} number 1-based.
   * @param {{width: number, height: number}} size in points; of the first page until this one is read.
   * @param {string} label what a screen reader says of the page.
   */
  constructor(number, size, label) {
    this.number = number;
    this.size = size;
    this.element = document.createElement("div");
    this.element.className = "viewer-page";
    this.element.dataset.number = number;
    this.element.setAttribute("role", "group");
    this.element.setAttribute("aria-label", label);
    this.resize(size);
  }

  resize({ width, height }) {
    this.size = { width, height };
    this.element.style.setProperty("--width", width);
    this.element.style.setProperty("--height", height);
  }

  /** Learns the size of the page, before anything above another is drawn. */
  async measure(pdf) {
    this.page ??= await pdf.getPage(this.number);
    this.viewport = this.page.getViewport({ scale: 1 });
    this.element.style.setProperty("--unit", this.page.userUnit);
    this.resize(this.viewport);
  }

  /** Reads the page's text, once; then its letters can be searched. */
  async read(pdf) {
    this.reading ??= (async () => {
      await this.measure(pdf);
      this.content = await this.page.getTextContent();
      this.items = this.content.items.filter((item) => item.str !== undefined);
      this.letters = pageOf(this.items.map((item) => item.str));
    })();
    try {
      await this.reading;
    } catch (error) {
      this.reading = null;
      throw error;
    }
  }

  /** Draws the page at a scale (CSS pixels a point); done when picture and text are there. Once for each scale. */
  draw(pdf, scale) {
    if (this.drawn !== scale) {
      this.drawn = scale;
      this.drawing = this.paint(pdf, scale);
    }
    return this.drawing;
  }

  async paint(pdf, scale) {
    try {
      await this.read(pdf);
      const canvas = this.canvas(scale);
      await Promise.all([this.task.promise, this.lay()]);
      if (this.drawn !== scale) return;
      this.element.querySelectorAll("canvas, .viewer-lost").forEach((old) => old.remove());
      this.element.prepend(canvas);
    } catch (error) {
      if (error?.name === "RenderingCancelledException") return;
      if (this.drawn === scale) this.drawn = 0;
      throw error;
    }
  }

  canvas(scale) {
    const canvas = document.createElement("canvas");
    canvas.setAttribute("aria-hidden", "true");
    const { width, height } = this.viewport;
    const wanted = Math.max(scale * (window.devicePixelRatio || 1), SHARPEST);
    const sharp = Math.min(wanted, Math.sqrt(MOST_PIXELS / (width * height)));
    canvas.width = Math.floor(width * sharp);
    canvas.height = Math.floor(height * sharp);
    this.task?.cancel();
    this.task = this.page.render({ canvas, viewport: this.page.getViewport({ scale: sharp }) });
    return canvas;
  }

  /** Puts the text over the picture, once; it follows the scale by itself. */
  lay() {
    this.laying ??= this.layText();
    return this.laying;
  }

  async layText() {
    const layer = document.createElement("div");
    layer.className = "textLayer";
    this.layer = layer;
    this.element.append(layer);
    const text = new TextLayer({ textContentSource: this.content, container: layer, viewport: this.viewport });
    await text.render();
    this.links ??= this.linksOf(await this.page.getAnnotations({ intent: "display" }));
    if (this.layer !== layer) return; // cleared meanwhile
    this.spans = text.textDivs;
    this.dressed = [];
    this.dress();
  }

  /**
   * Looks for quotations and marks them.
   * @param {{text: string, rank: number}[]} quotes
   * @returns {{rank: number, share: number}[]} how much of each was found
   */
  cite(quotes) {
    const found = quotes.map(({ text, rank }) => ({ rank, ...locate(text, this.letters) }));
    this.marks = found.flatMap(({ rank, ranges }) => ranges.map((range) => ({ ...range, rank })));
    if (this.spans) this.dress();
    return found.map(({ rank, share }) => ({ rank, share }));
  }

  /** Lets go of the picture and of the text, to spare memory; the place stays. */
  clear() {
    this.task?.cancel();
    this.drawn = 0;
    this.layer = this.spans = this.laying = null;
    this.element.replaceChildren();
    this.page?.cleanup();
  }

  /** Says that the page cannot be shown, with a button to try again. */
  lose(text, button) {
    this.clear();
    const lost = document.createElement("p");
    lost.className = "viewer-lost";
    lost.append(text, button);
    this.element.append(lost);
  }

  /** Link annotations → stretches of text: those items whose middle lies in a link's rectangle. */
  linksOf(annotations) {
    const stretches = [];
    for (const { subtype, url, dest, rect } of annotations) {
      const href = url && SAFE_LINK.test(url) ? url : "";
      if (subtype !== "Link" || !(href || dest)) continue;
      const [left, bottom, right, top] = rect;
      this.items.forEach((item, index) => {
        const [across, slanted, , , x, y] = item.transform;
        const middle = y + item.height / 3;
        if (slanted || across <= 0 || !item.width || middle < bottom || middle > top) return;
        const perSign = item.width / item.str.length;
        const start = Math.max(0, Math.round((left - x) / perSign));
        const end = Math.min(item.str.length, Math.round((right - x) / perSign));
        if (item.str.slice(start, end).trim()) stretches.push({ item: index, start, end, href, dest });
      });
    }
    return stretches;
  }

  /** Writes the text again with its marks and its links. */
  dress() {
    const stretches = grouped([...(this.marks ?? []), ...this.links]);
    for (const index of new Set([...this.dressed, ...stretches.keys()])) {
      const text = this.items[index].str;
      const pieces = cut(text, stretches.get(index) ?? []).map(({ text, mark, link }) => wrapped(text, mark, link));
      this.spans[index].replaceChildren(...pieces);
    }
    this.dressed = [...stretches.keys()];
  }
}

function grouped(stretches) {
  const groups = new Map();
  for (const stretch of stretches) groups.set(stretch.item, [...(groups.get(stretch.item) ?? []), stretch]);
  return groups;
}

/** A text cut wherever a stretch begins or ends. */
function cut(text, stretches) {
  const places = [...new Set([0, text.length, ...stretches.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  return places.slice(0, -1).map((from, index) => {
    const over = stretches.filter(({ start, end }) => start <= from && end > from);
    const mark = over.find(({ rank }) => rank !== undefined);
    return { text: text.slice(from, places[index + 1]), mark, link: over.find(({ rank }) => rank === undefined) };
  });
}

function wrapped(text, mark, link) {
  let node = document.createTextNode(text);
  if (mark) {
    const marked = document.createElement("mark");
    marked.dataset.rank = mark.rank;
    marked.append(node);
    node = marked;
  }
  if (link) {
    const anchor = document.createElement("a");
    if (link.href) Object.assign(anchor, { href: link.href, target: "_blank", rel: "noopener noreferrer", title: link.href });
    else Object.assign(anchor, { href: "#", destination: link.dest });
    anchor.append(node);
    node = anchor;
  }
  return node;
}
