// @ts-check
/**
 * Where things lie on a roll of paper: numbers in, numbers out, no page. All lengths are in canvas units.
 *
 * @typedef {[number, number, number, number]} Box  left, top, width, height
 * @typedef {{start: number, shown: number}} View  the part of the roll that is seen: its left end, its width
 */

/** Blank paper that a hand wants before the next digit. */
const ROOM = 220;

/** At which share of what is seen the ink ends, once the roll has moved on. */
const REST = 0.5;

/** Between a digit's ink and its box, and between a box that was looked for and the edge. */
export const MARGIN = 8;

/**
 * How long the roll is: at least as long as what is seen, always with blank paper behind the ink, and
 * never shorter than it was.
 * @param {{now: number, shown: number, reach: number, longest: number}} paper
 */
export function lengthFor({ now, shown, reach, longest }) {
  return Math.max(now, shown, Math.min(longest, Math.ceil(reach + Math.max(ROOM, shown * REST))));
}

/**
 * Where to move the roll after a stroke, so that there is paper to write on.
 * @param {number} end  of the stroke
 * @param {View} view
 * @returns {number | null}  null: there is enough
 */
export function following(end, { start, shown }) {
  if (start + shown - end >= Math.min(ROOM, shown * REST)) return null;
  return end - shown * REST;
}

/**
 * Where to move the roll, so that a box is seen.
 * @param {Box} box
 * @param {View} view
 * @returns {number | null}  null: it is
 */
export function revealing([left, , width], { start, shown }) {
  if (left >= start && left + width <= start + shown) return null;
  return left + (width - shown) / 2;
}

/** @param {readonly Box[]} boxes @param {{x: number, y: number}} place @returns {number} which box, or -1 */
export function boxAt(boxes, { x, y }) {
  return boxes.findIndex(([left, top, width, height]) => (
    x >= left - MARGIN && x <= left + width + MARGIN && y >= top - MARGIN && y <= top + height + MARGIN
  ));
}

/** How far two boxes may differ and still be one digit's: the reading of its neighbour shifts an edge. */
const NEAR = 6;

/** @param {Box} one @param {Box} other */
export const alike = (one, other) => one.every((side, i) => Math.abs(side - other[i]) <= NEAR);
