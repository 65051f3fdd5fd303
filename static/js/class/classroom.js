// @ts-check
/**
 * What a pupil's phone and its class tell each other.
 *
 * @typedef {{task: string, paused: boolean, cleared: number}} State
 * @typedef {import('../reader.js').Reading & State & {kept: boolean}} Read
 */
import { request } from '../client.js';
import { signature } from '../writer.js';

/** How often a phone asks how the class stands (ms). */
const EVERY = 2000;
const PATIENCE = 8000;

/**
 * @param {string} url  of the class
 * @param {(state: State) => void} onState  how it stands, with every answer
 */
export function classroom(url, onState) {
  let asked = 0;
  let heard = 0;

  /** @param {string} method @param {string} path @param {object} [body] */
  async function ask(method, path, body) {
    asked += 1;
    const turn = asked;
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await request(method, `${url}${path}`, { body, signal, headers: signature() });
    // Answers overtake each other: an older one must not bring the task before back.
    if (answer && turn > heard) {
      heard = turn;
      onState(answer);
    }
    return answer;
  }

  return {
    /** @param {string} key @param {object} page @returns {Promise<Read>} */
    put: (key, page) => ask('PUT', `/mine/${key}`, page),

    /** @param {string} key @returns {Promise<null>} */
    withdraw: (key) => ask('DELETE', `/mine/${key}`),

    /**
     * Join, then keep asking how the class stands, while anybody looks.
     * @param {object} events
     * @param {(number: number) => void} events.onJoined  the pupil's
     * @param {(error: unknown) => boolean} events.onTrouble  returns whether to go on
     */
    async watch({ onJoined, onTrouble }) {
      let isJoined = false;
      const rest = resting();
      for (;;) {
        try {
          const answer = await (isJoined ? ask('GET', '') : ask('POST', '/pupils'));
          if (!isJoined) onJoined(answer.number);
          isJoined = true;
        } catch (error) {
          if (!onTrouble(error)) return;
        }
        await rest();
      }
    },
  };
}

/** Make what waits until it is time to ask again: at once where a phone wakes up or is back in the network. */
function resting() {
  let wake = () => {};
  document.addEventListener('visibilitychange', () => { if (!document.hidden) wake(); });
  addEventListener('online', () => wake());
  return () => new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
    wake = resolve;
    setTimeout(() => { if (!document.hidden) resolve(); }, EVERY);
  });
}
