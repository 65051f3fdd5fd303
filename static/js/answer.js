// @ts-check
import { Poise } from './poise.js';

/**
 * @typedef {import('./reader.js').Reading} Reading
 * @typedef {import('./client.js').Trouble} Trouble
 */

/**
 * What is known about a drawing, of one digit or of several, and what is said of it. Independent of the page.
 *
 * @template {{is_digit: boolean}} [R=Reading]
 */
export class Answer {
  #drawing;
  #poise;
  /** The newest. @type {R | null} */
  reading = null;
  /** The drawing's revision that it is about. */
  revision = 0;
  /** @type {Trouble | null} */
  trouble = null;

  /**
   * @param {import('./drawing.js').Drawing} drawing
   * @param {() => void} onRest  called when more can be said, though nothing has changed
   */
  constructor(drawing, onRest) {
    this.#drawing = drawing;
    this.#poise = new Poise(onRest);
  }

  /**
   * What the reading's views show: an answer is fresh while it is about the drawing as it stands. The
   * reading is the newest, for the evidence; what is told of it in words is calmer, see `Poise`.
   */
  shown() {
    const { empty, revision, live } = this.#drawing;
    const fresh = this.revision === revision && live === null;
    if (empty) return { reading: null, fresh, told: null, settled: fresh, trouble: null };
    const { reading, trouble } = this;
    const told = /** @type {R | null} */ (this.#poise.told);
    return { reading, fresh, told, settled: fresh && told === reading, trouble };
  }

  /** Something has changed: decide anew what is said. */
  look() {
    const { revision, live, items } = this.#drawing;
    const { reading, fresh } = this.shown();
    const written = live !== null || items.at(-1)?.kind !== 'picture';
    this.#poise.look(reading, { revision, moving: live !== null, written, fresh });
  }

  /** Whether the paper is blank: erased to nothing is as blank as never begun. */
  get blank() {
    const { reading, fresh, trouble } = this.shown();
    return this.#drawing.empty || (!reading && fresh && !trouble);
  }
}
