// @ts-check
/** Keeping "2 seconds ago" true while the page is open; the words are those of `formats.py`. */

const EVERY = 1000; // ms

/** Lengths in seconds, as Babel counts them, the longest first. */
const UNITS = /** @type {[Intl.RelativeTimeFormatUnit, number][]} */ ([
  ['year', 365 * 86400], ['month', 30 * 86400], ['week', 7 * 86400],
  ['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1],
]);

/** From this share of a unit on it is told in that unit. */
const ENOUGH = 0.85;

/**
 * @param {number} seconds  since then
 * @param {Intl.RelativeTimeFormat} format
 */
export function age(seconds, format) {
  const [unit, length] = UNITS.find(([name, each]) => name === 'second' || seconds / each >= ENOUGH) ?? UNITS[6];
  return format.format(-Math.max(1, Math.round(seconds / length)), unit);
}

/** Keep every `<time data-age>` of the page up to date, those that come later included. */
export function mount() {
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'always' });

  function update() {
    if (document.hidden) return;
    for (const time of /** @type {NodeListOf<HTMLTimeElement>} */ (document.querySelectorAll('time[data-age]'))) {
      const seconds = (Date.now() - Date.parse(time.dateTime)) / 1000;
      if (!(seconds >= 0)) continue; // a clock that differs from the server's
      const text = age(seconds, format);
      if (time.textContent !== text) time.textContent = text;
    }
  }

  setInterval(update, EVERY);
  document.addEventListener('visibilitychange', update);
}
