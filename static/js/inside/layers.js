// @ts-check
import { fill } from '../format.js';
import { texts } from '../page.js';
import { changes } from './changes.js';
import { IMAGE, channelOf, mosaic, unsigned } from './maps.js';
import { outputOf, sizeOf, titleOf, unitName, wordsOf } from './network.js';
import { brief } from './numbers.js';
import { paint, palette, wipe } from './palette.js';
import { mount as mountRoving } from '../roving.js';
import { bar, show } from './votes.js';

/**
 * The layers of a version one below the other, each unit of them a button.
 *
 * @typedef {import('./network.js').Layer} Layer
 * @typedef {import('./network.js').Network} Network
 * @typedef {{name: string, map: string, low: number, high: number, values?: number[]}} Output
 * @typedef {object} State
 * @property {Network | undefined} network
 * @property {Uint8Array | null} image  what the network reads, 28 × 28
 * @property {Output[] | undefined} outputs  undefined while there is no drawing
 * @property {boolean} settled  whether they are about the drawing as it stands, and its reading is told
 * @property {import('./knowledge.js').Unit | null} unit  the one that is opened up
 */

/** How many are shown before more are asked for; a phone has no room for all neurons at once. */
const FIRST = matchMedia('(min-width: 40rem)').matches
  ? { conv: 16, pool: 16, dense: 128, logits: 11 }
  : { conv: 8, pool: 8, dense: 35, logits: 11 };

