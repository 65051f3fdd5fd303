// @ts-check
/** Asking before what cannot be undone, and telling what was done. */
import { element, part, texts } from '../page.js';

const SHOWN = 6000; // ms

/**
 * @typedef {object} Question
 * @property {string} title
 * @property {string} text
 * @property {string} yes  what pressing it does
 * @property {string} [no]
 * @property {[string, string][]} [table]  a name and a value a line
 *
 * Ask a person; resolves to whether the answer was yes.
 * @param {Question} question
 * @returns {Promise<boolean>}
 */
export function question({ title, text, yes, no = texts.cancel, table = [] }) {
  const dialog = element('question');
  part(dialog, 'title').textContent = title;
  part(dialog, 'text').textContent = text;
  part(dialog, 'yes').textContent = yes;
  part(dialog, 'no').textContent = no;
  part(dialog, 'table').hidden = table.length === 0;
  part(dialog, 'table').tBodies[0].replaceChildren(...table.map(row));
  part(dialog, 'yes').onclick = () => dialog.close('yes');
  part(dialog, 'no').onclick = () => dialog.close('');
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}

/** @param {[string, string]} cells */
function row([name, value]) {
  const line = document.createElement('tr');
  const [head, cell] = ['th', 'td'].map((tag) => document.createElement(tag));
  head.setAttribute('scope', 'row');
  head.textContent = name;
  cell.textContent = value;
  line.append(head, cell);
  return line;
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
