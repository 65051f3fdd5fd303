// @ts-check
/**
 * What buttons with `data-act` do to runs and versions, wherever they stand: the rest of what the
 * server must know is in their data.
 */
import { ask, Refusal } from './api.js';
import { complain, hush, question, tell } from './dialogs.js';
import { fill, percent } from '../format.js';
import { texts } from '../page.js';

/**
 * @typedef {DOMStringMap} Data
 * @type {Record<string, (data: Data, button: HTMLButtonElement) => Promise<boolean | void>>}
 */
const deeds = {
  promote: async ({ url = '', model = '', name = '', modelsUrl = '' }) => {
    if (!await promote(url, model, name, modelsUrl)) return false;
    tell(fill(texts.promoted, { name }));
  },
  'roll-back': async ({ url = '', name = '' }) => {
    const text = fill(texts.rollBackMore, { name });
    if (!await question({ title: texts.rollBack, text, yes: texts.rollBackYes })) return false;
    const { champion } = await ask('POST', url);
    tell(fill(texts.promoted, { name: champion }));
  },
  delete: async ({ url = '', name = '' }) => {
    const title = fill(texts.delete, { name });
    if (!await question({ title, text: texts.deleteMore, yes: texts.deleteYes })) return false;
    await ask('DELETE', url);
    tell(fill(texts.deleted, { name }));
  },
  revoke: async ({ url = '', name = '' }) => {
    const title = fill(texts.revoke, { name });
    if (!await question({ title, text: texts.revokeMore, yes: texts.revokeYes })) return false;
    await ask('DELETE', url);
    tell(fill(texts.revoked, { name }));
  },
  cancel: async ({ url = '' }, button) => {
    button.textContent = texts.cancelling;
    await ask('POST', url);
  },
  again: async ({ url = '', runPage }) => {
    const run = await ask('POST', url);
    if (runPage) location.assign(pageOf(runPage, run.id));
  },
};

/** @param {string} pattern  the page of run 0 @param {number} id */
export const pageOf = (pattern, id) => pattern.replace(/0$/, String(id));

/**
 * Put a version into service; where it reads worse, show both and let the person decide.
 * @param {string} url @param {string} model @param {string} name @param {string} modelsUrl
 * @returns {Promise<boolean>} whether it serves now
 */
async function promote(url, model, name, modelsUrl) {
  try {
    await ask('PUT', url, { model });
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'worse-than-champion') throw error;
    const { champion } = await ask('GET', modelsUrl);
    const [ours, theirs] = await Promise.all([model, champion].map((id) => accuracy(modelsUrl, id)));
    const insists = await question({
      title: texts.worse,
      text: texts.worseMore,
      table: [[name, percent(ours)], [`${champion} (${texts.inService})`, percent(theirs)]],
      yes: texts.insist,
      no: texts.leave,
    });
    if (!insists) return false;
    await ask('PUT', url, { model, insist: true });
  }
  return true;
}

/** @param {string} modelsUrl @param {string} id @returns {Promise<number>} on the validation images */
async function accuracy(modelsUrl, id) {
  return (await ask('GET', `${modelsUrl}/${id}`)).metrics.validation.accuracy;
}

/**
 * Let the buttons act.
 * @param {(act: string, button: HTMLButtonElement) => void} [done]  called after a deed that was done
 */
export function mount(done = () => {}) {
  document.addEventListener('click', async ({ target }) => {
    const button = target instanceof Element ? target.closest('button[data-act]') : null;
    const act = button instanceof HTMLButtonElement ? button.dataset.act ?? '' : '';
    if (!(button instanceof HTMLButtonElement) || !(act in deeds)) return;
    const words = button.textContent;
    hush();
    button.disabled = true;
    try {
      if (await deeds[act](button.dataset, button) !== false) done(act, button);
    } catch (error) {
      complain(error);
      button.textContent = words;
    } finally {
      button.disabled = act === 'cancel' && button.textContent === texts.cancelling;
    }
  });
}