/** @param {string} tag @param {string} className @param {string} [text] */
function make(tag, className, text = '') {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** @param {Layer} layer @param {number} index */
function unitButton(layer, index) {
  const name = unitName(layer, index);
  const button = layer.kind === 'logits' ? bar('button', index) : make('button', layer.kind === 'dense' ? 'cell' : 'tile');
  button.setAttribute('aria-label', name);
  if (layer.shape.length > 1) button.append(make('canvas', 'map'));
  button.setAttribute('type', 'button');
  button.setAttribute('role', 'radio');
  button.title = name;
  return button;
}

/** What a byte of an output stands for. @param {Output} output @param {number} byte */
const numberOf = ({ low, high }, byte) => low + ((high - low) * byte) / 255;

/** How much of the layer's largest output a byte stands for. @param {Output} output @param {number} byte */
const shareOf = (output, byte) => (output.high > 0 ? numberOf(output, byte) / output.high : 0);

/**
 * Put the units' numbers into their names, where a unit is one number: what a button holds is not spoken.
 * @param {Layer} layer @param {HTMLElement[]} buttons  those that are shown
 * @param {Output | undefined} output  undefined while there is none to be told
 */
function nameUnits(layer, buttons, output) {
  if (layer.shape.length > 1) return;
  const numbers = output && (output.values ?? [...unsigned(output.map)].map((byte) => numberOf(output, byte)));
  buttons.forEach((button, index) => {
    const unit = unitName(layer, index);
    const name = numbers ? fill(texts.unitNumber, { unit, number: brief(numbers[index]) }) : unit;
    button.setAttribute('aria-label', name);
  });
}

/**
 * Show what comes out of a layer.
 * @param {Layer} layer @param {HTMLElement[]} buttons  those that are shown @param {Output | undefined} output
 */
function showOutput({ kind, shape }, buttons, output) {
  if (kind === 'logits') {
    show(buttons, output?.values ?? null);
    return;
  }
  const bytes = output ? unsigned(output.map) : null;
  buttons.forEach((button, index) => {
    if (kind === 'dense') {
      button.style.setProperty('--ink-share', bytes && output ? shareOf(output, bytes[index]).toFixed(3) : '0');
      return;
    }
    const canvas = /** @type {HTMLCanvasElement} */ (button.firstElementChild);
    if (bytes) paint(canvas, mosaic(shape.slice(0, 2)), channelOf(bytes, shape, index));
    else wipe(canvas);
  });
}

/**
 * Build a layer's block.
 * @param {Network} network @param {Layer} layer
 * @param {(index: number, pointed: boolean) => void} onChoose
 */
function block(network, layer, onChoose) {
  const item = make('li', 'layer');
  item.dataset.layer = layer.name;
  const heading = make('h3', '', `${titleOf(network, layer)} `);
  heading.append(make('small', '', sizeOf(layer)));
  const group = make('div', `units units-${layer.kind}`);
  group.setAttribute('role', 'radiogroup');
  group.setAttribute('aria-label', titleOf(network, layer));
  const count = layer.shape.at(-1) ?? 0;
  /** @type {HTMLElement[]} */
  const buttons = [];
  const rove = mountRoving(group, () => buttons, onChoose);
  const more = make('button', 'button all-units', fill(texts.all, { count }));
  more.setAttribute('type', 'button');
  more.addEventListener('click', () => {
    const first = buttons.length;
    grow(count);
    onGrow();
    buttons[first]?.focus(); // the button that had the keyboard is gone
  });
  let onGrow = () => {};

  /** @param {number} size */
  function grow(size) {
    while (buttons.length < Math.min(size, count)) buttons.push(unitButton(layer, buttons.length));
    group.append(...buttons.slice(group.childElementCount));
    more.hidden = buttons.length === count;
  }

  grow(FIRST[layer.kind]);
  const slot = make('div', 'slot');
  item.append(heading, make('p', 'layer-words', wordsOf(network, layer)), group, more, slot);
  return {
    item, layer, slot, buttons, rove, grow,
    repainted: changes(),
    renamed: changes(),
    /** @param {() => void} listener */
    whenGrown(listener) { onGrow = listener; },
  };
}

/**
 * @param {HTMLElement} list  its first item is the image
 * @param {() => State} state
 * @param {ReturnType<typeof import('./visible.js').watcher>} visible
 * @param {(unit: import('./knowledge.js').Unit, pointed: boolean) => void} onChoose
 */
export function mount(list, state, visible, onChoose) {
  const input = /** @type {HTMLCanvasElement} */ (list.querySelector('.layer-input'));
  /** @type {ReturnType<typeof block>[]} */
  let blocks = [];
  /** @type {Network | undefined} */
  let built;
  const inputChanged = changes();

  /** @param {Network | undefined} network */
  function build(network) {
    built = network;
    for (const { item } of blocks) {
      visible.leave(item);
      item.remove();
    }
    blocks = (network?.layers ?? []).map((layer) => block(/** @type {Network} */ (network), layer, (index, pointed) => {
      onChoose({ layer: layer.name, index, at: null }, pointed);
    }));
    for (const each of blocks) {
      each.whenGrown(update);
      list.append(each.item);
      visible.watch(each.item);
    }
  }

  function update() {
    const { network, outputs, settled, unit, image } = state();
    if (network !== built) build(network);
    if (inputChanged(image, palette)) {
      if (image) paint(input, IMAGE, image);
      else wipe(input);
    }
    for (const each of blocks) {
      const chosen = unit?.layer === each.layer.name ? unit.index : null;
      if (chosen !== null) each.grow(chosen + 1);
      each.rove.update(chosen);
      if (!visible.sees(each.item)) continue;
      const { layer, buttons } = each;
      const output = outputOf(outputs, layer.name);
      if (each.repainted(output, palette, buttons.length)) showOutput(layer, buttons, output);
      const told = settled ? output : undefined;
      if (each.renamed(told, buttons.length)) nameUnits(layer, buttons, told);
    }
  }

  return {
    update,
    /** Where a unit of a layer opens up. @param {string} name */
    slotOf: (name) => blocks.find(({ layer }) => layer.name === name)?.slot,
    /** Bring the keyboard to a unit. @param {string} name @param {number} index */
    focus: (name, index) => blocks.find(({ layer }) => layer.name === name)?.buttons[index]?.focus(),
  };
}
