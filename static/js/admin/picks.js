// @ts-check
/** Which drawings are selected. Independent of the page. */
export class Picks {
  /** @type {Set<number>} */
  #ids = new Set();
  /** Where a range begins. @type {number | null} */
  #anchor = null;

  get size() {
    return this.#ids.size;
  }

  /** @param {number} id */
  has(id) {
    return this.#ids.has(id);
  }

  /** @param {number} id */
  toggle(id) {
    if (!this.#ids.delete(id)) this.#ids.add(id);
    this.#anchor = id;
  }

  /**
   * Select all from where one began up to here, in the order in which they stand.
   * @param {number} id @param {number[]} order
   */
  extend(id, order) {
    const from = order.indexOf(this.#anchor ?? id);
    const to = order.indexOf(id);
    const [first, last] = [Math.max(0, Math.min(from, to)), Math.max(from, to)];
    for (const each of order.slice(first, last + 1)) this.#ids.add(each);
  }

  /** @param {Iterable<number>} ids */
  set(ids) {
    this.#ids = new Set(ids);
    this.#anchor = null;
  }

  /** What is selected, in the order in which it stands. @param {number[]} order */
  among(order) {
    return order.filter((id) => this.#ids.has(id));
  }

  /** @param {number} id  of what is gone */
  drop(id) {
    this.#ids.delete(id);
  }
}
