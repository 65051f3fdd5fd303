// @ts-check
/**
 * Following server-sent events. The browser comes again by itself after a lost connection and says
 * what it heard last; where it has given up, because the answer was an error, we start anew.
 *
 * @typedef {import('./story.js').Fact} Fact
 */

/** Of the facts of a run. */
const KINDS = ['state', 'phase', 'batch', 'epoch', 'log', 'comparison'];
const AGAIN = 2000; // ms
/** The server ends long streams on purpose: that is no loss if the next begins at once (ms). */
const LOST = 2500;

/**
 * @param {() => string} url  of what has not been heard yet
 * @param {object} handlers
 * @param {string[]} [handlers.kinds]  of facts, where it is no run that is followed
 * @param {(fact: Fact) => void} handlers.onFact
 * @param {() => void} handlers.onEnd  nothing more will come
 * @param {(connected: boolean) => void} handlers.onConnection
 * @param {() => Promise<unknown>} handlers.onRefused  asked before starting anew
 */
export function follow(url, { kinds = KINDS, onFact, onEnd, onConnection, onRefused }) {
  /** @type {EventSource} */
  let source;
  let lost = 0;

  function hold() {
    clearTimeout(lost);
    lost = 0;
    onConnection(true);
  }

  function open() {
    source = new EventSource(url());
    source.onopen = hold;
    source.onerror = () => {
      lost ||= setTimeout(() => onConnection(false), LOST);
      if (source.readyState === EventSource.CLOSED) setTimeout(again, AGAIN);
    };
    for (const kind of kinds) {
      source.addEventListener(kind, ({ lastEventId, data }) => {
        onFact({ id: Number(lastEventId), kind, data: JSON.parse(data) });
      });
    }
    source.addEventListener('end', () => {
      source.close();
      hold();
      onEnd();
    });
  }

  async function again() {
    try { await onRefused(); } catch { /* it will be refused again, and asked again */ }
    open();
  }

  addEventListener('pagehide', () => source.close());
  addEventListener('pageshow', ({ persisted }) => { if (persisted) open(); });
  open();
}
