// @ts-check
import { Drawing } from '../drawing.js';

/** A pile of paper: of the sheet on top all can be taken back, what is on those below stays. */
export class Pile extends Drawing {
  #bare = this.items;

  /** Lay a bare sheet on top. */
  turnOver() {
    this.put([]);
    this.#bare = this.items;
  }

  get canUndo() {
    return super.canUndo && this.items !== this.#bare;
  }

  undo() {
    if (this.live || this.canUndo) super.undo();
  }
}
