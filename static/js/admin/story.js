// @ts-check
/**
 * What is known of a run, made of the facts that the server tells in order. Facts may be told
 * twice, as after a lost connection: each counts once.
 *
 * @typedef {{id: number, kind: string, data: any}} Fact
 * @typedef {{epoch: number, epochs: number, step: number, steps: number, loss: number, accuracy: number,
 *   ms_per_step: number, time_left_s: number | null, line: string, val_loss?: number, val_accuracy?: number}} Numbers
 * @typedef {import('../curves.js').Point} Point
 */

const FINAL = ['succeeded', 'failed', 'cancelled', 'interrupted'];

/** What of the whole is done when a phase begins; as `run_story.py` has it. */
const SHARES = /** @type {Record<string, number>} */ ({ fit: 0, evaluate: 0.94, export: 0.96, publish: 0.98 });

/** The same of a run that imports a network. */
export const IMPORT_SHARES = /** @type {Record<string, number>} */ ({ evaluate: 0.1, export: 0.5, publish: 0.95 });

export class Story {
  lastId = 0;
  state = 'queued';
  /** @type {string | null} */
  phase = null;
  /** Epochs that are done. @type {Numbers[]} */
  epochs = [];
  /** Steps of the epoch in work that were seen. @type {Numbers[]} */
  steps = [];
  /** @type {string[]} */
  lines = [];

  constructor(shares = SHARES) { this.shares = shares; }

  /** @param {Fact} fact @returns {boolean} whether it was news */
  add({ id, kind, data }) {
    if (id <= this.lastId) return false;
    this.lastId = id;
    if (kind === 'state') this.state = data.state;
    if (kind === 'phase') this.phase = data.name;
    if (kind === 'log') this.lines.push(data.line);
    if (kind === 'batch' && data.epoch > this.epochs.length) this.steps.push(data);
    if (kind === 'epoch') {
      this.epochs.push(data);
      this.lines.push(data.line);
      this.steps = [];
    }
    return true;
  }

  get isFinal() { return FINAL.includes(this.state); }

  /** The latest numbers. @returns {Numbers | undefined} */
  get now() { return this.steps.at(-1) ?? this.epochs.at(-1); }

  /** The line that the next step will replace. */
  get liveLine() { return this.steps.at(-1)?.line ?? ''; }

  /** Which share of the whole is done, 0…1. */
  get share() {
    if (this.state === 'succeeded') return 1;
    const begun = this.shares[this.phase ?? 'fit'] ?? 0;
    if (begun || !this.now) return begun;
    const { epoch, epochs, step, steps } = this.now;
    return ((epoch - 1 + step / steps) / epochs) * this.shares.evaluate;
  }

  /**
   * A curve: a point an epoch, and the steps of the one in work.
   * @param {'loss' | 'accuracy' | 'val_loss' | 'val_accuracy'} name
   * @returns {Point[]}
   */
  curve(name) {
    const points = this.epochs.map((facts) => ({ x: facts.epoch, y: facts[name] }));
    if (!name.startsWith('val_')) {
      points.push(...this.steps.map((facts) => ({ x: facts.epoch - 1 + facts.step / facts.steps, y: facts[name] })));
    }
    return /** @type {Point[]} */ (points.filter(({ y }) => y != null));
  }
}
