// @ts-check
/** The grid of drawings: shown, walked through with the arrow keys, selected. */
import { SUREST, fill, percent } from '../format.js';
import { data, element, part } from '../page.js';
import { step } from '../roving.js';
import { Picks } from './picks.js';

/**
 * @typedef {object} Drawing  as the server tells it
 * @property {number} id
 * @property {number | null} label  null: not a digit
 * @property {string} state
 * @property {number} digit
 * @property {boolean} is_digit
 * @property {number} confidence
 * @property {string} model
 * @property {string[]} flags
 * @property {string} created_at
 * @property {string} image
 */

const words = data('words');

/** @param {number | null} label */
export const labelWords = (label) => (label === null ? words.notDigit : String(label));

/** @param {HTMLElement} item @param {Drawing} drawing */
function show(item, drawing) {
  const { label, digit, is_digit: isDigit, confidence, state, flags } = drawing;
  const agrees = isDigit ? label === digit : label === null;
  item.dataset.state = state;
  item.toggleAttribute('data-agrees', agrees);
  item.title = `${new Date(drawing.created_at).toLocaleString(document.documentElement.lang)} · ${drawing.model}`;
  const image = /** @type {HTMLImageElement} */ (item.querySelector('img'));
  image.src = drawing.image;
  part(item, 'label').textContent = label === null ? '∅' : String(label);
  part(item, 'label').title = fill(words.said, { label: labelWords(label) });
  part(item, 'read').textContent = isDigit ? fill(words.readAs, { digit, confidence: percent(Math.min(confidence, SUREST), 0) }) : words.readNone;
  part(item, 'state').textContent = words.states[state];
  const badges = flags.map((flag) => {
    const badge = document.createElement('span');
    badge.className = 'flag';
    badge.textContent = words.flags[flag];
    badge.title = words.flagWords[flag];
    return badge;
  });
  part(item, 'flags').replaceChildren(...badges);
  const parts = [
    fill(words.said, { label: labelWords(label) }), part(item, 'read').textContent, words.states[state],
    ...flags.map((flag) => words.flags[flag]),
  ];
  item.setAttribute('aria-label', parts.join(', '));
}

/**
 * @param {HTMLElement} grid
 * @param {() => void} onPick  something else is selected
 */
export function mount(grid, onPick) {
  const picks = new Picks();
  const template = element('drawing').content.firstElementChild;
  /** @type {Map<number, {drawing: Drawing, item: HTMLElement}>} */
  const shown = new Map();
  let current = 0;

  const items = () => /** @type {HTMLElement[]} */ ([...grid.children]);
  const order = () => [...shown.keys()];
  const place = (/** @type {EventTarget | null} */ target) => items().findIndex((item) => item.contains(/** @type {Node} */ (target)));

  /** Make one the stop for Tab. @param {number} next @param {boolean} [focus] */
  function turn(next, focus = false) {
    current = Math.max(0, Math.min(next, shown.size - 1));
    items().forEach((item, index) => { item.tabIndex = index === current ? 0 : -1; });
    if (focus) items()[current]?.focus();
  }

  function update() {
    for (const [id, { item }] of shown) item.setAttribute('aria-selected', String(picks.has(id)));
    onPick();
  }

  /** @param {number} index @param {boolean} extending */
  function pick(index, extending) {
    const id = order()[index];
    if (extending) picks.extend(id, order());
    else picks.toggle(id);
    turn(index);
    update();
  }

  /** @param {number} next */
  function bring(next) {
    turn(next, true);
    items()[next].scrollIntoView({ block: 'nearest' });
  }

  grid.addEventListener('mousedown', (event) => { if (event.shiftKey) event.preventDefault(); }); // marks no text
  grid.addEventListener('click', (event) => {
    const index = place(event.target);
    if (index < 0) return;
    pick(index, event.shiftKey);
    items()[index].focus();
  });
  grid.addEventListener('keydown', (event) => {
    const index = place(event.target);
    if (index < 0 || event.altKey) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') {
      event.preventDefault();
      picks.set(order());
      update();
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    const perRow = items().filter((item) => item.offsetTop === items()[0].offsetTop).length;
    const next = step(event.key, index, shown.size, perRow);
    if (next !== null) {
      event.preventDefault();
      if (event.shiftKey) {
        picks.extend(order()[index], order());
        picks.extend(order()[next], order());
        update();
      }
      bring(next);
    } else if (['x', ' ', 'Enter'].includes(event.key) || event.key === 'X') {
      event.preventDefault();
      pick(index, event.shiftKey);
    } else if (event.key === 'Escape') {
      picks.set([]);
      update();
    }
  });

  return {
    picks,
    order,
    /** @param {number} id */
    get: (id) => shown.get(id)?.drawing,
    has: (/** @type {EventTarget | null} */ target) => place(target) >= 0,
    /** The selected ones, else the one that the keys are at. */
    meant: () => (picks.size > 0 ? picks.among(order()) : order().slice(current, current + 1)),
    /** @param {Drawing[]} drawings */
    add(drawings) {
      for (const drawing of drawings.filter(({ id }) => !shown.has(id))) {
        const item = /** @type {HTMLElement} */ (template.cloneNode(true));
        show(item, drawing);
        shown.set(drawing.id, { drawing, item });
        grid.append(item);
      }
      turn(current);
      update();
    },
    clear() {
      shown.clear();
      grid.replaceChildren();
      picks.set([]);
      current = 0;
    },
    /** Show a drawing as it is now. @param {Drawing} drawing */
    change(drawing) {
      const { item } = shown.get(drawing.id) ?? {};
      if (!item) return;
      shown.set(drawing.id, { drawing, item });
      show(item, drawing);
    },
    /** Take drawings away; the focus goes to what took the place of the first. @param {number[]} ids */
    remove(ids) {
      const held = grid.contains(document.activeElement);
      const first = Math.min(...ids.map((id) => order().indexOf(id)));
      for (const id of ids) {
        shown.get(id)?.item.remove();
        shown.delete(id);
        picks.drop(id);
      }
      turn(first, held);
    },
    update,
    focus: () => turn(current, true),
  };
}
