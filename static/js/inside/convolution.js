// @ts-check
import { fill } from '../format.js';
import { copyOf, element, part, say, texts } from '../page.js';
import { mount as mountCursor, setFrame } from './cursor.js';
import { showPoint } from './curve.js';
import { IMAGE, SIDE, channelOf, mosaic, reachOf, toSigned, toUnsigned, unsigned } from './maps.js';
import { layerOf, outputOf } from './network.js';
import { brief, joined, put } from './numbers.js';
import { tendency } from './neuron.js';
import { paint } from './palette.js';
import { mount as mountTerms } from './terms.js';
import { mount as mountVotes } from './votes.js';

/**
 * A map of a convolution opened up at one place: the kernel, what lies under it, and their sum.
 *
 * @typedef {import('./neuron.js').Context} Context
 * @typedef {{index: number, kernel: number[], patch: number[], sum: number}} Channel
 * @typedef {{index: number, at: [number, number], size: number, field: [number, number, number, number],
 *            channels: Channel[], rest: number, sum: number, scale: number, shift: number, z: number,
 *            output: number, onward: {by_digit?: number[]} | null}} Found
 */

/** @param {Found} found */
function story({ sum, z, output, onward }) {
  const words = fill(output > 0 ? texts.convFires : texts.convSilent, {
    sum: brief(sum), z: brief(z), output: brief(output),
  });
  return onward?.by_digit ? joined([words, tendency(onward.by_digit, texts.mapTo, texts.mapAgainst)]) : words;
}

/**
 * @param {HTMLElement} root  a copy of the template `conv-panel`
 * @param {Context} context
 * @param {(at: [number, number]) => void} onPlace
 */
export function mount(root, { layer }, onPlace) {
  const [rows, columns] = layer.shape;
  const cursor = mountCursor(part(root, 'map'), part(root, 'place'), [rows, columns], onPlace);
  const votes = mountVotes(part(root, 'votes'));
  const canvasOf = (/** @type {string} */ name) => part(root, name).querySelector('canvas');

  /** What each row tells of its cells. @type {ReturnType<typeof mountTerms>[]} */
  const terms = [];

  function addChannel() {
    const item = copyOf(element('channel-row'));
    terms.push(mountTerms([...item.querySelectorAll('.framed')], part(item, 'term')));
    return item;
  }

  /** @param {Channel[]} channels @param {number} size */
  function showChannels(channels, size) {
    const list = part(root, 'channels');
    while (list.childElementCount < channels.length) list.append(addChannel());
    while (list.childElementCount > channels.length) {
      list.lastElementChild.remove();
      terms.pop();
    }
    const layout = mosaic([size, size]);
    // One scale for all channels: what is pale beside another is small.
    const products = channels.map(({ kernel, patch }) => kernel.map((weight, place) => weight * patch[place]));
    const [heaviest, brightest, largest] = [
      channels.map(({ kernel }) => kernel), channels.map(({ patch }) => patch), products,
    ].map((each) => reachOf(each.flat()));
    channels.forEach(({ index, kernel, patch, sum }, place) => {
      const item = list.children[place];
      item.dataset.index = String(index);
      say(part(item, 'name'), layer.source ? fill(texts.channelMap, { number: index + 1 }) : texts.channelImage);
      paint(part(item, 'patch'), layout, toUnsigned(patch, layer.source ? brightest : 1));
      paint(part(item, 'kernel'), layout, toSigned(kernel, heaviest));
      paint(part(item, 'product'), layout, toSigned(products[place], largest));
      put(part(item, 'channel-sum'), sum);
      terms[place].update({ kernel, patch, size });
    });
  }

  /** @param {Found} found @param {Context} context */
  function update(found, { image, outputs, network }) {
    const output = outputOf(outputs, layer.name);
    if (output) paint(canvasOf('map'), mosaic([rows, columns]), channelOf(unsigned(output.map), layer.shape, found.index));
    if (image) paint(canvasOf('field'), IMAGE, image);
    const [top, left, height, width] = found.field;
    setFrame(part(root, 'field').querySelector('.cursor'), { top, left, height, width }, { rows: SIDE, columns: SIDE });
    cursor.update(found.at);
    say(part(root, 'story'), story(found));
    showChannels(found.channels, found.size);
    const source = layerOf(network, layer.source);
    const others = (source?.shape.at(-1) ?? 1) - found.channels.length;
    part(root, 'others').hidden = others <= 0;
    say(part(root, 'others-name'), fill(texts.otherChannels, { count: others }));
    put(part(root, 'rest'), found.rest);
    for (const name of /** @type {const} */ (['sum', 'scale', 'shift', 'z', 'output'])) put(part(root, name), found[name]);
    showPoint(part(root, 'curve'), found.z);
    part(root, 'onward').hidden = !found.onward?.by_digit;
    if (found.onward?.by_digit) votes.update(found.onward.by_digit);
  }

  return { update };
}
