// @ts-check
/**
 * Speaking with the server: HTTP on one side, a reading or a named trouble on the other.
 *
 * @typedef {import('./reader.js').Reading} Reading
 * @typedef {'unreachable' | 'slow' | 'busy' | 'no-model' | 'refused' | 'failed' | 'blank'} Kind
 */

/** Refusals that may be another answer to the same drawing later: too slow, too early, too many. */
const PASSING = [408, 425, 429];

/** A failure that can be told in words. */
export class Trouble extends Error {
  /**
   * @param {Kind} kind
   * @param {{retryAfter?: number | null, detail?: string, permanent?: boolean, model?: string, problem?: string}} [more]
   *   retryAfter in milliseconds; detail: the server's own words; permanent: the same drawing will
   *   be refused again; model: the version to do without, where several were asked; problem: the last
   *   word of the problem's type
   */
  constructor(kind, { retryAfter = null, detail = '', permanent = false, model, problem = '' } = {}) {
    super(detail || kind);
    this.kind = kind;
    this.retryAfter = retryAfter;
    this.detail = detail;
    this.permanent = permanent;
    this.model = model;
    this.problem = problem;
  }
}

/** Longest pause that a Retry-After is believed (ms): a typing error must not silence the page. */
const LONGEST = 10 * 60 * 1000;

/**
 * Read a Retry-After header: seconds or a date (RFC 9110, section 10.2.3).
 * @param {string | null} header
 * @param {number} [now]  milliseconds since the epoch
 * @returns {number | null} milliseconds to wait
 */
export function retryAfter(header, now = Date.now()) {
  if (!header) return null;
  const wait = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.min(LONGEST, Math.max(0, wait)) : null;
}

/** @param {Response} response */
async function troubleOf(response) {
  const document = await response.json().catch(() => ({}));
  const { detail, model } = document;
  const problem = String(document.type).replace(/.*\//, '');
  const more = { retryAfter: retryAfter(response.headers.get('Retry-After')), detail, model, problem };
  if (problem === 'blank-canvas') return new Trouble('blank');
  if (response.status === 429) return new Trouble('busy', more);
  if (response.status === 503) return new Trouble('no-model', more);
  if (response.status >= 500) return new Trouble('failed', more);
  const permanent = !PASSING.includes(response.status) && more.retryAfter === null;
  return new Trouble('refused', { ...more, permanent });
}

/**
 * Ask the server; what goes wrong is a `Trouble`.
 * @param {string} method
 * @param {string} url
 * @param {{body?: object, headers?: Record<string, string>, signal?: AbortSignal}} [more]
 * @returns {Promise<any>} the answer's JSON, or null where it has none
 */
export async function request(method, url, { body, headers = {}, signal } = {}) {
  let response;
  try {
    response = await fetch(url, {
      method,
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', ...headers },
      body: body && JSON.stringify(body),
      signal,
    });
  } catch (error) {
    const slow = error instanceof DOMException && error.name === 'TimeoutError';
    throw new Trouble(slow ? 'slow' : 'unreachable');
  }
  if (!response.ok) throw await troubleOf(response);
  return response.status === 204 ? null : response.json();
}

/**
 * @param {string} url
 * @param {(answer: any) => boolean} sound  whether an answer is what was asked for
 * @returns {(body: object, signal: AbortSignal) => Promise<any>}
 */
export function poster(url, sound) {
  return async (body, signal) => {
    const answer = await request('POST', url, { body, signal });
    if (!sound(answer)) throw new Trouble('failed');
    return answer;
  };
}

/**
 * @param {string} url
 * @returns {(image: string, signal: AbortSignal) => Promise<Reading>}
 */
export function predictor(url) {
  const post = poster(url, (reading) => Array.isArray(reading?.probabilities));
  return (image, signal) => post({ image }, signal);
}
