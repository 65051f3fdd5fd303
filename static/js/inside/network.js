// @ts-check
import { fill } from '../format.js';
import { texts } from '../page.js';
import { brief, joined } from './numbers.js';
import { digitName } from './votes.js';

/**
 * A network in words.
 *
 * @typedef {object} Layer
 * @property {string} name
 * @property {'conv' | 'pool' | 'dense' | 'logits'} kind
 * @property {number[]} shape
 * @property {string | null} source  the layer that it takes its input from; null: the image
 * @property {number} kernel
 * @property {number} stride
 * @typedef {{layers: Layer[], temperature: number}} Network
 */

/** @param {Network | undefined} network @param {string | null | undefined} name */
export const layerOf = (network, name) => network?.layers.find((layer) => layer.name === name);

/**
 * What comes out of a layer.
 * @param {import('./layers.js').Output[] | undefined} outputs @param {string | undefined} name
 */
export const outputOf = (outputs, name) => outputs?.find((output) => output.name === name);

/** @param {Network} network @param {Layer} layer */
export function titleOf({ layers }, layer) {
  const number = layers.filter(({ kind }) => kind === layer.kind).indexOf(layer) + 1;
  return fill(texts[`${layer.kind}Title`], { number });
}

/** @param {Layer} layer */
export function sizeOf({ kind, shape }) {
  if (kind === 'dense') return fill(texts.denseSize, { units: shape[0] });
  if (kind === 'logits') return fill(texts.logitsSize, { units: shape[0] });
  const [rows, columns, channels] = shape;
  return fill(texts.mapsSize, { rows, columns, channels });
}

/** @param {Network} network @param {Layer} layer */
export function wordsOf({ temperature }, { kind, shape, kernel, stride }) {
  if (kind !== 'logits') return fill(texts[`${kind}Words`], { channels: shape[2], kernel, stride });
  const words = [texts.logitsWords, texts.temperature, ...(shape[0] > 10 ? [texts.eleventh] : [])];
  return joined(words.map((sentence) => fill(sentence, { temperature: brief(temperature) })));
}

/** @param {Layer} layer @param {number} index */
export function unitName({ kind }, index) {
  if (kind === 'logits') return fill(texts.logit, { digit: digitName(index) });
  return fill(kind === 'dense' ? texts.neuron : texts.map, { number: index + 1 });
}
