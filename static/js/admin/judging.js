// @ts-check
/**
 * What the admin says of drawings, sent in order while the page goes on, and taken back step by step.
 * Independent of the page.
 *
 * @typedef {import('./drawing-grid.js').Drawing} Drawing
 * @typedef {{state: string, label?: number | null}} Verdict
 */
import { ask } from './api.js';

/** Drawings of one request; the server takes no more. */
export const MOST = 500;

export class Judging {
  /** How each drawing was before, step by step. @type {Pick<Drawing, 'id' | 'state' | 'label'>[][]} */
  #past = [];
  #queue = Promise.resolve();

  /**
   * @param {string} url
   * @param {{onDone(missing: number): void, onTrouble(error: unknown): void}} events  of each step
   */
  constructor(url, events) {
    this.url = url;
    this.events = events;
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  /** Wait until all is sent. */
  settled() {
    return this.#queue;
  }

  /** @param {Drawing[]} drawings  as they were before @param {Verdict} verdict */
  judge(drawings, verdict) {
    const before = drawings.map(({ id, state, label }) => ({ id, state, label }));
    this.#past.push(before);
    return this.#send([[before.map(({ id }) => id), verdict]], before);
  }

  /** Put the last ones back as they were. */
  undo() {
    const before = this.#past.pop();
    if (!before) return this.#queue;
    /** @type {Map<string, [number[], Verdict]>} */
    const alike = new Map();
    for (const { id, state, label } of before) {
      const key = `${state} ${label}`;
      alike.set(key, [[...alike.get(key)?.[0] ?? [], id], { state, label }]);
    }
    return this.#send([...alike.values()]);
  }

  /** @param {[number[], Verdict][]} steps @param {object[]} [entry]  of what can be undone, should it fail */
  #send(steps, entry) {
    this.#queue = this.#queue.then(async () => {
      let gone = 0;
      for (const [ids, verdict] of steps) {
        for (let at = 0; at < ids.length; at += MOST) {
          const { missing } = await ask('POST', this.url, { ids: ids.slice(at, at + MOST), ...verdict });
          gone += missing;
        }
      }
      this.events.onDone(gone);
    }).catch((error) => {
      this.#past = this.#past.filter((each) => each !== entry);
      this.events.onTrouble(error);
    });
    return this.#queue;
  }
}
