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
  element('estimate'), page.dataset.estimateUrl, () => spec.read(), (found) => errors.show(form, found),
);
const spec = specForm.mount(form, () => { if (everything.open) costs.update(); });
const runs = runList.mount(element('runs'), element('compare'));

/** @param {object} wanted @param {HTMLButtonElement} button */
async function start(wanted, button) {
  hush();
  button.disabled = true;
  try {
    const run = await ask('POST', page.dataset.runsUrl, { ...wanted, promote: element('promote').checked });
    location.assign(actions.pageOf(page.dataset.runPage, run.id));
  } catch (error) {
    button.disabled = false;
    const fields = error instanceof Refusal ? error.errors : {};
    errors.show(form, fields);
    if (Object.keys(fields).length) errors.visitFirst(form);
    complain(Object.keys(fields).length ? texts.checkFields : error);
  }
}

page.addEventListener('click', (/** @type {MouseEvent} */ { target }) => {
  const button = target instanceof Element ? target.closest('button') : null;
  if (button?.dataset.train) start({ preset: button.dataset.train }, button);
  if (button?.dataset.adjust) {
    everything.open = true;
    spec.write(presets[button.dataset.adjust]);
    everything.scrollIntoView({ block: 'start' });
    /** @type {HTMLElement} */ (form.querySelector('[name="network"]:checked'))?.focus({ preventScroll: true });
  }
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  start(spec.read(), /** @type {HTMLButtonElement} */ (event.submitter));
});
everything.addEventListener('toggle', () => { if (everything.open) costs.update(); });
addEventListener('pageshow', () => {
  for (const button of page.querySelectorAll('button:disabled[data-train]')) button.disabled = false;
});

actions.mount(() => runs.look());
spec.write(presets.quick);
