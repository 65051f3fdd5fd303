// @ts-check
/**
 * Digits as many people write them and MNIST's American writers seldom did, and what is none: ready
 * strokes to put on the paper. Places are in canvas units.
 *
 * @typedef {import('./drawing.js').Stroke} Stroke
 * @typedef {[number, number]} Place
 */

/**
 * @param {number} x @param {number} y  the middle of an ellipse
 * @param {number} width @param {number} height  of its half
 * @param {number} start @param {number} stop  degrees, clockwise from three o'clock
 * @returns {Place[]}
 */
function arc(x, y, width, height, start, stop) {
  const steps = Math.ceil(Math.abs(stop - start) / 15);
  return Array.from({ length: steps + 1 }, (_, step) => {
    const angle = ((start + ((stop - start) * step) / steps) * Math.PI) / 180;
    return [x + width * Math.cos(angle), y + height * Math.sin(angle)];
  });
}

/**
 * The pen rests where it turns: a place that is named twice is a corner, not a bend.
 * @param {...Place} places @returns {Place[]}
 */
const corners = (...places) => places.flatMap((place) => [place, place]);

/** @param {...Place[]} lines @returns {Stroke[]} */
const strokes = (...lines) => lines.map((line) => ({
  kind: 'stroke', tool: 'pen', width: 18, points: line.map(([x, y]) => ({ x, y, pressure: 0.5 })),
}));

/** A digit to begin with: written as in MNIST. */
export const SEVEN = strokes(corners([86, 70], [190, 66], [128, 224]));

/** A digit that is lost on whoever only resizes the paper: small, in a corner, with a thin pen. */
export const SMALL = strokes(corners([72, 40], [36, 95], [103, 93]), corners([86, 66], [79, 136]))
  .map((stroke) => ({ ...stroke, width: 8 }));

/** @type {Record<string, Stroke[]>} */
export const EXAMPLES = {
  flag: strokes(corners([72, 168], [158, 52], [154, 232])),
  crossed: strokes(corners([82, 68], [200, 64], [122, 228]), corners([98, 152], [190, 144])),
  slashed: strokes(arc(140, 140, 48, 84, -70, 292), corners([206, 58], [74, 222])),
  open: strokes(corners([150, 50], [84, 144], [204, 140]), corners([156, 104], [142, 232])),
  curled: strokes([...arc(142, 92, 42, 42, -20, -370), ...arc(130, 180, 54, 58, -10, 170)]),
  letter: strokes(corners([192, 60], [100, 60], [100, 225], [196, 225]), corners([100, 140], [176, 140])),
};
