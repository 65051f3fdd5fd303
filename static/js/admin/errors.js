// @ts-check
/** The server's refusals of a spec, each beside its field and in the reader's language. */
import { fill } from '../format.js';
import { locale, texts } from '../page.js';

/** What the one validation says, in English, and how the reader's language has it. */
const WORDS = /** @type {[RegExp, string][]} */ ([
  [/^must be a whole number from (?<low>[\d,]+) to (?<high>[\d,]+)\.$/, texts.whole],
  [/^must be a number from (?<low>\S+) to (?<high>\S+)\.$/, texts.number],
  [/^each layer has 1 to 2048 units/, texts.unit],
  [/^each convolution has 1 to 256 filters/, texts.filter],
  [/^at most 8 hidden layers/, texts.layers],
  [/^the tutorial network has ten outputs/, texts.tenOutputs],
  [/^there is nothing to learn from: no drawing/, texts.noLesson],
  [/^there is nothing to improve/, texts.nothingToImprove],
  [/^There is no model version/, texts.noVersion],
  [/ is another network: its weights/, texts.otherNetwork],
]);

const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });

/** @param {string} text  a number as Python writes it, such as 1e-06 or 4,096 */
const number = (text) => numbers.format(Number(text.replaceAll(',', '')));

/** @param {string} reason */
function translated(reason) {
  for (const [pattern, text] of WORDS) {
    const match = pattern.exec(reason);
    if (!match) continue;
    const { low = '', high = '' } = match.groups ?? {};
    return fill(text, { low: number(low), high: number(high) });
  }
  return locale === 'en' ? reason.charAt(0).toUpperCase() + reason.slice(1) : reason;
}

/**
 * Show what is wrong beside each field, and nothing beside the others.
 * @param {HTMLFormElement} form
 * @param {Record<string, string>} errors  by field
 */
export function show(form, errors) {
  for (const field of form.querySelectorAll('[data-field]')) {
    const name = /** @type {HTMLElement} */ (field).dataset.field ?? '';
    const reason = errors[name];
    const [place, hint] = ['error', 'hint'].map((kind) => document.getElementById(`${name}-${kind}`));
    if (place) {
      place.textContent = reason ? translated(reason) : '';
      place.hidden = !reason;
    }
    if (hint) hint.hidden = Boolean(reason);
    for (const input of field.querySelectorAll('input, select')) {
      if (reason) input.setAttribute('aria-invalid', 'true');
      else input.removeAttribute('aria-invalid');
    }
  }
}

/** Say what is wrong where no field can. @param {Record<string, string>} errors  by field */
export const words = (errors) => Object.values(errors).map(translated).join(' ');

/** Go to the first field that is marked. @param {HTMLFormElement} form */
export function visitFirst(form) {
  const first = form.querySelector('[aria-invalid="true"]');
  if (first instanceof HTMLElement) first.focus();
}
