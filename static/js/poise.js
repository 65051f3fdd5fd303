// @ts-check
/**
 * When to say that a drawing is not a digit. A digit half drawn often is none yet: while the pen is
 * down, and for a moment after it is lifted, nobody wants to hear so.
 *
 * @typedef {import('./reader.js').Reading} Reading
 */

/** How long a drawing must rest before it is said to be no digit: the next stroke may follow (ms). */
const REST = 600;

/** Decides which reading is told. Independent of the page. */
export class Poise {
  #timer = 0;
  #revision = -1;
  #rested = false;
  /** What is told: a digit, or what is no digit; null while nothing is. @type {Reading | null} */
  told = null;

  /** @param {() => void} onRest  called when the drawing has rested */
  constructor(onRest) {
    this.onRest = onRest;
  }

  /**
   * Look at the newest reading of a drawing.
   * @param {Reading | null} reading  null: there is nothing to read
   * @param {object} drawing
   * @param {number} drawing.revision
   * @param {boolean} drawing.moving  whether the pen is down
   * @param {boolean} drawing.written  whether more may be written: not so in a picture
   * @param {boolean} drawing.fresh  whether the reading is about the drawing as it stands
   */
  look(reading, { revision, moving, written, fresh }) {
    if (moving || revision !== this.#revision) this.#wait(revision, moving);
    if (!written) this.#rested = true;
    if (!reading || reading.is_digit || (this.#rested && fresh)) this.told = reading;
  }

  /** @param {number} revision @param {boolean} moving */
  #wait(revision, moving) {
    clearTimeout(this.#timer);
    this.#rested = false;
    this.#revision = moving ? -1 : revision;
    if (moving) return;
    this.#timer = setTimeout(() => {
      this.#rested = true;
      this.onRest();
    }, REST);
  }
}
