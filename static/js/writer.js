// @ts-check
/**
 * Who draws, for the server: a random token that this browser makes when it first gives a drawing, and
 * keeps. By it one's own drawings are counted and deleted; it tells nobody who that is.
 */
import { request } from './client.js';
import { recall, remember } from './storage.js';

const NAME = 'hitofude.writer';
const BYTES = 16;
const PATIENCE = 8000; // ms

/** Of this page, where the browser remembers nothing. */
let unkept = '';

const known = () => recall(NAME) ?? unkept;

function token() {
  if (known()) return known();
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  unkept = btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  remember(NAME, unkept);
  return unkept;
}

/** What tells the server who sends. */
export const signature = () => ({ 'X-Writer': token() });

/**
 * @typedef {object} Gift  a drawing for the server to keep
 * @property {string} image  the picture that was read
 * @property {number[][][] | null} strokes  [x, y] in canvas units; null: no pen drew all of it
 * @property {string} model  the version that read it
 *
 * @param {string} url
 * @param {string} mine  address of one's own drawings
 */
export function correspondent(url, mine) {
  /** @param {string} method @param {string} where @param {object} [body] */
  const ask = (method, where, body) => request(method, where, {
    body, headers: signature(), signal: AbortSignal.timeout(PATIENCE),
  });
  return {
    /** @param {Gift} gift @param {number | null} label @returns {Promise<{id: number}>} */
    give: (gift, label) => ask('POST', url, { ...gift, label, writer: token() }),
    /** @param {number} id */
    takeBack: (id) => ask('DELETE', `${mine}/${id}`),
    /** @returns {Promise<number>} how many are kept */
    count: async () => (known() ? (await ask('GET', mine)).count : 0),
    /** @returns {Promise<number>} how many were deleted */
    forget: async () => (await ask('DELETE', mine)).deleted,
  };
}
