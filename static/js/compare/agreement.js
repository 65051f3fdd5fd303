// @ts-check
/**
 * What several versions' readings of one drawing have in common. Independent of the page.
 *
 * @typedef {{digit: number, is_digit: boolean, probabilities: number[]}} Reading
 */

/** From this on two probabilities of a digit are worth a look, and so many digits at most. */
const APART = 0.1;
const MOST = 3;

/** @param {Reading} reading  @returns {number | null}  null where it doubts that it is a digit at all */
export const saidOf = ({ digit, is_digit: isDigit }) => (isDigit ? digit : null);

/**
 * Tell who says something else than the others; of two that disagree, both do.
 * @param {Reading[]} readings
 * @param {number} leader  which of them is believed where the voices are even
 * @returns {boolean[]}
 */
export function oddOnes(readings, leader) {
  const said = readings.map(saidOf);
  /** @param {number} i */
  const voices = (i) => said.filter((each) => each === said[i]).length + (i === leader ? 0.5 : 0);
  if (said.length === 2) return said.map(() => said[0] !== said[1]);
  const order = said.map((_, i) => i).sort((a, b) => voices(b) - voices(a) || a - b);
  return said.map((each) => each !== said[order[0]]);
}

/**
 * Name the digits on whose probability they differ most.
 * @param {Reading[]} readings
 * @returns {Set<number>}
 */
export function apart(readings) {
  if (readings.length < 2) return new Set();
  const gaps = readings[0].probabilities.map((_, digit) => {
    const all = readings.map(({ probabilities }) => probabilities[digit]);
    return { digit, gap: Math.max(...all) - Math.min(...all) };
  });
  const most = gaps.filter(({ gap }) => gap >= APART).sort((a, b) => b.gap - a.gap).slice(0, MOST);
  return new Set(most.map(({ digit }) => digit));
}
