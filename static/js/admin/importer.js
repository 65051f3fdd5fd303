// @ts-check
/** Bringing in a network that was trained elsewhere: its file is sent as it is, and becomes a run. */
import { data, part } from '../page.js';
import { pageOf } from './actions.js';
import { ask } from './api.js';
import { hush } from './dialogs.js';

const TYPE = 'application/zip';

/** @param {HTMLDialogElement} dialog @param {HTMLButtonElement} opener */
export function mount(dialog, opener) {
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector('form'));
  const [url, runPage] = [form.dataset.url ?? '', form.dataset.runPage ?? ''];
  const most = Number(form.dataset.most); // bytes
  const words = data('words');
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
  const error = part(dialog, 'error');

  opener.addEventListener('click', () => {
    hush();
    form.reset();
    error.textContent = '';
    dialog.showModal();
  });
  part(dialog, 'no').addEventListener('click', () => dialog.close());

  /** Read the file now: one that was changed since it was chosen cannot be sent. @param {File} file */
  const contents = (file) => file.arrayBuffer().catch(() => { throw new Error(words.vanished); });

  async function send() {
    const file = field('file').files?.[0];
    if (!file) throw new Error(words.choose);
    if (file.size > most) throw new Error(words.tooLarge);
    const wanted = new URLSearchParams({ name: file.name, promote: field('promote').checked ? 'yes' : 'no' });
    return ask('POST', `${url}?${wanted}`, new Blob([await contents(file)], { type: TYPE }));
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    error.textContent = '';
    part(dialog, 'yes').disabled = true;
    try {
      location.assign(pageOf(runPage, (await send()).id));
    } catch (reason) {
      error.textContent = reason instanceof Error ? reason.message : String(reason);
    } finally {
      part(dialog, 'yes').disabled = false;
    }
  });
}
