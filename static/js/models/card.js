// @ts-check
/** The curves of a model card. */
import * as curves from '../curves.js';
import { data, texts } from '../page.js';

/** @type {Record<string, number[]>} */
const history = data('history');

/** @param {string} name */
const points = (name) => (history[name] ?? []).map((y, index) => ({ x: index + 1, y }));

const last = history.loss?.length ?? 1;
const holder = /** @type {HTMLElement} */ (document.querySelector('[data-curves]'));
curves.mount(holder, (name) => [
  { label: texts.training, points: points(name), colour: '--ink', dashed: true },
  { label: texts.validation, points: points(`val_${name}`), colour: '--vermilion' },
], { first: last > 1 ? 1 : 0, last });
