// @ts-check
import { distance } from './strokes.js';

/**
 * Strokes as a short text that may stand in an address, and back: numbers in, text out, no page.
 *
 * After the version and a dot come whole numbers as base64 VLQ, as source maps have them
 * (https://tc39.es/ecma426/#sec-base64-vlq), in the alphabet that an address carries unescaped
 * (RFC 4648, section 5). Of each stroke: 2 × the count of its points, + 1 for the eraser; its width;
 * x and y of each point, less those of the point before; then its pressure in runs: how much it
 * changes, and for how many points it stays so.
 *
 * @typedef {import('./drawing.js').Stroke} Stroke
 * @typedef {import('./strokes.js').Point} Point
 */

const VERSION = '1.';
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Steps to a canvas unit, for places and widths, and to the whole range of the pressure. */
const FINE = 2;
const PRESSURES = 32;

/** What an address may hold: more is an accident or an attack. */
const MOST_STROKES = 1000;
const MOST_POINTS = 20_000;
const LONGEST = 60_000;
/** All lines together: painting more would hold up the page (canvas units). */
const MOST_INK = 200_000;
/** A line may leave the sheet, but not the neighbourhood of the widest (canvas units). */
const FAR = 4000;
const WIDEST = 100;

/** Longest number: 6 characters of 5 bits, far more than any step needs. */
const MOST_CHARACTERS = 6;

/** @param {number} value  whole */
function vlq(value) {
  let rest = value < 0 ? -2 * value + 1 : 2 * value;
  let text = '';
  do {
    const bits = rest % 32;
    rest = Math.floor(rest / 32);
    text += ALPHABET[bits + (rest > 0 ? 32 : 0)];
  } while (rest > 0);
  return text;
}

/** @param {number} value @param {number} low @param {number} high */
const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

/** @param {number} place  canvas units */
const step = (place) => Math.round(clamp(place, -FAR, FAR) * FINE);

/** @param {Point[]} points  @returns {string} their places, each as the way from the one before */
function places(points) {
  let [x, y, text] = [0, 0, ''];
  for (const point of points) {
    const [toX, toY] = [step(point.x), step(point.y)];
    text += vlq(toX - x) + vlq(toY - y);
    [x, y] = [toX, toY];
  }
  return text;
}

/** @param {Point[]} points  @returns {string} their pressures, in runs of what stays the same */
function pressures(points) {
  let [last, text] = [0, ''];
  for (let start = 0; start < points.length;) {
    const now = levelOf(points[start]);
    let end = start + 1;
    while (end < points.length && levelOf(points[end]) === now) end += 1;
    text += vlq(now - last) + vlq(end - start);
    [last, start] = [now, end];
  }
  return text;
}

/** @param {Point} point */
const levelOf = ({ pressure }) => Math.round(clamp(pressure, 0, 1) * PRESSURES);

/**
 * @param {readonly Stroke[]} strokes
 * @returns {string | null}  null where they are too many for an address
 */
export function encode(strokes) {
  const text = VERSION + strokes.map(({ tool, width, points }) => (
    vlq(2 * points.length + (tool === 'eraser' ? 1 : 0))
    + vlq(Math.round(width * FINE)) + places(points) + pressures(points)
  )).join('');
  return tooMuch(strokes) || text.length > LONGEST ? null : text;
}

/** @param {readonly Stroke[]} strokes */
function tooMuch(strokes) {
  let [points, ink] = [0, 0];
  for (const stroke of strokes) {
    points += stroke.points.length;
    stroke.points.forEach((point, i) => { ink += i > 0 ? distance(stroke.points[i - 1], point) : 0; });
  }
  return strokes.length > MOST_STROKES || points > MOST_POINTS || ink > MOST_INK;
}

/** @param {any} point */
const isPoint = (point) => [point?.x, point?.y].every((place) => Math.abs(place) <= FAR)
  && point.pressure >= 0 && point.pressure <= 1;

/**
 * Say whether a value is a stroke that can be painted: what was stored may be anybody's.
 * @param {any} item
 * @returns {item is Stroke}
 */
export function isStroke(item) {
  return item?.kind === 'stroke' && ['pen', 'eraser'].includes(item.tool)
    && item.width > 0 && item.width <= WIDEST
    && Array.isArray(item.points) && item.points.length > 0 && item.points.every(isPoint);
}

/** What is no text of `encode`. */
class Broken extends Error {}

/** Reads numbers one after the other. */
class Numbers {
  #at = VERSION.length;

  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }

  get done() {
    return this.#at >= this.text.length;
  }

  /** @param {number} low @param {number} high @returns {number} the next, refused outside of these */
  next(low, high) {
    let value = 0;
    for (let place = 0; place < MOST_CHARACTERS; place += 1) {
      const digit = ALPHABET.indexOf(this.text[this.#at] ?? ' ');
      if (digit < 0) throw new Broken();
      this.#at += 1;
      value += (digit % 32) * 32 ** place;
      if (digit < 32) return this.#signed(value, low, high);
    }
    throw new Broken();
  }

  /** @param {number} value @param {number} low @param {number} high */
  #signed(value, low, high) {
    const number = value % 2 ? -(value - 1) / 2 : value / 2;
    if (number < low || number > high) throw new Broken();
    return number;
  }
}

/** @param {Numbers} numbers @returns {Stroke} */
function strokeFrom(numbers) {
  const head = numbers.next(2, 2 * MOST_POINTS + 1);
  const width = numbers.next(1, WIDEST * FINE) / FINE;
  const points = [];
  let [x, y] = [0, 0];
  for (let left = Math.floor(head / 2); left > 0; left -= 1) {
    x += numbers.next(-FAR * FINE - x, FAR * FINE - x);
    y += numbers.next(-FAR * FINE - y, FAR * FINE - y);
    points.push({ x: x / FINE, y: y / FINE, pressure: 0 });
  }
  press(points, numbers);
  return { kind: 'stroke', tool: head % 2 ? 'eraser' : 'pen', width, points };
}

/** @param {Point[]} points @param {Numbers} numbers */
function press(points, numbers) {
  let level = 0;
  for (let start = 0; start < points.length;) {
    level += numbers.next(-level, PRESSURES - level);
    const end = start + numbers.next(1, points.length - start);
    for (; start < end; start += 1) points[start].pressure = level / PRESSURES;
  }
}

/**
 * @param {string} text
 * @returns {Stroke[] | null}  null for whatever `encode` has not made
 */
export function decode(text) {
  if (!text.startsWith(VERSION) || text.length > LONGEST) return null;
  const numbers = new Numbers(text);
  const strokes = [];
  try {
    while (!numbers.done) strokes.push(strokeFrom(numbers));
  } catch (error) {
    if (error instanceof Broken) return null;
    throw error;
  }
  return tooMuch(strokes) ? null : strokes;
}
