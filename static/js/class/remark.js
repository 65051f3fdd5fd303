// @ts-check
/**
 * What a pupil says of the sheet on top: it goes to the class with the sheet itself. Independent of the page.
 *
 * @typedef {import('../lesson.js').Label} Label
 */

/** How long a word is news, and offered to be taken back (ms). */
const WHILE = 10_000;

export class Remark {
  #turn;
  #events;
  #timer = 0;
  /** @type {import('../lesson.js').Word | null} */
  word = null;
  isNew = false;

  /**
   * @param {import('./turn.js').Turn} turn
   * @param {{onSay(): void, onRest(): void}} events  there is something to send; what was said is no news any more
   */
  constructor(turn, events) {
    this.#turn = turn;
    this.#events = events;
  }

  labelOf() { return this.#turn.label; }

  /** @param {Label} label @param {number} revision @param {import('../writer.js').Gift} gift */
  say(label, revision, gift) {
    const before = this.#turn.label;
    if (label === before) return;
    this.#tell(label, { label, before, revision, gift, state: 'kept' });
  }

  takeBack() {
    if (!this.word || !this.isNew || this.word.state !== 'kept') return;
    const { before, revision, gift } = this.word;
    const state = before === undefined ? 'taken-back' : 'kept';
    this.#tell(before, { label: before ?? null, before: undefined, revision, gift, state });
  }

  /** Another sheet: nothing has been said of it. */
  forget() {
    clearTimeout(this.#timer);
    this.word = null;
    this.isNew = false;
  }

  /** @param {Label | undefined} label @param {import('../lesson.js').Word} word */
  #tell(label, word) {
    this.forget();
    this.#turn.say(label);
    this.word = word;
    this.isNew = true;
    this.#timer = setTimeout(() => {
      this.isNew = false;
      this.#events.onRest();
    }, WHILE);
    this.#events.onSay();
  }
}
