// @ts-check
/**
 * What hangs on the wall of a class, and what can be said of it. Independent of the page.
 *
 * @typedef {{model: string, digit: number, is_digit: boolean, confidence: number}} Voice  what a version read
 * @typedef {object} Sheet
 * @property {number} id
 * @property {number} pupil  number
 * @property {boolean} gone
 * @property {boolean} labelled
 * @property {number | null} label  what it is said to be, where labelled; null: not a digit
 * @property {number[][][] | null} strokes  [x, y] in canvas units; null: there is an image
 * @property {string | null} image
 * @property {Voice[]} readings  that of the version in service first
 * @typedef {object} Room
 * @property {string} code
 * @property {string} task
 * @property {boolean} paused
 * @property {number} revision  grows with every change
 * @property {number} since  id of the newest sheet when the task was set
 * @property {number} pupils
 * @property {number[]} muted
 * @property {number} cleared  revision
 * @property {number | null} run
 */

/** @param {Voice} voice @returns {number | null} the digit that was read; null: not a digit */
export const readOf = (voice) => (voice.is_digit ? voice.digit : null);

/** @param {Sheet} sheet @param {Voice} [voice] @returns {boolean | null} null: nobody has said what it is */
export function isRight(sheet, voice = sheet.readings[0]) {
  return sheet.labelled ? readOf(voice) === sheet.label : null;
}

/** How hard a drawing is to read: misread with certainty is worst, hesitation comes after. @param {Sheet} sheet */
function hardness(sheet) {
  const [voice, ...others] = sheet.readings;
  const apart = others.filter((other) => readOf(other) !== readOf(voice)).length / (others.length + 1);
  if (isRight(sheet) === false) return 2 + voice.confidence;
  return (voice.is_digit ? 1 - voice.confidence : 0.9) + apart * 0.5;
}

/** Below this nothing is hard: everything is read at once. */
const HARD = 0.02;

export class Wall {
  /** @type {Room} */
  room;
  /** By id, in the order of their coming. @type {Map<number, Sheet>} */
  #sheets = new Map();
  /** `latest`, until something comes or changes. @type {Map<number, Sheet> | undefined} */
  #latest;

  /** @param {Room} room */
  constructor(room) {
    this.room = room;
  }

  /** @param {Room} room  of two that come at once the older is no news */
  become(room) {
    if (room.revision < this.room.revision) return;
    if (room.cleared !== this.room.cleared) {
      this.#sheets.clear();
      this.#latest = undefined;
    }
    this.room = room;
  }

  /** @param {Sheet[]} sheets */
  add(sheets) {
    for (const sheet of sheets) {
      if (sheet.gone) this.#sheets.delete(sheet.id);
      else this.#sheets.set(sheet.id, sheet);
    }
    this.#latest = undefined;
  }

  get sheets() { return [...this.#sheets.values()]; }

  /** @param {number} id */
  get(id) { return this.#sheets.get(id); }

  /** The newest sheet of each pupil, by number. @returns {Map<number, Sheet>} */
  get latest() {
    this.#latest ??= new Map(this.sheets.sort((one, other) => one.id - other.id).map((sheet) => [sheet.pupil, sheet]));
    return this.#latest;
  }

  /** How many were read as each digit, and how many of them wrongly; the last: as not a digit. */
  get tally() {
    const counts = Array.from({ length: 11 }, () => ({ count: 0, wrong: 0 }));
    for (const sheet of this.#sheets.values()) {
      const place = counts[readOf(sheet.readings[0]) ?? 10];
      place.count += 1;
      if (isRight(sheet) === false) place.wrong += 1;
    }
    return counts;
  }

  /** The drawing that is hardest to read; undefined where none is hard. */
  get hardest() {
    const worst = this.sheets.reduce(
      (/** @type {Sheet | undefined} */ best, sheet) => (!best || hardness(sheet) > hardness(best) ? sheet : best), undefined,
    );
    return worst && hardness(worst) > HARD ? worst : undefined;
  }

  /** How many all versions read alike. */
  get agreed() {
    return this.sheets.filter(({ readings }) => new Set(readings.map(readOf)).size === 1).length;
  }

  /** How each version did, on the drawings that it read: the one in service first. */
  get voices() {
    const found = /** @type {Map<string, {model: string, read: number, labelled: number, right: number, alike: number}>} */ (new Map());
    for (const sheet of this.#sheets.values()) {
      for (const voice of sheet.readings) {
        const sums = found.get(voice.model) ?? { model: voice.model, read: 0, labelled: 0, right: 0, alike: 0 };
        sums.read += 1;
        sums.alike += Number(readOf(voice) === readOf(sheet.readings[0]));
        sums.labelled += Number(sheet.labelled);
        sums.right += Number(isRight(sheet, voice) === true);
        found.set(voice.model, sums);
      }
    }
    const first = this.sheets.at(-1)?.readings[0].model;
    return [...found.values()].sort((one, other) => Number(other.model === first) - Number(one.model === first));
  }

  /** Whether a sheet was written for the task that is set now. @param {Sheet} sheet */
  isFor({ id, labelled, label }) {
    const { task, since } = this.room;
    return id > since && (!/^[0-9]$/.test(task) || (labelled && label === Number(task)));
  }

  /** How many take part. */
  get present() { return this.room.pupils - this.room.muted.length; }

  /** Whether everybody, of two at least, has written what was asked for, and all of it was read right. */
  get isAllRight() {
    const { latest, present, room: { task } } = this;
    return task !== 'free' && present > 1 && latest.size === present
      && [...latest.values()].every((sheet) => this.isFor(sheet) && isRight(sheet));
  }

  get labelled() {
    return this.sheets.filter(({ labelled }) => labelled).length;
  }
}
