// @ts-check
/** Putting in drawings from a file of JSON lines, so many at a time as the server takes. */
import { fill, whole } from '../format.js';
import { data, part, say } from '../page.js';
import { ask } from './api.js';

/** Of one request: each line is read, which takes a few milliseconds, and a body is 1 MiB at most. */
const [MOST_LINES, MOST_BYTES] = [400, 900_000];

/** Errors that are shown; a file of another kind has as many as it has lines. */
const SHOWN = 20;

const words = data('words');

/**
 * Cut a file into parts that the server takes.
 * @param {string[]} lines
 * @returns {string[][]}
 */
export function portions(lines) {
  /** @type {string[][]} */
  const found = [];
  let [room, bytes] = [0, 0];
  for (const line of lines) {
    const size = new Blob([line]).size + 1;
    if (room === 0 || bytes < size) {
      found.push([]);
      [room, bytes] = [MOST_LINES, MOST_BYTES];
    }
    found[found.length - 1].push(line);
    room -= 1;
    bytes -= size;
  }
  return found;
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} report
 * @param {() => void} onImport  there are more drawings now
 */
export function mount(form, report, onImport) {
  const button = /** @type {HTMLButtonElement} */ (form.querySelector('button'));
  const field = (/** @type {string} */ name) => /** @type {any} */ (form.elements.namedItem(name));

  /** @param {[number, string][]} errors */
  function list(errors) {
    const lines = errors.slice(0, SHOWN).map(([line, why]) => fill(words.line, { line: whole(line), why }));
    if (errors.length > SHOWN) lines.push(fill(words.moreErrors, { count: whole(errors.length - SHOWN) }));
    part(report, 'errors').replaceChildren(...lines.map((text) => {
      const item = document.createElement('li');
      item.textContent = text;
      return item;
    }));
  }

  /** @param {string[]} lines */
  async function send(lines) {
    const told = { imported: 0, skipped: 0, errors: /** @type {[number, string][]} */ ([]) };
    let done = 0;
    const url = `${form.dataset.url}?state=${field('state').value}`;
    try {
      for (const some of portions(lines)) {
        say(part(report, 'words'), fill(words.importing, { done: whole(done), total: whole(lines.length) }));
        const answer = await ask('POST', url, new Blob([some.join('\n')], { type: 'application/x-ndjson' }));
        const before = done;
        told.imported += answer.imported;
        told.skipped += answer.skipped;
        told.errors.push(...answer.errors.map((/** @type {[number, string]} */ [line, why]) => [line + before, why]));
        done += some.length;
      }
      const { imported, skipped, errors } = told;
      say(part(report, 'words'), fill(words.imported, {
        imported: whole(imported), skipped: whole(skipped), errors: whole(errors.length),
      }));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      say(part(report, 'words'), fill(words.importStopped, { done: whole(done), total: whole(lines.length), why }));
    }
    list(told.errors);
    if (told.imported > 0) onImport();
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const [file] = field('file').files;
    const lines = (await file.text()).split(/\r?\n/);
    while (lines.at(-1) === '') lines.pop();
    list([]);
    if (lines.length === 0) {
      say(part(report, 'words'), words.importEmpty);
      return;
    }
    button.disabled = true;
    await send(lines);
    button.disabled = false;
    form.reset();
  });
}
