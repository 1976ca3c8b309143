// The viewer of PDF files: opens on the page, with the passage highlighted.
//
//   <script type="module" src="viewer.mjs"></script>     brings viewer.css, unless the page has it already
//   <div class="viewer" data-file="/fichier.pdf" data-page="4" data-quotes='["…"]' data-title="…" data-words='{…}'>
//     <p><a href="/fichier.pdf#page=4">Ouvrir le fichier PDF</a></p>
//   </div>
//
// What the <div> holds is for readers without scripts; it is taken out once the viewer stands.
//   data-file    address of the file, of this site
//   data-page    page to open, 1-based, as a viewer counts; 1 by default
//   data-quotes  JSON: texts, looked for on that page, or { "text", "page" } for others
//   data-title   name of the document, told to screen readers
//   data-words   JSON: every text that is shown; the keys are in WORDS, {page} {total} {percent} are replaced
//
// Viewers on the page are opened as the module loads. Those that come later: `mount(element)`, which gives a Viewer:
//   await viewer.show(7, ["…"])   go to another page, with other quotations
//   viewer.close()                free the memory; done by itself when the element is taken out of the page
// An element without width (a closed dialog) is opened once it has one. Events, from the element: « viewer:ready »,
// « viewer:cited » (detail: [{ rank, share }], see locating.mjs), « viewer:failed » (detail: its reason).
// Keys, in the document: PageUp and PageDown turn pages, + and − zoom, 0 fits the width. A browser's own zoom still works.

import { getDocument, GlobalWorkerOptions } from "./pdfjs/pdf.min.mjs";
import { bar } from "./viewer-bar.mjs";
import { ViewerPage } from "./viewer-page.mjs";
import { button, piece, reasonOf, wordsOf } from "./viewer-parts.mjs";
import { Passages } from "./viewer-passages.mjs";
import { Scale } from "./viewer-scale.mjs";

export { WORDS } from "./viewer-parts.mjs";

const here = (path) => new URL(path, import.meta.url).href;
GlobalWorkerOptions.workerSrc = here("./pdfjs/pdf.worker.min.mjs");

const A4 = { width: 595, height: 842 }; // points
const MEASURED = 300; // pages whose size is asked for at once; those beyond are taken for like the first
const KEPT = 8; // pages that stay drawn

/** Opens a viewer in an element, or gives the one that is open there. */
export function mount(element) {
  element.viewer ??= new Viewer(element);
  return element.viewer;
}

export class Viewer {
  constructor(element) {
    this.element = element;
    this.words = wordsOf(JSON.parse(element.dataset.words));
    this.file = new URL(element.dataset.file, document.baseURI).href;
    this.number = Number(element.dataset.page) || 1;
    this.passages = new Passages(this, JSON.parse(element.dataset.quotes || "[]"), this.number);
    this.pages = [];
    this.scale = new Scale(this);
    this.build();
    styled.then(() => this.watchWidth());
  }

