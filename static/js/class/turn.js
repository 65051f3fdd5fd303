// @ts-check
/**
 * Whose turn it is to write what: the sheet that a pupil has, and the digit asked for. It outlives a reload
 * of the page, so that the drawing on it stays the same drawing. Independent of the page.
 *
 * @typedef {import('../lesson.js').Label} Label
 * @typedef {object} Kept
 * @property {string} code  of the class
 * @property {string} key  of the sheet
 * @property {string} task  "free", "mixed" or a digit
 * @property {number | null} wanted  the digit to write; null: whatever one likes
 * @property {number} cleared  when the wall was last cleared, as the class counts
 * @property {Label} [label]  what the sheet is said to be
 */
import { recall, remember } from '../storage.js';

const NAME = 'hitofude.class';

/** Digits, each once, in another order for everybody. */
function shuffled() {
  const digits = Array.from({ length: 10 }, (_, digit) => digit);
  for (let last = 9; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [digits[last], digits[other]] = [digits[other], digits[last]];
  }
  return digits;
}

function newKey() {
  return Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(36)).join('-');
}

/** @param {string} code @returns {Kept | null} */
function kept(code) {
  try {
    const known = JSON.parse(recall(NAME, 'sessionStorage') ?? 'null');
    return known?.code === code ? known : null;
  } catch {
    return null;
  }
}

export class Turn {
  /** @type {number[]} */
  #bag = [];
  /** @type {Kept} */
  #now;
  /** Whether the page began with another sheet than it had before: what was on that one does not belong here. */
  isNew = false;

  /** @param {string} code @param {string} task @param {number} cleared */
  constructor(code, task, cleared) {
    const known = kept(code);
    this.#now = known ?? { code, key: newKey(), task, wanted: null, cleared };
    if (known?.task === task && known.cleared === cleared) return;
    this.isNew = true;
    this.next(task, cleared);
  }

  get key() { return this.#now.key; }

  get task() { return this.#now.task; }

  get cleared() { return this.#now.cleared; }

  /** The digit to write; null: whatever one likes. */
  get wanted() { return this.#now.wanted; }

  /** What the sheet is said to be; undefined: nothing. @returns {Label | undefined} */
  get label() { return this.#now.wanted ?? this.#now.label; }

  /** @param {Label | undefined} label */
  say(label) {
    this.#now = { ...this.#now, label };
    this.#keep();
  }

  /** The same drawing begins anew, on another sheet. */
  begin() {
    this.#now = { ...this.#now, key: newKey(), label: undefined };
    this.#keep();
  }

  /** Another drawing. @param {string} [task]  where it is a new one @param {number} [cleared]  likewise */
  next(task = this.task, cleared = this.cleared) {
    const { code } = this.#now;
    this.#now = { code, key: newKey(), task, wanted: this.#wanted(task), cleared };
    this.#keep();
  }

  /** @param {string} task */
  #wanted(task) {
    if (task === 'free') return null;
    if (task !== 'mixed') return Number(task);
    if (this.#bag.length === 0) this.#bag = shuffled();
    return /** @type {number} */ (this.#bag.pop());
  }

  #keep() {
    remember(NAME, JSON.stringify(this.#now), 'sessionStorage');
  }
}
