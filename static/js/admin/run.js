// @ts-check
/** The page of a run: shows its story, follows it while it goes on. */
import * as actions from './actions.js';
import { ask } from './api.js';
import * as curves from '../curves.js';
import * as epochs from './epochs.js';
import { decimals, fill, percent } from '../format.js';
import * as log from './log.js';
import { data, element, say, texts } from '../page.js';
import * as progress from './progress.js';
import { refresh } from './refresh.js';
import * as robustness from '../robustness.js';
import { IMPORT_SHARES, Story } from './story.js';
import { follow } from './stream.js';

const LOOK_EVERY = 2000; // ms

const page = element('run');
const story = new Story('imported' in page.dataset ? IMPORT_SHARES : undefined);
for (const fact of data('story')) story.add(fact);

let place = /** @type {number | null} */ (null);

/** @param {'accuracy' | 'loss'} name @returns {import('../curves.js').Line[]} */
const lines = (name) => [
  { label: texts.training, points: story.curve(name), colour: '--ink', dashed: true },
  { label: texts.validation, points: story.curve(`val_${name}`), colour: '--vermilion' },
];

/** @param {'accuracy' | 'loss'} name @param {string} title */
function describe(name, title) {
  const last = story.epochs.at(-1);
  if (!last) return title;
  const show = name === 'accuracy' ? percent : decimals;
  const [training, validation] = [show(last[name]), show(last[`val_${name}`])];
  return fill(texts.curveLabel, { name: title.split(':')[0], epoch: last.epoch, training, validation });
}

const range = { first: story.isFinal && story.epochs.length > 1 ? 1 : 0, last: Number(page.dataset.lastEpoch) };
const views = [
  progress.mount(element('live'), story, () => place),
  curves.mount(page.querySelector('[data-curves]'), lines, range, describe),
  log.mount(element('log'), story),
  epochs.mount(page.querySelector('[data-epochs]'), story),
];

let frame = 0;

/** Many facts may come at once: they are shown together, with the next picture. */
function update() {
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    for (const view of views) view.update();
  });
}

/** @param {import('./story.js').Fact} fact */
function onFact(fact) {
  if (!story.add(fact)) return;
  if (fact.kind === 'state' && story.state === 'running') say(element('announcer'), texts.begun);
  if (fact.kind === 'state' && story.state === 'running') refresh('head').catch(() => {});
  update();
}

async function onEnd() {
  update();
  say(element('announcer'), fill(texts.ended, { state: texts.states[story.state] ?? '' }));
  await refresh('head', 'outcome', 'report', 'facts').catch(() => location.reload());
  robustness.mount();
}

/** Where it waits in line changes with the runs before it, and trainers come and go: no event tells. */
async function watchLine() {
  while (story.state === 'queued') {
    try {
      const run = await ask('GET', page.dataset.url);
      place = run.place;
      element('no-trainer').hidden = run.trainer_seen !== false;
    } catch { /* the stream says that the server is away */ }
    update();
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
  element('no-trainer').hidden = true;
}

actions.mount((act) => {
  if (act === 'promote') refresh('outcome');
});
robustness.mount();
update();
// The story was read after the page's head: a run that has ended in between is followed to its end.
if (!('final' in page.dataset)) {
  if (story.state !== page.dataset.state) refresh('head').catch(() => {});
  follow(() => `${page.dataset.eventsUrl}?after=${story.lastId}`, {
    onFact,
    onEnd,
    onConnection(connected) { element('connection').hidden = connected; },
    onRefused: () => ask('GET', page.dataset.url),
  });
  watchLine();
}
