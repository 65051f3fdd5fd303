// @ts-check
import { ask } from '../admin/api.js';
import { fill, percent } from '../format.js';
import { texts } from '../page.js';

/**
 * @typedef {{name: string, challenger: number, champion: number, passed: boolean}} Figure
 * @typedef {{champion: string, promoted: boolean, figures: Figure[]}} Comparison  as `gate.Comparison` has it
 */

/**
 * Say what became of a version that has been trained.
 * @param {string} models  address of the versions
 * @param {string} model
 * @param {Comparison | null} compared
 * @returns {Promise<string>}
 */
export async function outcome(models, model, compared) {
  const { champion } = await ask('GET', models);
  if (champion === model) {
    const { metrics } = await ask('GET', `${models}/${model}`);
    const accuracy = percent(metrics.test?.accuracy);
    return `${fill(texts.inServiceNow, { model })} ${fill(texts.mnist, { accuracy })}`;
  }
  const short = compared?.figures.find(({ passed }) => !passed);
  if (!short) return fill(texts.stays, { champion });
  const [now, then] = [percent(short.challenger), percent(short.champion)];
  return fill(texts.staysFor, { champion, name: texts.figures[short.name], now, then });
}
