// @ts-check
import { CLOSEST, SIDE, distance } from './strokes.js';

/**
 * @typedef {import('./strokes.js').Point} Point
 * @typedef {'pen' | 'eraser'} Tool
 * @typedef {{kind: 'stroke', tool: Tool, width: number, points: Point[]}} Stroke
 * @typedef {object} Picture  lies at the left of the sheet, from top to bottom
 * @property {'picture'} kind
 * @property {CanvasImageSource} source
 * @property {number} width  canvas units
 * @property {string} paper  the colour of its paper, for the rest of the sheet
 * @typedef {Stroke | Picture} Item
 */

/** How far to the right an item reaches, in canvas units. @param {Item} item */
export function reachOf(item) {
  if (item.kind === 'picture') return item.width;
  if (item.tool === 'eraser') return 0;
  return item.points.reduce((most, { x }) => Math.max(most, x), 0) + item.width / 2;
}

/**
 * What has been drawn, and the way back. Knows nothing of the page.
 *
 * A finished state is an array that never changes afterwards, so that undo is a swap of references
 * and whoever paints can tell by identity whether a cached layer still holds.
 */
export class Drawing {
  /** The width of the paper, whole canvas units: SIDE for a square sheet, a roll is wider. */
  width = SIDE;
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

  /** @param {number} [longest]  how wide the paper can become */
  constructor(longest = SIDE) {
    this.longest = longest;
  }

  /** How far to the right anything was drawn, in canvas units. */
  get reach() {
    const items = this.live ? [...this.items, this.live] : this.items;
    return Math.max(0, ...items.map(reachOf));
  }

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

  /** Start a new sheet with a picture on it. @param {Omit<Picture, 'kind'>} picture */
  place(picture) {
    this.cancel();
    this.#become([{ kind: 'picture', ...picture }]);
    this.sheet += 1;
  }

  /** Start a new sheet with strokes on it. @param {Stroke[]} strokes */
  put(strokes) {
    this.cancel();
    this.#become(strokes);
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
