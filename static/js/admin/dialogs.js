// @ts-check
/** Asking before what cannot be undone, and telling what was done. */
import { element, part, texts } from '../page.js';

const SHOWN = 6000; // ms

/**
 * @typedef {object} Table
 * @property {string[]} head
 * @property {{cells: string[], notes: string[], isMarked: boolean}[]} rows  the first cell names
 *   the row, and the notes stand in it
 *
 * @typedef {object} Question
 * @property {string} title
 * @property {string} text
 * @property {string} yes  what pressing it does
 * @property {string} [no]
 * @property {Table} [table]
 *
 * Ask a person; resolves to whether the answer was yes.
 * @param {Question} question
 * @returns {Promise<boolean>}
 */
export function question({ title, text, yes, no = texts.cancel, table }) {
  const dialog = element('question');
  part(dialog, 'title').textContent = title;
  part(dialog, 'text').textContent = text;
  part(dialog, 'yes').textContent = yes;
  part(dialog, 'no').textContent = no;
  part(dialog, 'table').hidden = !table;
  if (table) lay(part(dialog, 'table'), table);
  part(dialog, 'yes').onclick = () => dialog.close('yes');
  part(dialog, 'no').onclick = () => dialog.close('');
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}

/** @param {HTMLTableElement} place @param {Table} table */
function lay(place, { head, rows }) {
  place.tHead?.rows[0].replaceChildren(...head.map((text) => cell('th', text, 'col')));
  place.tBodies[0].replaceChildren(...rows.map(({ cells: [name, ...values], notes, isMarked }) => {
    const line = document.createElement('tr');
    line.classList.toggle('marked', isMarked);
    line.append(cell('th', name, 'row'), ...values.map((value) => cell('td', value)));
    line.cells[0].append(...notes.map((note) => cell('span', note)));
    return line;
  }));
}

/** @param {string} tag @param {string} text @param {string} [scope] */
function cell(tag, text, scope) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (scope) made.setAttribute('scope', scope);
  return made;
}

let timer = 0;

/** Tell of something that was done. @param {string} text */
export function tell(text) {
  show('told', text);
  timer = setTimeout(hush, SHOWN);
}

/** Tell of something that could not be done; stays until the next word. @param {unknown} error */
export function complain(error) {
  show('told-trouble', error instanceof Error ? error.message : String(error));
}

/** Take back what was told last. */
export function hush() {
  clearTimeout(timer);
  for (const id of ['told', 'told-trouble']) element(id).hidden = true;
}

/** @param {string} id @param {string} text */
function show(id, text) {
  hush();
  element(id).textContent = text;
  element(id).hidden = false;
}
