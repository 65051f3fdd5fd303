// @ts-check
/**
 * What of a pupil hangs on the wall: laid there sheet by sheet, and taken down again. Independent of the page.
 */
import { Trouble } from '../client.js';

export class Hanging {
  #room;
  /** The sheet that was laid there last, if any. */
  #key = '';
  /** Those that shall not hang there any more. @type {Set<string>} */
  #unwanted = new Set();
  /** What was sent last. @type {Promise<unknown>} */
  #sent = Promise.resolve();

  /** @param {ReturnType<typeof import('./classroom.js').classroom>} room */
  constructor(room) {
    this.#room = room;
  }

  /** @param {string} key */
  has(key) { return this.#key === key; }

  /** @param {string} key @param {object} page */
  async put(key, page) {
    const wasThere = this.has(key);
    this.#key = key;
    const sent = this.#room.put(key, page);
    this.#sent = sent.catch(() => {});
    const read = await sent;
    if (!read.kept && !wasThere && this.has(key)) this.#key = '';
    this.tidy();
    return read;
  }

  /** Lay a sheet there as it is left, after all that was sent of it. @param {string} key @param {object} page */
  leave(key, page) {
    const before = this.#sent;
    this.#sent = before.then(() => this.#room.put(key, page)).catch(() => {});
  }

  /** Take the sheet that was laid there last down. */
  withdraw() {
    if (this.#key) this.#unwanted.add(this.#key);
    this.#key = '';
    this.tidy();
  }

  /** Take down what could not be taken down before. */
  async tidy() {
    if (this.#unwanted.size === 0) return;
    await this.#sent; // one that overtook the drawing would find nothing, and the drawing stayed
    for (const key of this.#unwanted) {
      this.#unwanted.delete(key);
      try {
        await this.#room.withdraw(key);
      } catch (error) {
        if (!(error instanceof Trouble) || error.permanent) continue; // it is not there
        this.#unwanted.add(key);
        return;
      }
    }
  }
}
