// @ts-check
/** The form of a training spec: values in, values out. The server judges them. */
import * as layers from './layers.js';
import { element } from '../page.js';

const NUMBERS = [
  'epochs', 'batch_size', 'learning_rate', 'dropout', 'seed', 'train_images', 'synthetic_digits', 'non_digits',
];
const CHOICES = ['network', 'schedule', 'augmentation', 'start_from'];
const FLAGS = ['corrections'];
const FIRST_LAYER = 128; // neurons, where there was none

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
    const values = {
      ...Object.fromEntries(NUMBERS.map((name) => [name, number(fields[name].value)])),
      ...Object.fromEntries(CHOICES.map((name) => [name, fields[name].value || null])),
      ...Object.fromEntries(FLAGS.map((name) => [name, fields[name].checked])),
      hidden: hidden.sizes,
      filters: filters.map(({ value }) => number(value)),
    };
    // What another network would need is not asked for, so it must not be judged.
    return Object.fromEntries(Object.entries(values).filter(([name]) => fits(fieldOf(name))));
  }

  /** @param {string} name @returns {HTMLElement | null} */
  const fieldOf = (name) => form.querySelector(`[data-field="${name}"]`);

  /** Tell whether a field shapes the network that is chosen. @param {HTMLElement | null} field */
  const fits = (field) => field?.dataset.for?.split(' ').includes(fields.network.value) ?? true;

  /** @param {Spec} spec */
  function write(spec) {
    for (const name of [...NUMBERS, ...CHOICES]) fields[name].value = spec[name] ?? '';
    for (const name of FLAGS) fields[name].checked = spec[name];
    hidden.sizes = spec.hidden.length ? spec.hidden : [FIRST_LAYER];
    filters.forEach((input, index) => { input.value = spec.filters[index]; });
    changed();
  }

  function changed() {
    for (const field of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll('[data-for]'))) {
      field.hidden = !fits(field);
    }
    onChange();
  }

  form.addEventListener('input', changed);
  return { read, write };
}
