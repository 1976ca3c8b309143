// The quotations of a viewer: looked for on their pages, told, gone to one after the other. See viewer.mjs.

import { piece, quotesOf } from "./viewer-parts.mjs";

const ALL = 0.9; // share of a quotation from which nobody would miss the rest
const ABOVE = 0.22; // of the height: where a passage is brought to

export class Passages {
  constructor(viewer, quotes, page) {
    this.viewer = viewer;
    this.marked = new Set();
    this.take(quotes, page);
  }

  /** Other quotations than before: texts, on a page unless they say another. */
  take(quotes, page) {
    this.quotes = quotesOf(quotes, page);
    this.found = [];
  }

  /** Looks for every quotation on its page, and takes former marks away. */
  async mark() {
    const { pages, pdf } = this.viewer;
    const wanted = new Set(this.quotes.map(({ page }) => this.viewer.within(page)));
    const shares = [];
    for (const number of new Set([...this.marked, ...wanted])) {
      const page = pages[number - 1];
      await page.read(pdf);
      shares.push(...page.cite(this.quotes.filter((quote) => this.viewer.within(quote.page) === number)));
    }
    this.marked = wanted;
    this.found = shares.filter(({ share }) => share).map(({ rank }) => rank);
    this.partly = shares.some(({ share }) => share > 0 && share < ALL);
    return shares;
  }

  /** What to say of them: the key of a text. */
  told() {
    if (!this.quotes.length) return "shown";
    if (this.found.length < this.quotes.length) return "missed";
    return this.partly ? "partly" : "located";
  }

  /** The words of those that are not on their page. */
  missing() {
    return this.quotes
      .filter(({ rank }) => !this.found.includes(rank))
      .map(({ text }) => {
        const quote = piece("blockquote", "viewer-quote");
        quote.textContent = text;
        return quote;
      });
  }

  /** To a passage: the first, then each in turn. */
  async go(turn = (this.turn + 1) % this.found.length) {
    this.turn = turn;
    const quote = this.quotes.find(({ rank }) => rank === this.found[turn]);
    if (!quote) return;
    const { pages, pdf, scale, area } = this.viewer;
    const page = pages[this.viewer.within(quote.page) - 1];
    await page.draw(pdf, scale.value);
    const mark = page.element.querySelector(`mark[data-rank="${quote.rank}"]`);
    if (mark) this.viewer.scrollTo(mark, area.clientHeight * ABOVE);
    this.viewer.at(page.number);
  }
}
