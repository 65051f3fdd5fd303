// @ts-check
import { fill, sureness } from '../format.js';
import { part, say, texts } from '../page.js';
import { setFrame } from './cursor.js';
import { showPoint } from './curve.js';
import { flatIndex, mosaic, signed, unsigned } from './maps.js';
import { layerOf, outputOf, titleOf, unitName } from './network.js';
import { balance, brief, exact, joined, put } from './numbers.js';
import { paint } from './palette.js';
import { digitName, mount as mountVotes } from './votes.js';

/**
 * A neuron opened up: the article's formula, g(Σ wx + b), with the numbers of this drawing.
 *
 * @typedef {import('./network.js').Layer} Layer
 * @typedef {{shape: number[], map: string, scale: number}} Signed
 * @typedef {{at: number[], weight: number, value: number, product: number}} Term
 * @typedef {{layer: string, by_digit?: number[], strongest?: {index: number, product: number}[]}} Onward
 * @typedef {{index: number, weights: Signed, products: Signed, sum: number, bias: number, z: number,
 *            output: number, largest: Term[], onward: Onward | null}} Found
 * @typedef {object} Context
 * @property {import('./network.js').Network} network
 * @property {Layer} layer
 * @property {Uint8Array | null} image
 * @property {import('./layers.js').Output[] | undefined} outputs
 * @property {import('../reader.js').Reading | null} reading
 */

/**
 * For or against which digit something speaks most of all, in a sentence.
 * @param {number[]} byDigit @param {string} speaksFor @param {string} speaksAgainst
 */
export function tendency(byDigit, speaksFor, speaksAgainst) {
  const strongest = byDigit.reduce((best, value, digit) => (
    Math.abs(value) > Math.abs(byDigit[best]) ? digit : best
  ), 0);
  return fill(byDigit[strongest] > 0 ? speaksFor : speaksAgainst, { digit: digitName(strongest) });
}

/** @param {Found} found @param {Context} context */
function story({ index, sum, z, output, onward }, { layer, reading }) {
  const values = { sum: brief(sum), z: brief(z), output: brief(output) };
  if (layer.kind === 'logits') {
    const probability = index < 10 && reading ? sureness(reading.probabilities[index]) : null;
    const likely = probability ? [fill(texts.likely, { probability })] : [];
    return joined([fill(texts.decides, values), ...likely]);
  }
  const deep = layer.source === null ? '' : 'Deep';
  const words = fill(texts[(output > 0 ? 'fires' : 'silent') + deep], values);
  if (output <= 0) return joined([words, texts.noWord]);
  return onward?.by_digit ? joined([words, tendency(onward.by_digit, texts.mostTo, texts.mostAgainst)]) : words;
}

/** Where an input lies, in words. @param {number[]} at @param {Layer | undefined} source */
function placeOf(at, source) {
  if (at.length === 1 && source) return unitName(source, at[0]);
  const [row, column, channel] = at.map((index) => index + 1);
  return fill(at.length > 2 ? texts.placeChannel : texts.place, { row, column, channel });
}

/** @param {Term} term @param {Layer | undefined} source */
function termRow({ at, weight, value, product }, source) {
  const row = document.createElement('li');
  for (const [name, number] of Object.entries({ weight, value, product })) {
    const place = document.createElement('span');
    place.className = name;
    put(place, number);
    row.append(...(name === 'weight' ? [] : [name === 'value' ? ' × ' : ' = ']), place);
  }
  const where = document.createElement('small');
  where.textContent = placeOf(at, source);
  row.dataset.at = at.join(' ');
  row.append(' ', where);
  return row;
}

/**
 * @param {HTMLElement} root  a copy of the template `neuron-panel`
 * @param {(layer: string, index: number) => void} onGo
 */
export function mount(root, onGo) {
  const [weights, inputs, products, marks] = ['weights', 'inputs', 'products', 'marks'].map((name) => part(root, name));
  const votes = mountVotes(part(root, 'votes'));
  part(root, 'neurons').addEventListener('click', (/** @type {MouseEvent} */ event) => {
    const button = /** @type {Element} */ (event.target).closest('button');
    if (button) onGo(button.dataset.layer ?? '', Number(button.value));
  });

  /** @param {Found} found @param {Context} context @param {Layer | undefined} source */
  function showPictures(found, { image, outputs }, source) {
    const { shape } = found.weights;
    const layout = mosaic(shape);
    paint(weights, layout, signed(found.weights.map));
    paint(products, layout, signed(found.products.map));
    const output = outputOf(outputs, source?.name);
    if (!source && image) paint(inputs, layout, image);
    else if (output) paint(inputs, mosaic(shape, 'first'), unsigned(output.map));
    marks.replaceChildren(...found.largest.map(({ at }) => {
      const frame = document.createElement('span');
      const place = layout.places[flatIndex(at, shape)];
      const spot = { top: Math.floor(place / layout.width), left: place % layout.width, height: 1, width: 1 };
      setFrame(frame, spot, { rows: layout.height, columns: layout.width });
      return frame;
    }));
  }

  /** @param {Onward | null} onward @param {import('./network.js').Network} network */
  function showOnward(onward, network) {
    part(root, 'onward').hidden = !onward;
    const next = layerOf(network, onward?.layer);
    part(root, 'neurons').hidden = !onward?.strongest;
    part(root, 'votes').hidden = !onward?.by_digit;
    say(part(root, 'onward-title'), onward?.strongest ? texts.onwardNeurons : texts.onwardDigits);
    if (onward?.by_digit) votes.update(onward.by_digit);
    part(root, 'neurons').replaceChildren(...(onward?.strongest ?? []).map(({ index, product }) => {
      const button = document.createElement('button');
      Object.assign(button, { type: 'button', className: 'button neuron-link', value: String(index) });
      button.dataset.layer = onward?.layer;
      button.textContent = next ? `${unitName(next, index)} ${balance(product)}` : '';
      return button;
    }));
  }

  /** @param {Found} found @param {Context} context */
  function update(found, context) {
    const { network, layer } = context;
    const source = layerOf(network, layer.source);
    say(part(root, 'story'), story(found, context));
    say(part(root, 'inputs-name'), source ? fill(texts.ofLayer, { layer: titleOf(network, source) }) : texts.ofImage);
    showPictures(found, context, source);
    part(root, 'speckles').hidden = source !== undefined;
    for (const name of /** @type {const} */ (['sum', 'bias', 'z', 'output'])) put(part(root, name), found[name], exact);
    root.toggleAttribute('data-logit', layer.kind === 'logits');
    showPoint(part(root, 'curve'), found.z);
    part(root, 'largest').replaceChildren(...found.largest.map((term) => termRow(term, source)));
    showOnward(found.onward, network);
  }

  return { update };
}
