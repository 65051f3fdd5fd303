// @ts-check
import { CLOSEST, distance } from './strokes.js';

/**
 * @typedef {import('./strokes.js').Point} Point
 * @typedef {'pen' | 'eraser'} Tool
 * @typedef {{kind: 'stroke', tool: Tool, width: number, points: Point[]}} Stroke
 * @typedef {{kind: 'picture', source: CanvasImageSource}} Picture  fills the whole sheet
 * @typedef {Stroke | Picture} Item
 */

/**
 * What has been drawn, and the way back. Knows nothing of the page.
 *
 * A finished state is an array that never changes afterwards, so that undo is a swap of references
 * and whoever paints can tell by identity whether a cached layer still holds.
 */
export class Drawing {
  /** @type {readonly Item[]} */
  items = [];
  /** @type {Stroke | null} the stroke under the pen */
  live = null;
  /** Grows with every visible change. */
  revision = 0;
  /** Grows when the drawing turns into another one, rather than gaining ink. */
  sheet = 0;
  /** @type {(readonly Item[])[]} */
  #past = [];
  /** @type {(readonly Item[])[]} */
  #future = [];

  get empty() {
    return this.items.length === 0 && this.live === null;
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  /** @param {Tool} tool @param {number} width @param {Point} point */
  begin(tool, width, point) {
    this.live = { kind: 'stroke', tool, width, points: [point] };
    this.revision += 1;
  }

  /** @param {Point} point @returns {boolean} whether it changed anything */
  extend(point) {
    if (!this.live) return false;
    const { points } = this.live;
    if (distance(points[points.length - 1], point) < CLOSEST) return false;
    points.push(point);
    this.revision += 1;
    return true;
  }

  end() {
    if (!this.live) return;
    const stroke = this.live;
    this.live = null;
    // An eraser on a bare sheet takes nothing away: no step to undo.
    if (stroke.tool === 'eraser' && this.items.length === 0) this.revision += 1;
    else this.#become([...this.items, stroke]);
  }

  /** Take back the stroke under the pen: the system has decided that it was not meant as drawing. */
  cancel() {
    if (!this.live) return;
    this.live = null;
    this.#turn();
  }

  /** Start a new sheet with a picture on it. @param {CanvasImageSource} source */
  place(source) {
    this.cancel();
    this.#become([{ kind: 'picture', source }]);
    this.sheet += 1;
  }

  /** Put strokes on a new sheet. @param {Stroke[]} strokes */
  put(strokes) {
    this.#become([...this.items, ...strokes]);
    this.sheet += 1;
  }

  clear() {
    this.cancel();
    if (this.items.length === 0) return;
    this.#become([]);
    this.sheet += 1;
  }

  undo() {
    if (this.live) this.cancel();
    else this.#step(this.#past, this.#future);
  }

  redo() {
    if (!this.live) this.#step(this.#future, this.#past);
  }

  /** @param {readonly Item[]} items */
  #become(items) {
    this.#past.push(this.items);
    this.#future = [];
    this.items = items;
    this.revision += 1;
  }

  /** @param {(readonly Item[])[]} from @param {(readonly Item[])[]} to */
  #step(from, to) {
    const items = from.pop();
    if (!items) return;
    to.push(this.items);
    this.items = items;
    this.#turn();
  }

  #turn() {
    this.revision += 1;
    this.sheet += 1;
  }
}
