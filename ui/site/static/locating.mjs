// Where a quotation stands in a page's text, as pdf.js gives it: item after item, each a piece of a line.
//
//   locate(quote, strings) → { share, ranges: [{ item, start, end }] }
//
// Quotations come from another reader than pdf.js: ligatures, spaces, apostrophes, hyphens at the end of lines and
// soft hyphens differ between the two. So only letters and figures are compared, without accents or capitals. Where the
// quotation is not there in one piece (a note's number inside it, the cells of a row in another order), its longest
// common pieces are taken. `share` is how much of the quotation is covered (fraction 0–1; 1: all of it).
// Pure functions, no page: measured by tests/e2e/test_viewer_quotes.py.

const SHORTEST_PIECE = 12; // letters; what is shorter is also found by chance elsewhere on the page
const ENOUGH = 0.5; // share from which pieces are the passage
const LEAST = 0.4; // share from which one long piece still tells where the passage is…
const SHORTEST_ALONE = 32; // …if it has so many letters: less is often a turn of phrase that publications share
const NOTE = 6; // letters of the page between two pieces that are covered too: a note's number, a misread sign
const BETWEEN = 400; // letters that may stand between the pieces of a passage: notes at the foot of a column, a caption
const SHORTEST_BESIDE = 3; // letters of a piece looked for right beside another
const ANCHOR = 4; // letters of a word around which scattered ones are looked for
const NEAR = 3; // how far, in lengths of the quotation
const MOST = 0.8; // share of scattered words that makes a row
const KEPT = /[\p{L}\p{N}]/u;
const SAME = { œ: "oe", Œ: "oe", æ: "ae", Æ: "ae", ß: "ss" };

/** Letters and figures of a text, folded; `at[i]` is the offset in the text of letter i. */
export function folded(text) {
  let letters = "";
  const at = [];
  let offset = 0;
  for (const sign of text) {
    for (const part of SAME[sign] ?? sign.normalize("NFKD").toLowerCase()) {
      if (!KEPT.test(part)) continue;
      letters += part;
      for (let unit = 0; unit < part.length; unit++) at.push(offset);
    }
    offset += sign.length;
  }
  return { letters, at };
}

/** The letters of a page: one string, and where each comes from. */
export function pageOf(strings) {
  let letters = "";
  const item = [];
  const offset = [];
  strings.forEach((text, index) => {
    const one = folded(text);
    letters += one.letters;
    for (const place of one.at) {
      item.push(index);
      offset.push(place);
    }
  });
  return { letters, item, offset, strings };
}

/** Where a quotation stands among the strings of a page, or on a page already folded by `pageOf`. */
export function locate(quote, strings) {
  const page = Array.isArray(strings) ? pageOf(strings) : strings;
  const wanted = folded(quote).letters;
  if (!wanted) return { share: 0, ranges: [] };
  const start = page.letters.indexOf(wanted);
  if (start >= 0) return { share: 1, ranges: rangesOf(page, [[start, start + wanted.length]]) };
  const pieces = together(commonPieces(wanted, page.letters), wanted.length);
  const covered = pieces.reduce((sum, piece) => sum + piece.length, 0) / wanted.length;
  const longest = longestOf(pieces);
  const telling = covered >= ENOUGH || (covered >= LEAST && longest.length >= SHORTEST_ALONE);
  if (!telling) return scattered(quote, page);
  const taken = covered < ENOUGH ? [longest] : pieces;
  return { share: Math.min(covered, 0.99), ranges: rangesOf(page, joined(taken)) };
}

function commonPieces(wanted, letters) {
  const taken = new Uint8Array(letters.length);
  const pieces = [];
  const left = [[0, wanted.length]];
  while (left.length) {
    const [from, to] = left.pop();
    const whole = Math.min(SHORTEST_PIECE, wanted.length);
    if (to - from < whole) continue;
    const piece = longestCommon(wanted.slice(from, to), letters, taken);
    if (piece.length < whole) continue;
    taken.fill(1, piece.there, piece.there + piece.length);
    pieces.push(piece);
    piece.here += from;
    left.push([from, piece.here], [piece.here + piece.length, to]);
  }
  return pieces.flatMap((piece) => [piece, ...beside(piece, pieces, wanted, letters, taken)]);
}

