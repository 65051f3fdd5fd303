// @ts-check
/**
 * Stroke mathematics: numbers in, numbers out, no page.
 *
 * Lengths are in canvas units: the drawing is SIDE high whatever its size on the screen, and SIDE wide
 * as well, unless it lies on a roll of paper.
 */

/** The side of the drawing, in canvas units; also the side in pixels of the picture that is posted. */
export const SIDE = 280;

/** Points nearer than this to the last one carry a hand's tremor and no shape (canvas units). */
export const CLOSEST = 0.75;

/** Length of the straight pieces that a curve is drawn with (canvas units). */
const STEP = 1.5;

/** Speed at which a stroke without a pressure sensor is at its thinnest (canvas units per ms). */
const FAST = 1.2;

/**
 * @typedef {{x: number, y: number, pressure: number}} Point  pressure in 0…1, 0.5 is an ordinary hand
 * @typedef {{x: number, y: number, width: number}} Sample    a place on the smoothed line and its width
 */

/**
 * @param {{x: number, y: number}} a
 * @param {{x: number, y: number}} b
 */
export function distance(a, b) {
  return Math.hypot(b.x - a.x, b.y - a.y);
}

/**
 * Map a place on the screen to the drawing, however the canvas is scaled, scrolled or zoomed.
 * @param {{x: number, y: number}} place  in CSS pixels of the viewport
 * @param {{left: number, top: number, width: number, height: number}} box  the canvas, likewise
 * @param {number} [width]  of the drawing
 */
export function toCanvas(place, box, width = SIDE) {
  return {
    x: ((place.x - box.left) * width) / box.width,
    y: ((place.y - box.top) * SIDE) / box.height,
  };
}

/**
 * Stand in for pressure where nothing measures it: a brush that hurries leaves a thinner line.
 * Eased from the previous value, so that the unsteady clock of pointer events does not show.
 * @param {number} previous  0…1
 * @param {number} travelled  canvas units since the previous point
 * @param {number} elapsed  milliseconds since the previous point
 */
export function simulatedPressure(previous, travelled, elapsed) {
  const haste = Math.min(1, travelled / Math.max(elapsed, 1) / FAST);
  const wanted = 0.6 - 0.22 * haste;
  return previous + (wanted - previous) * 0.2;
}

/**
 * @param {number} base  the chosen pen width
 * @param {number} pressure  0…1
 */
export function widthAt(base, pressure) {
  return base * (0.6 + 0.8 * Math.min(1, Math.max(0, pressure)));
}

/** @param {Point} a @param {Point} b @returns {Point} */
function middle(a, b) {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, pressure: (a.pressure + b.pressure) / 2 };
}

/**
 * Walk one quadratic Bézier curve in steps short enough to look round.
 * @param {Point} from @param {Point} bend @param {Point} to
 * @param {number} base @param {Sample[]} samples  appended to
 */
function walk(from, bend, to, base, samples) {
  const steps = Math.max(1, Math.ceil((distance(from, bend) + distance(bend, to)) / STEP));
  for (let step = 1; step <= steps; step += 1) {
    const t = step / steps;
    const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
    samples.push({
      x: a * from.x + b * bend.x + c * to.x,
      y: a * from.y + b * bend.y + c * to.y,
      width: widthAt(base, a * from.pressure + b * bend.pressure + c * to.pressure),
    });
  }
}

/**
 * Smooth a stroke: quadratic curves run from midpoint to midpoint and bend at the points between,
 * which gives one tangent where two curves meet. Ends stay exactly where the pen was.
 * @param {Point[]} points
 * @param {number} base  the chosen pen width
 * @returns {Sample[]}
 */
export function smooth(points, base) {
  if (points.length === 0) return [];
  const [first] = points;
  const last = points[points.length - 1];
  const samples = [{ x: first.x, y: first.y, width: widthAt(base, first.pressure) }];
  let from = first;
  for (let i = 1; i < points.length - 1; i += 1) {
    const to = middle(points[i], points[i + 1]);
    walk(from, points[i], to, base, samples);
    from = to;
  }
  if (points.length > 1) walk(from, middle(from, last), last, base, samples);
  return samples;
}

/**
 * Fit a picture into a sheet as high as the drawing, whole and centred.
 * @param {number} width @param {number} height  of the picture, any unit
 * @param {number} [longest]  the sheet is SIDE wide, or as much wider as the picture needs, up to this
 * @returns {{x: number, y: number, width: number, height: number, sheet: number}}  sheet: its width
 */
export function fit(width, height, longest = SIDE) {
  const scale = Math.min(longest / width, SIDE / height);
  const [w, h] = [width * scale, height * scale];
  const sheet = Math.max(SIDE, Math.ceil(w));
  return { x: (sheet - w) / 2, y: (SIDE - h) / 2, width: w, height: h, sheet };
}
