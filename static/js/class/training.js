// @ts-check
/** Training on what the class drew, while the class looks on. */
import { ask } from '../admin/api.js';
import { complain, hush, question, tell } from '../admin/dialogs.js';
import * as progress from '../admin/progress.js';
import { Story } from '../admin/story.js';
import { follow } from '../admin/stream.js';
import * as curves from '../curves.js';
import { fill, whole } from '../format.js';
import { element, part, say, texts } from '../page.js';
import { outcome } from './outcome.js';

/** How many drawings a training needs to show; docs/teaching.md measures from there on. */
const FEW = 20;

/**
 * @param {HTMLElement} panel
 * @param {import('./wall.js').Wall} wall
 * @param {string} url  of the class
 * @param {string} runs  address of run 0
 */
export function mount(panel, wall, url, runs) {
  let watched = 0;
  /** Which version served when the training began. */
  let before = '';
  /** What is said of what a run learns from. */
  let taught = { run: 0, words: '' };
  const close = part(panel, 'close');

  /** @param {() => Promise<void>} deed */
  async function attempt(deed) {
    hush();
    try {
      await deed();
    } catch (error) {
      complain(error);
    }
  }

  async function train() {
    if (panel.hasAttribute('data-training')) {
      show();
      return;
    }
    if (wall.labelled === 0) {
      tell(texts.nothingLabelled);
      return;
    }
    const few = wall.labelled < FEW ? `\n${texts.trainFew}` : '';
    const text = fill(texts.trainMore, { count: whole(wall.labelled) }) + few;
    if (!await question({ title: texts.train, text, yes: texts.trainYes })) return;
    await attempt(async () => {
      const { id, taught: count, doubtful } = await ask('POST', `${url}/train`);
      const words = fill(doubtful ? texts.taughtBut : texts.taught, { taught: whole(count), doubtful: whole(doubtful) });
      taught = { run: id, words };
      await watch(id);
      say(part(panel, 'taught'), words);
    });
  }

  function show() {
    panel.hidden = false;
    panel.focus();
  }

  /**
   * Show a run until it has ended.
   * @param {number} id
   * @param {boolean} [goingOn]  whether to show none that has ended before
   */
  async function watch(id, goingOn = false) {
    if (watched === id) return;
    watched = id;
    const address = runs.replace(/0$/, String(id));
    const run = await ask('GET', address);
    if (goingOn && run.state !== 'queued' && run.state !== 'running') return;
    before = run.spec.start_from ?? '';
    say(part(panel, 'taught'), taught.run === id ? taught.words : '');
    for (const name of ['outcome', 'compared']) say(part(panel, name), '');
    panel.toggleAttribute('data-training', true);
    show();
    const story = new Story();
    const update = viewsOf(story, run.spec.epochs);
    update();
    /** @type {import('./outcome.js').Comparison | null} */
    let compared = null;
    follow(() => `${address}/events?after=${story.lastId}`, {
      onFact(fact) {
        if (fact.kind === 'comparison') compared = fact.data;
        if (story.add(fact)) update(fact);
      },
      onConnection() { /* the board tells of it */ },
      onRefused: () => ask('GET', address),
      onEnd: () => attempt(() => ended(address, compared)),
    });
  }

  /**
   * Mount progress and curve; returns what shows one fact more.
   * @param {Story} story @param {number} epochs
   */
  function viewsOf(story, epochs) {
    /** Of every step: the story forgets those of epochs that are done. @type {curves.Point[]} */
    const learnt = [];
    const canvas = panel.querySelector('canvas');
    canvas?.replaceWith(canvas.cloneNode(false)); // Chart.js keeps hold of the one that it drew on
    const views = [
      progress.mount(part(panel, 'progress'), story, () => null),
      curves.mount(part(panel, 'chart'), () => [
        { label: texts.training, points: learnt, colour: '--ink', dashed: true },
        { label: texts.validation, points: story.curve('val_accuracy'), colour: '--vermilion' },
      ], { first: 0, last: epochs }),
    ];
    return (/** @type {import('../admin/story.js').Fact | undefined} */ fact = undefined) => {
      const { epoch, step, steps, accuracy } = fact?.data ?? {};
      if (fact?.kind === 'batch') learnt.push({ x: epoch - 1 + step / steps, y: accuracy });
      if (fact?.kind === 'epoch') learnt.push({ x: epoch, y: accuracy });
      for (const view of views) view.update();
    };
  }

  /** @param {string} address @param {import('./outcome.js').Comparison | null} compared */
  async function ended(address, compared) {
    panel.toggleAttribute('data-training', false);
    const run = await ask('GET', address);
    if (run.state !== 'succeeded') {
      say(part(panel, 'outcome'), run.reason ?? texts.states[run.state]);
      return;
    }
    say(part(panel, 'outcome'), await outcome(panel.dataset.modelsUrl ?? '', run.model, compared));
    await ask('POST', `${url}/read-again`);
  }

  /** That no drawing is labelled is no longer told once one is. */
  function takeBack() {
    const told = element('told');
    if (wall.labelled > 0 && !told.hidden && told.textContent === texts.nothingLabelled) hush();
  }

  function update() {
    takeBack();
    compare();
  }

  /** After the wall was read again: how many each version reads. */
  function compare() {
    if (panel.hidden || panel.hasAttribute('data-training')) return;
    const { voices } = wall;
    const [now, then] = [voices[0], voices.find(({ model }) => model === before)];
    if (!now || !then || now === then || now.labelled === 0) return;
    say(part(panel, 'compared'), fill(texts.compared, {
      count: whole(now.labelled), before: whole(then.right), after: whole(now.right),
    }));
  }

  close.addEventListener('click', () => {
    panel.hidden = true;
    part(element('lead'), 'train').focus();
  });
  panel.addEventListener('keydown', ({ key }) => { if (key === 'Escape') close.click(); });

  return { train, watch: (/** @type {number} */ id, goingOn = false) => attempt(() => watch(id, goingOn)), update };
}
