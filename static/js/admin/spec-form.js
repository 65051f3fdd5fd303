// @ts-check
/** The form of a training spec: values in, values out. The server judges them. */
import * as layers from './layers.js';
import { element } from '../page.js';

const NUMBERS = [
  'epochs', 'batch_size', 'learning_rate', 'dropout', 'seed', 'train_images', 'synthetic_digits', 'non_digits',
];
const CHOICES = ['network', 'schedule', 'augmentation', 'start_from'];
const FLAGS = ['corrections'];
const TUTORIAL = 128;

/** @typedef {Record<string, any>} Spec */

/**
 * @param {HTMLFormElement} form
 * @param {() => void} onChange
 */
export function mount(form, onChange) {
  const fields = /** @type {any} */ (form.elements);
  const filters = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll('input[name="filters"]')]);
  const hidden = layers.mount(element('layers'), element('add-layer'), changed);

  /** @param {string} value */
  const number = (value) => (value === '' ? null : Number(value));

  /** @returns {Spec} what the form says; null where no number stands */
  function read() {
    const network = fields.network.value;
    return {
      ...Object.fromEntries(NUMBERS.map((name) => [name, number(fields[name].value)])),
      ...Object.fromEntries(CHOICES.map((name) => [name, fields[name].value || null])),
      ...Object.fromEntries(FLAGS.map((name) => [name, fields[name].checked])),
      hidden: network === 'dense' ? hidden.sizes : [],
      // What another network would need is not asked for, so it must not be judged.
      ...(network === 'conv' ? { filters: filters.map(({ value }) => number(value)) } : {}),
      ...(network === 'tutorial' ? { dropout: 0.2, non_digits: 0 } : {}),
    };
  }

  /** @param {Spec} spec */
  function write(spec) {
    for (const name of [...NUMBERS, ...CHOICES]) fields[name].value = spec[name] ?? '';
    for (const name of FLAGS) fields[name].checked = spec[name];
    hidden.sizes = spec.hidden.length ? spec.hidden : [TUTORIAL];
    filters.forEach((input, index) => { input.value = spec.filters[index]; });
    changed();
  }

  /** @param {Spec} spec */
  function shape({ network, hidden: sizes, filters: counts = [], non_digits: nonDigits }) {
    const inside = { tutorial: [TUTORIAL], dense: sizes, conv: [...counts, counts.at(-1)] }[/** @type {'conv'} */ (network)] ?? [];
    // The last two convolutions are alike, as `architecture.py` has them.
    const first = network === 'conv' ? '28×28' : 784;
    const last = nonDigits > 0 ? 11 : 10; // the eleventh says "not a digit"
    return [first, ...inside.map((/** @type {any} */ n) => n ?? '?'), last].join(' → ');
  }

  function update() {
    const spec = read();
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll('[data-for]'))) {
      part.hidden = !part.dataset.for?.split(' ').includes(spec.network);
    }
    element('shape').textContent = shape(spec);
  }

  function changed() {
    update();
    onChange();
  }

  form.addEventListener('input', changed);
  return { read, write, update };
}
