// @ts-check
/**
 * The loop that keeps asking for a reading while the drawing changes. Independent of the page.
 *
 * @typedef {{digit: number, confidence: number, is_digit: boolean, probabilities: number[],
 *            model: string, input: string, elapsed_ms: number}} Reading
 * @typedef {{image: string | Promise<string> | null, revision: number, sheet: number}} Shot  image: a PNG
 *   data URL, null of a blank sheet
 */

import { Trouble } from './client.js';

/** Least time between the starts of two requests: quick to the eye, easy on the server (ms). */
const INTERVAL = 60;
const PATIENCE = 4000;
const FIRST_RETRY = 1000;
const LAST_RETRY = 15000;

/**
 * Ask about the newest drawing, one request at a time.
 *
 * What is asked is fetched with `capture` when a request starts, so the newest drawing wins by itself.
 * Answers arrive in the order of the drawings; one about a sheet that is gone is dropped.
 */
export class Reader {
  #waiting = false;
  /** @type {AbortController | null} */
  #flight = null;
  #flightSheet = -1;
  #timer = 0;
  #failures = 0;
  #earliest = 0;
  /** The server named the time to come back: nothing may shorten it. */
  #told = false;

  /**
   * @param {object} parts
   * @param {(image: string, signal: AbortSignal, shot: any) => Promise<Reading>} parts.predict
   * @param {() => Shot} parts.capture  what else a page puts into its shot, it finds in its own calls
   * @param {(reading: Reading | null, shot: Shot & {image: string | null}) => void} parts.onReading
   * @param {(trouble: Trouble | null) => void} parts.onTrouble
   * @param {number} [parts.interval]  ms, where many ask at once
   */
  constructor({ predict, capture, onReading, onTrouble, interval = INTERVAL }) {
    this.predict = predict;
    this.capture = capture;
    this.onReading = onReading;
    this.onTrouble = onTrouble;
    this.interval = interval;
  }

  /** The drawing has changed. @param {number} sheet */
  changed(sheet) {
    this.#waiting = true;
    if (this.#flight && this.#flightSheet !== sheet) this.#drop();
    this.#schedule();
  }

  /** Something has happened that makes success likelier: do not sit out the pause after a failure. */
  hurry() {
    if (this.#failures === 0 || this.#told) return;
    this.#earliest = 0;
    this.#schedule();
  }

  #drop() {
    this.#flight?.abort();
    this.#flight = null;
  }

  #schedule() {
    clearTimeout(this.#timer);
    if (this.#flight || !this.#waiting) return;
    const pause = Math.max(0, this.#earliest - performance.now());
    this.#timer = setTimeout(() => this.#send(), pause);
  }

  async #send() {
    const captured = this.capture();
    this.#waiting = false;
    if (captured.image === null) {
      this.#well();
      this.onReading(null, { ...captured, image: null });
      return;
    }
    const flight = new AbortController();
    this.#flight = flight;
    this.#flightSheet = captured.sheet;
    this.#earliest = performance.now() + this.interval;
    let slow = false;
    const patience = setTimeout(() => { slow = true; flight.abort(); }, PATIENCE);
    try {
      const shot = { ...captured, image: await captured.image };
      const reading = await this.predict(shot.image, flight.signal, shot);
      if (this.#flight === flight) this.#answered(reading, shot);
    } catch (error) {
      if (this.#flight === flight) this.#failed(slow ? new Trouble('slow') : error, captured);
    } finally {
      clearTimeout(patience);
    }
  }

  /** @param {Reading} reading @param {Shot & {image: string}} shot */
  #answered(reading, shot) {
    this.#flight = null;
    this.#well();
    this.onReading(reading, shot);
    this.#schedule();
  }

  /** @param {unknown} error @param {Shot} shot */
  #failed(error, shot) {
    this.#flight = null;
    const trouble = error instanceof Trouble ? error : new Trouble('failed');
    if (trouble.kind === 'blank') {
      this.#well();
      this.onReading(null, { ...shot, image: null });
      this.#schedule();
      return;
    }
    this.#failures += 1;
    this.#told = trouble.retryAfter !== null;
    if (!trouble.permanent) { // else only another drawing is worth a try
      this.#waiting = true;
      const backoff = Math.min(LAST_RETRY, FIRST_RETRY * 2 ** (this.#failures - 1));
      this.#earliest = performance.now() + (trouble.retryAfter ?? backoff);
    }
    this.onTrouble(trouble);
    this.#schedule();
  }

  #well() {
    this.#told = false;
    if (this.#failures > 0) this.onTrouble(null);
    this.#failures = 0;
  }
}
