// @ts-check

/** Half the width of the picture of g, in its own units; the template draws it. */
const HALF = 44;

/** The least round number, 1, 2 or 5 times a power of ten, that is not below a value. @param {number} value */
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value || 1));
  return [1, 2, 5, 10].map((times) => times * power).find((round) => round >= value) ?? 10 * power;
}

/**
 * Put the point of a unit on the curve of g(z) = max(0, z).
 * @param {SVGElement} svg @param {number} z
 */
export function showPoint(svg, z) {
  // Ranges in round steps: the point moves with the pen, the axis seldom does.
  const range = Math.max(1, roundUp(Math.abs(z)));
  const point = /** @type {SVGElement} */ (svg.querySelector('circle'));
  point.setAttribute('cx', ((HALF * z) / range).toFixed(2));
  point.setAttribute('cy', ((-HALF * Math.max(0, z)) / range).toFixed(2));
  svg.querySelectorAll('.curve-tick').forEach((tick, place) => {
    tick.textContent = place === 0 ? `−${range}` : String(range);
  });
}
