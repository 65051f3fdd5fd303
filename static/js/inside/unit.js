// @ts-check
import { fill } from '../format.js';
import { copyOf, element, part, say, texts } from '../page.js';
import { changes } from './changes.js';
import * as convolution from './convolution.js';
import { layerOf, titleOf, unitName } from './network.js';
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

const calm = matchMedia('(prefers-reduced-motion: reduce)');

/** Room between what is brought into sight and the edge (CSS pixels). */
const EDGE = 12;

/**
 * Scroll just enough that a panel's title, its story and its pictures are seen.
 * @param {HTMLElement} panel @param {HTMLElement} slot  tells how much is covered at the top
 */
function bring(panel, slot) {
  const pictures = panel.querySelector('.equation, .places') ?? panel;
  const above = panel.getBoundingClientRect().top - Number.parseFloat(getComputedStyle(slot).scrollMarginTop);
  const below = pictures.getBoundingClientRect().bottom + EDGE - innerHeight;
  const way = above < 0 ? above : Math.min(above, Math.max(0, below));
  scrollBy({ top: way, behavior: calm.matches ? 'instant' : 'smooth' });
}

const PANELS = { conv: 'conv-panel', pool: 'pool-panel', dense: 'neuron-panel', logits: 'neuron-panel' };

/**
 * @param {ReturnType<typeof import('./layers.js').mount>} layers
 * @param {() => State} state
 * @param {{onPlace(at: [number, number]): void, onGo(layer: string, index: number): void, onClose(): void}} events
 */
export function mount(layers, state, { onPlace, onGo, onClose }) {
  /** @type {{network: unknown, name: string, root: HTMLElement, body: {update(found: any, context: any): void}} | null} */
  let open = null;
  let changed = changes();
  /** Whether it is to be brought into sight once its numbers are there. */
  let wanted = false;

  /** @param {import('./neuron.js').Context} context */
  function bodyOf(context) {
    const { kind } = context.layer;
    const root = copyOf(element(PANELS[kind]));
    if (kind === 'conv') return { root, ...convolution.mount(root, context, onPlace) };
    if (kind === 'pool') return { root, ...pooling.mount(root, context, onPlace) };
    return { root, ...neuron.mount(root, onGo) };
  }

  /** @param {import('./neuron.js').Context} context */
  function unfold(context) {
    const root = copyOf(element('unit-panel'));
    const body = bodyOf(context);
    root.append(body.root);
    part(root, 'close').addEventListener('click', onClose);
    root.addEventListener('keydown', (event) => { if (event.key === 'Escape') onClose(); });
    layers.slotOf(context.layer.name)?.replaceChildren(root);
    open = { network: context.network, name: context.layer.name, root, body };
    changed = changes();
  }

  function fold() {
    open?.root.remove();
    open = null;
  }

  function update() {
    const { network, unit, found, image, outputs, reading } = state();
    const layer = layerOf(network, unit?.layer);
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
    if (matches && changed(found, outputs, image, palette)) open.body.update(found, context);
    const slot = layers.slotOf(layer.name);
    if (!wanted || !slot || (reading && !matches)) return;
    wanted = false;
    bring(open.root, slot);
  }

  return {
    update,
    /** Bring the unit into sight that is chosen next. */
    reveal() { wanted = true; },
  };
}
