// @ts-check
/**
 * How well the versions read people: ask until all of them have read the same digits, then draw.
 *
 * @typedef {import('./people-curve.js').Version} Version
 * @typedef {Version & {model: string, right: number | null}} Told  null: it has not read them, or cannot
 * @typedef {{drawings: number, complete: boolean, versions: Told[]}} Answer
 */
import { request, Trouble } from '../client.js';
import { fill, percent, whole } from '../format.js';
import { part, say, texts } from '../page.js';
import * as curve from './people-curve.js';

const PATIENCE = 60_000; // ms: the largest networks take seconds for a thousand digits
const PAUSE = 400; // ms between two questions
const BUSY = 2000; // ms, where the server has enough and does not say for how long

/** @param {number} ms */
const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** @param {Answer} answer */
const read = ({ versions }) => versions.filter(({ right }) => right !== null);

/**
 * Ask until nothing more will come.
 * @param {string} url
 * @param {(answer: Answer) => void} onNews
 * @returns {Promise<Answer>}
 */
async function askAll(url, onNews) {
  for (;;) {
    let pause = PAUSE;
    try {
      const answer = await request('GET', url, { signal: AbortSignal.timeout(PATIENCE) });
      if (answer.complete) return answer;
      onNews(answer);
    } catch (trouble) {
      if (!(trouble instanceof Trouble) || trouble.kind !== 'busy') throw trouble;
      pause = trouble.retryAfter ?? BUSY;
    }
    await wait(pause);
  }
}

/** @param {HTMLElement} section */
function mount(section) {
  const [place, words, bar, again] = ['wait', 'words', 'bar', 'again'].map((name) => part(section, name));
  const waiting = words.textContent;

  /** @param {string} model @returns {HTMLElement | null} */
  const row = (model) => section.querySelector(`[data-version="${model}"]`);

  /** @param {Answer} answer */
  function tell({ versions, ...answer }) {
    const [done, all] = [read({ versions, ...answer }).length, versions.length];
    say(words, fill(texts.reading, { done: whole(done), all: whole(all) }));
    bar.value = done / all;
  }

  /** @param {string} text @param {boolean} passing  whether another try may help */
  function stop(text, passing) {
    say(words, text);
    bar.hidden = true;
    again.hidden = !passing;
  }

  /** @param {Told[]} versions @param {number} count */
  function fillTable(versions, count) {
    for (const { model, right, accuracy, interval: [low, high] } of versions) {
      const cells = row(model);
      if (!cells) continue; // it was trained while the page was open
      say(part(cells, 'right'), fill(texts.right, { right: whole(right ?? 0), count: whole(count) }));
      say(part(cells, 'accuracy'), percent(accuracy, 1));
      say(part(cells, 'range'), fill(texts.range, { low: percent(low, 1), high: percent(high, 1) }));
    }
  }

  /** @param {Answer} answer */
  function show(answer) {
    const versions = read(answer).map((version) => ({ ...version, href: row(version.model)?.querySelector('a')?.href }));
    if (!answer.drawings) stop(texts.gone, false);
    else if (!versions.length) stop(texts.unreadable, true);
    else {
      fillTable(versions, answer.drawings);
      const canvas = part(section, 'canvas');
      place.hidden = true;
      const list = versions.map(({ name, accuracy }) => `${name} ${percent(accuracy, 1)}`).join(', ');
      canvas.setAttribute('aria-label', fill(texts.describe, { list }));
      if (!curve.mount(canvas, versions, answer.drawings)) part(section, 'fold').open = true;
    }
  }

  async function load() {
    say(words, waiting);
    again.hidden = true;
    bar.hidden = false;
    bar.value = 0;
    try {
      show(await askAll(section.dataset.people ?? '', tell));
    } catch {
      stop(texts.failed, true);
    }
  }

  again.addEventListener('click', load);
  load();
}

const section = document.querySelector('[data-people]');
if (section instanceof HTMLElement) mount(section);
