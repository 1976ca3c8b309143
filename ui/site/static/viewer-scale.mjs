// How large the pages of a viewer are. See viewer.mjs.

const CSS_PIXELS_A_POINT = 96 / 72;
const STEP = 1.2;
const NARROWEST = 0.4; // CSS pixels a point
const WIDEST = 5;
const FITTING = 1.55; // a page is not made wider than this to fill a wide screen
const SETTLING_MS = 150; // after a change, before pages are drawn again

export class Scale {
  constructor(viewer) {
    this.viewer = viewer;
    this.fitted = true;
    this.value = 1; // CSS pixels a point
  }

  /** A little larger, or smaller. */
  step(by) {
    if (!this.viewer.pages.length) return;
    this.fitted = false;
    this.set(by > 0 ? this.value * STEP : this.value / STEP);
    this.viewer.announce("zoomed", { percent: this.percent() });
  }

  /** As wide as there is room for; it stays so when the room changes. */
  fit() {
    const { pages, area } = this.viewer;
    if (!pages.length) return;
    this.fitted = true;
    const style = getComputedStyle(area);
    const room = area.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    this.set(Math.min(room / Math.max(...pages.map(({ size }) => size.width)), FITTING));
  }

  percent() {
    return Math.round((100 * this.value) / CSS_PIXELS_A_POINT);
  }

  /** What is in the middle stays there; pages are drawn anew once the reader is done. */
  set(value) {
    const { area, bar, pages } = this.viewer;
    const middle = (area.scrollTop + area.clientHeight / 2) / area.scrollHeight;
    this.value = Math.min(Math.max(value, NARROWEST), WIDEST);
    area.style.setProperty("--scale", this.value);
    area.scrollTop = middle * area.scrollHeight - area.clientHeight / 2;
    bar.zoom(this.percent());
    this.close();
    this.settling = setTimeout(() => {
      pages.filter((page) => page.drawn).forEach((page) => this.viewer.draw(page.element));
    }, SETTLING_MS);
  }

  close() {
    clearTimeout(this.settling);
  }
}
