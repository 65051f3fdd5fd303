// @ts-check
import { fill, sureness } from '../format.js';
import { SURE, troubleWords } from '../verdict.js';

/**
 * Put what is read into two sentences.
 * @param {import('./page.js').State} state
 * @param {Record<string, string>} texts
 * @returns {[string, string]}
 */
export function words({ reading, told, trouble }, texts) {
  if (trouble) return troubleWords(trouble, texts);
  if (!reading) return [texts.blank, texts.blankMore];
  if (!told) return [texts.waiting, texts.waitingMore];
  const { text, digits } = told;
  const least = digits.reduce((one, other) => (other.confidence < one.confidence ? other : one));
  const values = { number: text, digit: least.digit, confidence: sureness(least.confidence) };
  const doubt = digits.some(({ is_digit: isDigit }) => !isDigit);
  const wide = digits.some(({ is_digit: isDigit, box: [, , width, height] }) => !isDigit && width > height);
  if (wide) return [digits.length === 1 ? texts.doubt : fill(texts.reading, values), texts.perhapsTwo];
  if (doubt && digits.length === 1) return [texts.doubt, fill(texts.closest, values)];
  if (doubt) return [fill(texts.reading, values), texts.doubtAmong];
  if (least.confidence < SURE) return [fill(texts.perhaps, values), fill(texts.least, values)];
  return [fill(texts.reading, values), fill(digits.length === 1 ? texts.sure : texts.sureOfAll, values)];
}
