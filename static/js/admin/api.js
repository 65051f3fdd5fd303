// @ts-check
/** Speaking with the server as the admin: a refusal becomes an error with words for a person. */
import { meta, texts } from '../page.js';

const PATIENCE = 20_000; // ms

/** What the server would not do. */
export class Refusal extends Error {
  /**
   * @param {number} status  HTTP's, or 0 where no answer came
   * @param {string} words  for a person
   * @param {Record<string, any>} [problem]  as RFC 9457 has it, with members of ours
   */
  constructor(status, words, problem = {}) {
    super(words);
    this.status = status;
    this.kind = String(problem.type ?? '').split('/').pop();
    /** What is wrong, by field. @type {Record<string, string>} */
    this.errors = problem.errors ?? {};
    this.problem = problem;
  }
}

/** @param {number} status @param {{detail?: string}} problem */
function words(status, { detail }) {
  const known = status >= 500 ? texts.broken : { 403: texts.forbidden, 404: texts.missing, 429: texts.busy }[status];
  return known ?? detail ?? texts.refused; // the server speaks the reader's language, too
}

/** The session has ended: go to the door, which leads back here. @returns {Promise<never>} */
function leave() {
  location.assign(meta('login'));
  return new Promise(() => {});
}

/** @param {string} url @returns {Promise<Document>} a page of ours */
export async function loadPage(url) {
  const response = await fetch(url, { headers: { Accept: 'text/html' } });
  if (response.redirected) return leave(); // to the login page: no other redirects
  if (!response.ok) throw new Error(response.statusText);
  return new DOMParser().parseFromString(await response.text(), 'text/html');
}

/** Take the token of this page as the server would make it now. */
async function renewToken() {
  const token = 'meta[name="csrf-token"]';
  const fresh = (await loadPage(location.href)).querySelector(token)?.getAttribute('content');
  document.querySelector(token)?.setAttribute('content', fresh ?? '');
}

/**
 * Ask the server.
 * @param {string} method
 * @param {string} url
 * @param {object | Blob} [body]  a blob is sent as it is
 * @returns {Promise<any>} the answer's JSON, or null where it has none
 */
export async function ask(method, url, body) {
  try {
    return await send(method, url, body);
  } catch (error) {
    // Somebody has logged in anew in another tab, or the session has ended.
    if (!(error instanceof Refusal) || error.kind !== 'csrf') throw error;
    await renewToken();
    return send(method, url, body);
  }
}

/** @param {string} method @param {string} url @param {object | Blob} [body] @returns {Promise<any>} */
async function send(method, url, body) {
  const type = body instanceof Blob ? body.type : 'application/json';
  let response;
  try {
    response = await fetch(url, {
      method,
      headers: { Accept: 'application/json', 'Content-Type': type, 'X-CSRFToken': meta('csrf-token') },
      body: method === 'GET' ? undefined : body instanceof Blob ? body : JSON.stringify(body ?? {}),
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch (error) {
    const slow = error instanceof DOMException && error.name === 'TimeoutError';
    throw new Refusal(0, slow ? texts.slow : texts.unreachable);
  }
  if (response.status === 401) return leave();
  if (response.ok) return response.status === 204 ? null : response.json();
  const problem = await response.json().catch(() => ({}));
  throw new Refusal(response.status, words(response.status, problem), problem);
}
