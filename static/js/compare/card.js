// @ts-check
import { Answer } from '../answer.js';
import * as bars from '../bars.js';
import { copyOf, element, locale, part, say, texts } from '../page.js';
import * as stamp from '../stamp.js';
import { words } from '../verdict.js';

/**
 * One version: which it is, and what it reads.
 *
 * @typedef {import('../client.js').Trouble} Trouble
 * @typedef {object} Shared  what the cards have to know of each other
 * @property {string[]} chosen  the ids on all cards
 * @property {Set<number>} apart  digits on which they differ
 */
export class Card {
  /** Why it cannot read, if so. @type {Trouble | null} */
  lost = null;
  odd = false;

  /**
   * @param {string} id
   * @param {import('../drawing.js').Drawing} drawing
   * @param {() => Shared} shared
   * @param {object} events
   * @param {(card: Card, id: string) => void} events.onChoose
   * @param {(card: Card) => void} events.onRemove
   * @param {() => void} events.onRest
   */
  constructor(id, drawing, shared, { onChoose, onRemove, onRest }) {
    this.id = id;
    this.shared = shared;
    this.begin = () => new Answer(drawing, onRest);
    this.answer = this.begin();
    this.element = /** @type {HTMLElement} */ (copyOf(element('card')));
    /** @param {string} name */
    const find = (name) => part(this.element, name);
    this.select = /** @type {HTMLSelectElement} */ (find('choice'));
    this.removal = /** @type {HTMLButtonElement} */ (find('remove'));
    [this.headline, this.detail, this.mark, this.link, this.inside, this.service] = [
      'headline', 'detail', 'odd', 'link', 'inside', 'service',
    ].map(find);
    this.rows = [...this.element.querySelectorAll('.bar')];
    const shown = () => this.shown;
    this.views = [bars.mount(find('bars'), shown, locale), stamp.mount(find('stamp'), shown)];
    this.select.addEventListener('change', () => onChoose(this, this.select.value));
    this.removal.addEventListener('click', () => onRemove(this));
  }

  /** What people call it. */
  get name() {
    return [...this.select.options].find(({ value }) => value === this.id)?.dataset.name ?? this.id;
  }

  /** The state as the views of a reading want it. */
  get shown() {
    const now = this.answer.shown();
    return this.lost ? { ...now, reading: null, told: null, trouble: this.lost } : now;
  }

  /** Let it be another version. @param {string} id */
  become(id) {
    if (id === this.id) return;
    Object.assign(this, { id, answer: this.begin(), lost: null });
  }

  update() {
    const { chosen, apart } = this.shared();
    const now = this.shown;
    this.#choose(chosen);
    const [first, second] = now.trouble ? [texts.lost, texts.lostMore] : words(now, texts);
    say(this.headline, now.reading || now.trouble ? first : '');
    say(this.detail, now.reading || now.trouble ? second : '');
    this.element.toggleAttribute('data-odd', this.odd);
    this.element.toggleAttribute('data-lost', now.trouble !== null);
    this.element.toggleAttribute('data-doubt', now.told !== null && !now.told.is_digit);
    this.rows.forEach((row, digit) => row.toggleAttribute('data-apart', now.reading !== null && apart.has(digit)));
    for (const view of this.views) view.update();
  }

  /** @param {string[]} chosen */
  #choose(chosen) {
    const options = [...this.select.options];
    if (!options.some(({ value }) => value === this.id)) this.select.add(new Option(this.id, this.id));
    this.select.value = this.id;
    for (const option of options) {
      option.disabled = option.value !== this.id && chosen.includes(option.value);
    }
    for (const link of [this.link, this.inside]) {
      link.href = link.dataset.url.replace('VERSION', this.id);
      link.hidden = this.lost !== null;
    }
    this.service.hidden = this.service.dataset.version !== this.id;
    this.removal.hidden = chosen.length <= 2;
  }
}
