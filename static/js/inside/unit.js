// @ts-check
import { fill } from '../format.js';
import { copyOf, element, part, say, texts } from '../page.js';
import { changes } from './changes.js';
import { layerOf, titleOf, unitName } from './network.js';
import { palette } from './palette.js';

/**
 * The unit that is opened up, beneath its layer. What fills it with numbers is asked for when a unit of its
 * kind is chosen first; the panel stands there meanwhile, as large, as it does while the server answers.
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

/**
 * @typedef {import('./neuron.js').Context} Context
 * @typedef {{update(found: any, context: Context): void}} Body
 * @typedef {{onPlace(at: [number, number]): void, onGo(layer: string, index: number): void, onClose(): void}} Events
 * @typedef {(root: HTMLElement, context: Context, events: Events) => Body} Mount
 */

/** @returns {Promise<Mount>} */
async function neurons() {
  const { mount } = await import('./neuron.js');
  return (root, _context, { onGo }) => mount(root, onGo);
}

/**
 * @param {Promise<{mount(root: HTMLElement, context: Context, onPlace: Events['onPlace']): Body}>} module
 * @returns {Promise<Mount>}
 */
async function maps(module) {
  const { mount } = await module;
  return (root, context, { onPlace }) => mount(root, context, onPlace);
}

/** By kind of layer: the template, and what brings a copy of it to life. */
const PANELS = {
  conv: { template: 'conv-panel', load: () => maps(import('./convolution.js')) },
  pool: { template: 'pool-panel', load: () => maps(import('./pooling.js')) },
  dense: { template: 'neuron-panel', load: neurons },
  logits: { template: 'neuron-panel', load: neurons },
};

/**
 * @param {ReturnType<typeof import('./layers.js').mount>} layers
 * @param {() => State} state
 * @param {Events} events
 */
export function mount(layers, state, events) {
  const { onClose } = events;
  /** @type {{network: unknown, name: string, root: HTMLElement, body: Body | null} | null} */
  let open = null;
  let changed = changes();
  /** Whether it is to be brought into sight once its numbers are there. */
  let wanted = false;
  /** Whether what fills a panel is on its way. */
  let loading = false;

  /** @param {Context} context */
  function unfold(context) {
    const root = copyOf(element('unit-panel'));
    root.append(copyOf(element(PANELS[context.layer.kind].template)));
    part(root, 'close').addEventListener('click', onClose);
    root.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => { if (event.key === 'Escape') onClose(); });
    layers.slotOf(context.layer.name)?.replaceChildren(root);
    open = { network: context.network, name: context.layer.name, root, body: null };
    changed = changes();
  }

  /**
   * Have the open panel filled; where that cannot be loaded, the next change tries again.
   * @param {Context} context
   */
  async function bringToLife(context) {
    const panel = open;
    loading = true;
    // Without it the page says what is wrong by itself: then the numbers do not come either.
    const mountBody = await PANELS[context.layer.kind].load().catch(() => null);
    loading = false;
    if (panel !== open) return update(); // another was opened meanwhile
    if (!mountBody || !panel) return;
    panel.body = mountBody(/** @type {HTMLElement} */ (panel.root.lastElementChild), context, events);
    update();
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
    if (!open.body && !loading) bringToLife(context);
    const title = fill(texts.unitOf, { unit: unitName(layer, unit.index), layer: titleOf(network, layer) });
    say(part(open.root, 'title'), title);
    open.root.setAttribute('aria-label', title);
    const matches = found?.layer === unit.layer && found.index === unit.index;
    const ready = matches && open.body !== null;
    open.root.toggleAttribute('data-waiting', !ready);
    if (ready && changed(found, outputs, image, palette)) open.body?.update(found, context);
    const slot = layers.slotOf(layer.name);
    if (!wanted || !slot || (reading && !ready)) return;
    wanted = false;
    bring(open.root, slot);
  }

  return {
    update,
    /** Bring the unit into sight that is chosen next. */
    reveal() { wanted = true; },
  };
}