/** The pieces around the longest one: what is found far from it is the same words by chance. */
function together(pieces, length) {
  const longest = longestOf(pieces);
  const from = longest.there - length - BETWEEN;
  const to = longest.there + longest.length + length + BETWEEN;
  return pieces.filter(({ there }) => there >= from && there <= to);
}

function longestOf(pieces) {
  return pieces.reduce((best, piece) => (piece.length > best.length ? piece : best), { length: 0, there: 0 });
}

/** Short pieces just before and just after a long one, up to its neighbours in the quotation. */
function beside(piece, pieces, wanted, letters, taken) {
  const ends = pieces.map((other) => other.here + other.length).filter((end) => end <= piece.here);
  const starts = pieces.map((other) => other.here).filter((start) => start >= piece.here + piece.length);
  const before = wanted.slice(Math.max(0, ...ends), piece.here);
  const after = wanted.slice(piece.here + piece.length, Math.min(wanted.length, ...starts));
  const found = [];
  for (const [text, from] of [
    [before, Math.max(0, piece.there - before.length - NOTE)],
    [after, piece.there + piece.length],
  ]) {
    const to = text === before ? piece.there : from + text.length + NOTE;
    const short = longestCommon(text, letters.slice(from, to), taken.subarray(from, to));
    if (short.length < SHORTEST_BESIDE) continue;
    short.there += from;
    taken.fill(1, short.there, short.there + short.length);
    found.push(short);
  }
  return found;
}

function longestCommon(wanted, letters, taken) {
  let before = new Uint16Array(wanted.length + 1);
  let now = new Uint16Array(wanted.length + 1);
  const best = { length: 0, here: 0, there: 0 };
  for (let there = 0; there < letters.length; there++) {
    for (let here = 0; here < wanted.length; here++) {
      now[here + 1] = !taken[there] && wanted[here] === letters[there] ? before[here] + 1 : 0;
      if (now[here + 1] > best.length) {
        best.length = now[here + 1];
        best.here = here + 1 - best.length;
        best.there = there + 1 - best.length;
      }
    }
    [before, now] = [now, before];
  }
  return best;
}

/** Words that stand near each other, in whatever order: a table's row of short cells. */
function scattered(quote, page) {
  const words = [...new Set(quote.split(/\s+/).map((word) => folded(word).letters))].filter((word) => word.length > 1);
  const total = words.reduce((sum, word) => sum + word.length, 0);
  const width = NEAR * total;
  let best = { spans: [], length: 0 };
  for (const anchor of words.filter((word) => word.length >= ANCHOR)) {
    for (let at = page.letters.indexOf(anchor); at >= 0; at = page.letters.indexOf(anchor, at + 1)) {
      const from = Math.max(0, at - width);
      const near = page.letters.slice(from, at + width);
      const spans = words.map((word) => [near.indexOf(word), word.length]).filter(([place]) => place >= 0);
      const length = spans.reduce((sum, [, letters]) => sum + letters, 0);
      if (length > best.length) best = { spans: spans.map(([place, letters]) => ({ there: from + place, length: letters })), length };
    }
  }
  const share = total ? best.length / total : 0;
  return share < MOST ? { share: 0, ranges: [] } : { share: Math.min(share, 0.99), ranges: rangesOf(page, joined(best.spans)) };
}

function joined(pieces) {
  const spans = [];
  for (const { there, length } of [...pieces].sort((one, other) => one.there - other.there)) {
    const last = spans.at(-1);
    if (last && there - last[1] <= NOTE) last[1] = there + length;
    else spans.push([there, there + length]);
  }
  return spans;
}

/** Letters → stretches of the items' own text. Signs between two letters of an item are part of its stretch. */
function rangesOf(page, spans) {
  const ranges = [];
  for (const [from, to] of spans) {
    for (let letter = from; letter < to; ) {
      const item = page.item[letter];
      let last = letter;
      while (last + 1 < to && page.item[last + 1] === item) last++;
      const end = last + 1 < to ? page.strings[item].length : signEnd(page.strings[item], page.offset[last]);
      const start = letter > from ? 0 : page.offset[letter];
      ranges.push({ item, start, end });
      letter = last + 1;
    }
  }
  return ranges;
}

function signEnd(text, offset) {
  let end = offset + String.fromCodePoint(text.codePointAt(offset)).length;
  while (end < text.length && /[\p{M}.!?…»”)]/u.test(text[end])) end++; // the full stop belongs to the sentence
  return end;
}