  say(key, values = {}) {
    return Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), this.words[key] ?? "");
  }

  build() {
    this.bar = bar(this.words, this.file, {
      turn: (by) => this.go(this.number + by),
      go: (number) => this.go(number),
      zoom: (by) => this.scale.step(by),
      fit: () => this.scale.fit(),
      passage: () => this.passages.go(),
    });
    this.said = piece("p", "viewer-said", { role: "status" });
    this.told = piece("div", "viewer-told", { "aria-live": "polite" });
    this.area = piece("div", "viewer-area", { role: "region", tabindex: "0", "aria-label": this.element.dataset.title || this.words.region });
    this.area.addEventListener("scroll", () => requestAnimationFrame(() => this.look()), { passive: true });
    this.area.addEventListener("click", (event) => this.follow(event));
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.element.replaceChildren(this.bar.element, this.said, this.told, this.area);
    this.near = new IntersectionObserver((seen) => seen.forEach((one) => one.isIntersecting && this.draw(one.target)), {
      root: this.area,
      rootMargin: "60% 0px",
    });
  }

  /** Opens the file once there is room for it; afterwards keeps the pages as wide as the room. */
  watchWidth() {
    if (this.closed) return;
    this.room = new ResizeObserver(() => {
      if (!this.element.isConnected) return this.close();
      const width = this.area.clientWidth;
      if (!width || width === this.width) return;
      this.width = width;
      if (!this.loading) this.load();
      else if (this.scale.fitted && this.pages.length) this.scale.fit();
    });
    this.room.observe(this.area);
  }

  async load() {
    this.announce("loading");
    this.element.classList.add("busy");
    this.loading = getDocument({
      url: this.file,
      useWasm: false, // the policy of the pages forbids it; plain scripts decode the two rare formats that want it
      wasmUrl: here("./pdfjs/images/"),
      verbosity: 0,
    });
    try {
      this.pdf = await this.loading.promise;
      await this.lay();
      await this.show(this.number);
      if (this.pages.length) this.tell("ready");
    } catch (error) {
      this.fail(error);
    } finally {
      this.element.classList.remove("busy");
    }
  }

  /** A place for every page, at its own size: nothing moves when pages above are drawn later. */
  async lay() {
    const total = this.pdf.numPages;
    const label = (page) => this.say("shown", { page, total });
    const pages = Array.from({ length: total }, (_, index) => new ViewerPage(index + 1, A4, label(index + 1)));
    await Promise.all(pages.slice(0, MEASURED).map((page) => page.measure(this.pdf)));
    pages.slice(MEASURED).forEach((page) => page.resize(pages[0].size));
    this.area.replaceChildren(...pages.map((page) => page.element));
    this.pages = pages;
    this.bar.total(total);
    this.scale.fit();
  }

  /** Goes to a page and highlights quotations there; those given before are kept when none is given. */
  async show(number, quotes) {
    if (quotes) this.passages.take(quotes, number);
    this.number = this.within(number);
    if (!this.pages.length) return; // loading, which ends here too
    const page = this.pages[this.number - 1];
    this.scrollTo(page.element);
    try {
      const shares = await this.passages.mark();
      await page.draw(this.pdf, this.scale.value);
      this.pages.forEach((one) => this.near.observe(one.element));
      this.bar.passage(this.passages.found.length > 0);
      this.announce(this.passages.told(), { page: this.number, total: this.pages.length });
      this.told.replaceChildren(...this.passages.missing());
      this.at(this.number);
      if (this.passages.found.length) await this.passages.go(0);
      this.tell("cited", shares);
    } catch (error) {
      this.fail(error);
    }
  }

  tell(what, detail) {
    this.element.dispatchEvent(new CustomEvent(`viewer:${what}`, { bubbles: true, detail }));
  }

  announce(key, values) {
    const text = this.say(key, values);
    if (text) this.said.textContent = text;
  }

  within(number) {
    return Math.min(Math.max(Math.trunc(number) || 1, 1), this.pages.length || Infinity);
  }

  go(number) {
    if (!this.pages.length) return;
    const wanted = this.within(number);
    this.scrollTo(this.pages[wanted - 1].element);
    this.at(wanted);
    this.announce("shown", { page: wanted, total: this.pages.length });
  }

  at(number) {
    this.number = number;
    this.bar.page(number, this.pages.length);
  }

  scrollTo(element, above = 0) {
    const top = element.getBoundingClientRect().top - this.area.getBoundingClientRect().top + this.area.scrollTop;
    this.area.scrollTo({ top: Math.max(0, top - above - 8), behavior: "instant" });
  }

  /** What page is in view. */
  look() {
    const line = this.area.getBoundingClientRect().top + this.area.clientHeight / 3;
    const seen = this.pages.find(({ element }) => element.getBoundingClientRect().bottom > line);
    if (seen) this.at(seen.number);
  }

  async draw(element) {
    const page = this.pages[Number(element.dataset.number) - 1];
    try {
      await page.draw(this.pdf, this.scale.value);
    } catch {
      const again = button(this.words.retry, () => this.draw(element));
      page.lose(this.words.lost, again);
      return;
    }
    const drawn = this.pages.filter((one) => one.drawn);
    drawn.sort((one, other) => Math.abs(one.number - this.number) - Math.abs(other.number - this.number));
    drawn.slice(KEPT).forEach((far) => far.clear());
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input") && !event.key.startsWith("Page")) return;
    const does = {
      PageDown: () => this.go(this.number + 1),
      PageUp: () => this.go(this.number - 1),
      "+": () => this.scale.step(1),
      "-": () => this.scale.step(-1),
      0: () => this.scale.fit(),
    }[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  }

  /** A link of the document to one of its own pages. */
  async follow(event) {
    const link = event.target.closest("a");
    if (!link?.destination) return;
    event.preventDefault();
    const where = typeof link.destination === "string" ? await this.pdf.getDestination(link.destination) : link.destination;
    const to = where?.[0];
    if (to && typeof to === "object") this.go((await this.pdf.getPageIndex(to)) + 1);
    else if (Number.isInteger(to)) this.go(to + 1);
  }

  /** Says why nothing, or nothing more, is shown; the file itself stays one click away. */
  fail(error) {
    if (this.closed) return;
    const reason = reasonOf(error);
    this.loading?.destroy();
    this.near.disconnect();
    this.pages.forEach((page) => page.element.remove());
    this.pages = [];
    this.passages.marked.clear();
    this.announce(reason);
    this.element.classList.add("failed-here");
    const retry = button(this.words.retry, () => {
      this.element.classList.remove("failed-here");
      this.told.replaceChildren();
      this.load();
      this.area.focus({ preventScroll: true });
    });
    this.told.replaceChildren(...(reason === "locked" ? [] : [retry]));
    this.tell("failed", reason);
  }

  close() {
    this.closed = true;
    this.near.disconnect();
    this.room?.disconnect();
    this.scale.close();
    this.loading?.destroy();
    this.element.viewer = undefined;
  }
}

/** Resolves once viewer.css rules. */
const styled = new Promise((ready) => {
  const there = [...document.styleSheets].some((sheet) => sheet.href?.includes("/viewer.css"));
  if (there) return ready();
  const link = piece("link", "", { rel: "stylesheet", href: here("./viewer.css") });
  link.addEventListener("load", ready);
  link.addEventListener("error", ready);
  document.head.append(link);
});

document.querySelectorAll(".viewer[data-file]").forEach(mount);
