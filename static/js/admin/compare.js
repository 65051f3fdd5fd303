// @ts-check
/** Curves of several runs over each other. */
import * as curves from '../curves.js';
import { data, element, texts } from '../page.js';

/** @type {{name: string, curves: Record<string, (number | null)[]>}[]} */
const runs = data('compared');
const withTraining = /** @type {HTMLInputElement} */ (element('with-training'));

/** @param {(number | null)[]} values */
function points(values) {
  return values.flatMap((y, index) => (y === null ? [] : [{ x: index + 1, y }]));
}

/** @param {'accuracy' | 'loss'} name @returns {import('../curves.js').Line[]} */
function lines(name) {
  return runs.flatMap((run, index) => {
    const colour = `--series-${index + 1}`;
    const validation = { label: run.name, points: points(run.curves[`val_${name}`]), colour };
    if (!withTraining.checked) return [validation];
    const training = { label: `${run.name}, ${texts.training}`, points: points(run.curves[name]), colour, dashed: true };
    return [validation, training];
  });
}

const last = Math.max(1, ...runs.map((run) => run.curves.loss.length));
const holder = /** @type {HTMLElement} */ (document.querySelector('[data-curves]'));
const charts = curves.mount(holder, lines, { first: last > 1 ? 1 : 0, last });
withTraining.addEventListener('change', charts.update);
