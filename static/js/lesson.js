// @ts-check
/**
 * What one says that a drawing is: given to the server, and taken back for a while. Independent of the page.
 *
 * @typedef {import('./writer.js').Gift} Gift
 * @typedef {number | null} Label  null: not a digit
 * @typedef {object} Word
 * @property {Label} label
 * @property {Label | undefined} before  what was said of the same drawing before; undefined: nothing
 * @property {number} revision  of the drawing
 * @property {Gift} gift
 * @property {'given' | 'kept' | 'failed' | 'taken-back'} state
 * @property {number} [id]  the server's
 * @property {unknown} [trouble]
 */

/** How long a word can be taken back (ms). */
const WHILE = 10_000;

/** @param {number} length  canvas units */
const round = (length) => Math.round(length * 100) / 100;

/**
 * The strokes as the server keeps them; null where there is more than the pen's ink, as in a picture, or
 * less, as after the eraser: then the picture alone tells what was drawn.
 * @param {readonly import('./drawing.js').Item[]} items
 * @returns {number[][][] | null}
 */
export function strokesOf(items) {
  const strokes = items.flatMap((item) => (item.kind === 'stroke' && item.tool === 'pen' ? [item.points] : []));
  if (strokes.length < items.length) return null;
  return strokes.map((points) => points.map(({ x, y }) => [round(x), round(y)]));
}

export class Lesson {
  #timer = 0;
  /** One after the other: what is said last must arrive last. */
  #queue = Promise.resolve();
  /** What was said last. @type {Word | null} */
  word = null;
  /** Whether it is news, and can be taken back. */
  isNew = false;

  /**
   * @param {{give(gift: Gift, label: Label): Promise<{id: number}>, takeBack(id: number): Promise<void>}} server
   * @param {() => void} onChange
   */
  constructor(server, onChange) {
    this.server = server;
    this.onChange = onChange;
  }

  /** @param {number} revision @returns {Label | undefined} what this drawing was said to be */
  labelOf(revision) {
    if (this.word?.revision !== revision) return undefined;
    const { state, label, before } = this.word;
    return state === 'failed' || state === 'taken-back' ? before : label;
  }

  /** @param {Label} label @param {number} revision @param {Gift} gift */
  say(label, revision, gift) {
    const before = this.labelOf(revision);
    if (label === before) return;
    this.#begin({ label, before, revision, gift, state: 'given' }, async (word) => {
      const { id } = await this.server.give(gift, label);
      Object.assign(word, { id, state: 'kept' });
    });
  }

  takeBack() {
    if (!this.isNew || this.word?.state !== 'kept') return;
    const { before, revision, gift, id = 0 } = this.word;
    if (before !== undefined) this.say(before, revision, gift);
    else {
      this.#begin({ ...this.word, trouble: undefined }, async (word) => {
        await this.server.takeBack(id);
        word.state = 'taken-back';
      });
    }
  }

  /** @param {Word} word @param {(word: Word) => Promise<void>} act */
  #begin(word, act) {
    clearTimeout(this.#timer);
    this.word = word;
    this.isNew = false;
    this.onChange();
    this.#queue = this.#queue.then(() => act(word)).catch((error) => {
      word.trouble = error;
      if (word.state === 'given') word.state = 'failed';
    }).then(() => this.#settled(word));
  }

  /** @param {Word} word */
  #settled(word) {
    if (this.word !== word) return;
    this.isNew = true;
    this.#timer = setTimeout(() => {
      this.isNew = false;
      this.onChange();
    }, WHILE);
    this.onChange();
  }
}
