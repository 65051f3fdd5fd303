// @ts-check
import { layerOf } from './network.js';

/**
 * What one looks at beside the drawing, and how a link tells it.
 *
 * @typedef {import('./knowledge.js').Unit} Unit
 * @typedef {import('./network.js').Network} Network
 * @typedef {{model: string, without: string[], unit: Unit | null}} View
 */

/** @param {View} view @returns {Record<string, string>} */
export function format({ model, without, unit }) {
  return {
    ...(model && { model }),
    ...(without.length && { without: without.join('.') }),
    ...(unit && { unit: [unit.layer, unit.index, ...(unit.at ?? [])].join('.') }),
  };
}

/**
 * The unit, if the network has it. @param {Unit | null} unit @param {Network | undefined} network
 * @returns {Unit | null}
 */
export function within(unit, network) {
  const shape = layerOf(network, unit?.layer)?.shape;
  if (!unit || !shape || !(unit.index >= 0 && unit.index < (shape.at(-1) ?? 0))) return null;
  const inside = unit.at && shape.length > 1 && unit.at.every((place, axis) => place >= 0 && place < shape[axis]);
  return { ...unit, at: inside ? unit.at : null };
}

/** @param {string} [text] @returns {Unit | null} */
function unitOf(text = '') {
  const [layer, ...numbers] = text.split('.');
  const [index, row, column] = numbers.map(Number);
  if (![1, 3].includes(numbers.length) || !numbers.every((number) => /^\d{1,6}$/.test(number))) return null;
  return { layer, index, at: column === undefined ? null : [row, column] };
}

/**
 * @param {Record<string, string>} fields  of a link, which anybody may have written
 * @param {Record<string, Network>} networks  those that are there
 * @param {object} page
 * @param {string} page.usual  the version to look at where the link names none that is there
 * @param {string[]} page.steps  those that can be left out
 * @returns {View}
 */
export function parse({ model = '', without = '', unit }, networks, { usual, steps }) {
  const chosen = Object.hasOwn(networks, model) ? model : usual;
  return {
    model: chosen,
    without: steps.filter((step) => without.split('.').includes(step)),
    unit: within(unitOf(unit), networks[chosen]),
  };
}
