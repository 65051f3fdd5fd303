// @ts-check
/** The page on which one trains: the presets, the whole form, the list of runs. */
import * as actions from './actions.js';
import { ask, Refusal } from './api.js';
import { complain, hush } from './dialogs.js';
import * as errors from './errors.js';
import * as estimate from './estimate.js';
import { data, element, texts } from '../page.js';
import * as runList from './run-list.js';
import * as specForm from './spec-form.js';

const page = element('train');
const form = /** @type {HTMLFormElement} */ (element('spec'));
const everything = /** @type {HTMLDetailsElement} */ (element('everything'));
const presets = data('presets');

const costs = estimate.mount(
  form, page.dataset.estimateUrl, () => spec.read(), (found) => errors.show(form, found),
);
const spec = specForm.mount(form, () => { if (everything.open) costs.update(); });
const runs = runList.mount(element('runs'), element('compare'));

/**
 * @param {object} wanted @param {HTMLButtonElement} button
 * @param {(errors: Record<string, string>) => unknown} onJudged  where the spec is refused, by field; returns what to say
 */
async function start(wanted, button, onJudged) {
  hush();
  button.disabled = true;
  try {
    const run = await ask('POST', page.dataset.runsUrl, { ...wanted, promote: element('promote').checked });
    location.assign(actions.pageOf(page.dataset.runPage, run.id));
  } catch (error) {
    button.disabled = false;
    const fields = error instanceof Refusal ? error.errors : {};
    complain(Object.keys(fields).length ? onJudged(fields) : error);
  }
}

/** Mark the fields of the form that cannot be trained with. @param {Record<string, string>} fields */
function mark(fields) {
  errors.show(form, fields);
  errors.visitFirst(form);
  return texts.checkFields;
}

page.addEventListener('click', (/** @type {MouseEvent} */ { target }) => {
  const button = target instanceof Element ? target.closest('button') : null;
  const isDisabled = button?.getAttribute('aria-disabled') === 'true'; // the card says why
  if (button?.dataset.train && !isDisabled) start({ preset: button.dataset.train }, button, errors.words);
  if (button?.dataset.adjust) {
    everything.open = true;
    spec.write(presets[button.dataset.adjust]);
    everything.scrollIntoView({ block: 'start' });
    /** @type {HTMLElement} */ (form.querySelector('[name="network"]:checked'))?.focus({ preventScroll: true });
  }
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  start(spec.read(), /** @type {HTMLButtonElement} */ (event.submitter), mark);
});
everything.addEventListener('toggle', () => { if (everything.open) costs.update(); });
addEventListener('pageshow', () => {
  for (const button of page.querySelectorAll('button:disabled[data-train]')) button.disabled = false;
});

actions.mount(() => runs.look());
spec.write(presets.quick);
