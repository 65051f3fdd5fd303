// @ts-check
import { fill } from '../format.js';
import { part, say, texts } from '../page.js';
import * as convolution from './convolution.js';
import { titleOf, unitName } from './network.js';
import * as neuron from './neuron.js';
import { palette } from './palette.js';
import * as pooling from './pooling.js';

/**
 * The unit that is opened up, beneath its layer.
 *
 * @typedef {import('./knowledge.js').Unit} Unit
 * @typedef {object} State
 * @property {import('./network.js').Network | undefined} network
 * @property {Unit | null} unit
 * @property {any} found  what the server knows of it; of another unit perhaps, while the answer is on its way
 * @property {Uint8Array | null} image
 * @property {import('./layers.js').Output[] | undefined} outputs
 * @property {import('../reader.js').Reading | null} reading
 */

/** @param {string} id */
function copyOf(id) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  return /** @type {HTMLElement} */ (/** @type {DocumentFragment} */ (template.content.cloneNode(true)).firstElementChild);
}

/**
 * @param {ReturnType<typeof import('./layers.js').mount>} layers
 * @param {() => State} state
 * @param {{onPlace(at: [number, number]): void, onGo(layer: string, index: number): void, onClose(): void}} events
 */
export function mount(layers, state, { onPlace, onGo, onClose }) {
  /** @type {{network: unknown, name: string, root: HTMLElement, body: {update(found: any, context: any): void}} | null} */
  let open = null;
  /** @type {unknown[]} */
  let shown = [];

  /** @param {import('./neuron.js').Context} context */
  function bodyOf(context) {
    const { kind } = context.layer;
    const root = copyOf({ conv: 'conv-panel', pool: 'pool-panel', dense: 'neuron-panel', logits: 'neuron-panel' }[kind]);
    if (kind === 'conv') return { root, ...convolution.mount(root, context, onPlace) };
    if (kind === 'pool') return { root, ...pooling.mount(root, context, onPlace) };
    return { root, ...neuron.mount(root, onGo) };
  }

  /** @param {import('./neuron.js').Context} context */
  function unfold(context) {
    const root = copyOf('unit-panel');
    const body = bodyOf(context);
    root.append(body.root);
    part(root, 'close').addEventListener('click', onClose);
    root.addEventListener('keydown', (event) => { if (event.key === 'Escape') onClose(); });
    layers.slotOf(context.layer.name)?.replaceChildren(root);
    open = { network: context.network, name: context.layer.name, root, body };
    shown = [];
  }

  function fold() {
    open?.root.remove();
    open = null;
  }

  function update() {
    const { network, unit, found, image, outputs, reading } = state();
    const layer = network?.layers.find(({ name }) => name === unit?.layer);
    if (!network || !unit || !layer) {
      fold();
      return;
    }
    const context = { network, layer, image, outputs, reading };
    if (open?.network !== network || open.name !== layer.name) {
      fold();
      unfold(context);
    }
    if (!open) return;
    const title = fill(texts.unitOf, { unit: unitName(layer, unit.index), layer: titleOf(network, layer) });
    say(part(open.root, 'title'), title);
    open.root.setAttribute('aria-label', title);
    const matches = found?.layer === unit.layer && found.index === unit.index;
    open.root.toggleAttribute('data-waiting', !matches);
    if (!matches || [found, outputs, image, palette].every((each, place) => each === shown[place])) return;
    shown = [found, outputs, image, palette];
    open.body.update(found, context);
  }

  return { update };
}
