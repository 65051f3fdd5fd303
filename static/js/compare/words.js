// @ts-check
import { brief, fill } from '../format.js';
import { troubleWords } from '../verdict.js';
import { saidOf } from './agreement.js';

/**
 * @typedef {import('../reader.js').Reading} Reading
 * @typedef {{name: string, told: Reading | null, lost: boolean}} Voice  told is null while it is not decided
 * @typedef {object} State
 * @property {boolean} blank
 * @property {import('../client.js').Trouble | null} trouble
 * @property {{elapsed_ms: number} | null} comparison
 * @property {Voice[]} voices
 * @typedef {Record<string, string>} Texts
 */

/**
 * Put into two sentences whether the versions agree.
 * @param {State} state @param {Texts} texts
 * @returns {[string, string]}
 */
export function words({ blank, trouble, comparison, voices }, texts) {
  const able = voices.filter(({ lost }) => !lost);
  if (blank || (!comparison && !trouble)) return [texts.blank, texts.blankMore];
  if (trouble) return troubleWords(trouble, texts);
  if (able.length === 0) return [texts.none, texts.lostMore];
  if (able.some(({ told }) => !told)) return [texts.waiting, texts.waitingMore];
  const each = able.map((voice) => sentence(voice, texts));
  if (each.length === 1) return [each[0], ''];
  const said = new Set(able.map(({ told }) => saidOf(/** @type {Reading} */ (told))));
  if (said.size > 1) return [texts.disagree, each.join(texts.comma)];
  const [digit] = said;
  const [both, all] = digit === null ? [texts.bothDoubt, texts.allDoubt] : [texts.bothRead, texts.allRead];
  const time = fill(texts.elapsed, { ms: brief(comparison?.elapsed_ms ?? 0) });
  return [fill(each.length === 2 ? both : all, { digit: digit ?? '' }), fill(texts.together, { time })];
}

/** @param {Voice} voice @param {Texts} texts */
function sentence({ name, told }, texts) {
  const digit = saidOf(/** @type {Reading} */ (told));
  return digit === null ? fill(texts.oneDoubts, { name }) : fill(texts.oneReads, { name, digit });
}
