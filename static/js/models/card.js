// @ts-check
/** The curves of a model card. */
import * as curves from '../curves.js';
import { data, element, texts } from '../page.js';
import * as robustness from '../robustness.js';

/** @type {Record<string, number[]>} */
const history = element('history') ? data('history') : {};

/** @param {string} name */
const points = (name) => (history[name] ?? []).map((y, index) => ({ x: index + 1, y }));

const last = history.loss?.length ?? 1;
const holder = document.querySelector('[data-curves]');
if (holder instanceof HTMLElement) {
  curves.mount(holder, (name) => [
    { label: texts.training, points: points(name), colour: '--ink', dashed: true },
    { label: texts.validation, points: points(`val_${name}`), colour: '--vermilion' },
  ], { first: last > 1 ? 1 : 0, last });
}
robustness.mount();
