// @ts-check
/** The table of versions: what serves, what they are called, what goes. */
import * as actions from './actions.js';
import { ask } from './api.js';
import { complain, hush, tell } from './dialogs.js';
import * as importer from './importer.js';
import { element, part, texts } from '../page.js';
import { refresh } from './refresh.js';

const editor = element('editor');
const form = editor.querySelector('form');
let address = '';

const show = () => refresh('versions', 'back').catch(complain);

document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest('[data-act="edit"]') : null;
  if (!(button instanceof HTMLElement)) return;
  hush();
  const { url = '', model = '', name = '', note = '' } = button.dataset;
  address = url;
  part(editor, 'id').textContent = model;
  part(editor, 'error').textContent = '';
  form.elements.name.value = name;
  form.elements.note.value = note;
  editor.showModal();
});
part(editor, 'no').addEventListener('click', () => editor.close());
form.addEventListener('submit', async (/** @type {SubmitEvent} */ event) => {
  event.preventDefault();
  try {
    await ask('PATCH', address, { name: form.elements.name.value, note: form.elements.note.value });
    editor.close();
    tell(texts.saved);
    show();
  } catch (error) {
    part(editor, 'error').textContent = /** @type {Error} */ (error).message;
  }
});
actions.mount(show);
importer.mount(element('importer'), element('import-button'));
