// @ts-check
import { fill } from '../format.js';
import { part, say, texts } from '../page.js';
import { mount as mountCursor } from './cursor.js';
import { channelOf, mosaic, unsigned } from './maps.js';
import { outputOf } from './network.js';
import { brief, put } from './numbers.js';
import { paint } from './palette.js';

/**
 * A map of a pooling layer opened up at one place: four numbers, of which the largest goes on.
 *
 * @typedef {import('./neuron.js').Context} Context
 * @typedef {{index: number, at: [number, number], patch: number[], output: number}} Found
 * @param {HTMLElement} root  a copy of the template `pool-panel`
 * @param {Context} context
 * @param {(at: [number, number]) => void} onPlace
 */
export function mount(root, { layer }, onPlace) {
  const [rows, columns] = layer.shape;
  const cursor = mountCursor(part(root, 'map'), part(root, 'place'), [rows, columns], onPlace);

  /** @param {Found} found @param {Context} context */
  function update(found, { outputs }) {
    const output = outputOf(outputs, layer.name);
    const canvas = part(root, 'map').querySelector('canvas');
    if (output) paint(canvas, mosaic([rows, columns]), channelOf(unsigned(output.map), layer.shape, found.index));
    cursor.update(found.at);
    const cells = [...part(root, 'patch').children];
    const strongest = found.patch.indexOf(Math.max(...found.patch));
    cells.forEach((cell, place) => {
      put(cell, found.patch[place], brief);
      cell.toggleAttribute('data-strongest', place === strongest && found.output > 0);
    });
    put(part(root, 'output'), found.output);
    say(part(root, 'story'), found.output > 0
      ? fill(texts.poolStory, { output: brief(found.output) })
      : texts.poolNothing);
  }

  return { update };
}
