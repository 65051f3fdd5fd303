// @ts-check
/**
 * What buttons with `data-act` do to runs and versions, wherever they stand: the rest of what the
 * server must know is in their data.
 */
import { ask, Refusal } from './api.js';
import { complain, hush, question, tell } from './dialogs.js';
import { fill, percent, whole } from '../format.js';
import { texts } from '../page.js';

/**
 * @typedef {DOMStringMap} Data
 * @type {Record<string, (data: Data, button: HTMLButtonElement) => Promise<boolean | void>>}
 */
const deeds = {
  promote: async ({ url = '', model = '', name = '' }) => {
    if (!await promote(url, model, name)) return false;
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
 * @typedef {object} Figure  as the server compared it
 * @property {string} name @property {number} count @property {number} champion
 * @property {number} challenger @property {number} needed @property {string} because_of
 * @property {boolean} passed
 *
 * Put a version into service; where it reads worse, show both and let the person decide.
 * @param {string} url @param {string} model @param {string} name
 * @returns {Promise<boolean>} whether it serves now
 */
async function promote(url, model, name) {
  try {
    await ask('PUT', url, { model });
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'worse-than-champion') throw error;
    const { champion, figures } = error.problem;
    const insists = await question({
      title: texts.worse,
      text: [fill(texts.worseMore, { name, champion }), ...remarks(champion, figures)].join(' '),
      table: {
        head: [texts.figure, texts.inService, texts.thisVersion, texts.needed],
        rows: figures.map(row),
      },
      yes: texts.insist,
      no: texts.leave,
    });
    if (!insists) return false;
    await ask('PUT', url, { model, insist: true });
  }
  return true;
}

/** @param {Figure} figure */
const row = ({ name, count, champion, challenger, needed, passed }) => ({
  cells: [texts.figures[name], ...[champion, challenger, needed].map((share) => percent(share))],
  notes: [fill(texts.of, { count: whole(count) }), ...(passed ? [] : [texts.tooLow])],
  isMarked: !passed,
});

/** Say how much is needed, where that is not what the champion reads. @param {string} champion @param {Figure[]} figures */
function remarks(champion, figures) {
  const ancestors = new Set(figures.map(({ because_of: id }) => id).filter((id) => id !== champion));
  return [
    ...(figures.some(({ needed, champion: share }) => needed < share) ? [texts.chance] : []),
    ...[...ancestors].map((name) => fill(texts.ancestor, { name })),
  ];
}

/** Tell whether nothing that one sees has the focus. @param {Element | null} focused */
const isLost = (focused) => !focused || focused === document.body || focused.closest('dialog:not([open])') !== null;

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
    const held = document.activeElement === button;
    hush();
    button.disabled = true;
    try {
      if (await deeds[act](button.dataset, button) !== false) done(act, button);
    } catch (error) {
      complain(error);
      button.textContent = words;
    } finally {
      button.disabled = act === 'cancel' && button.textContent === texts.cancelling;
      // What is disabled loses the focus, and a dialog that was asked meanwhile cannot give it back.
      if (held && isLost(document.activeElement)) button.focus({ preventScroll: true });
    }
  });
}
