// @ts-check
import * as announcer from './announcer.js';
import * as bars from './bars.js';
import { predictor } from './client.js';
import { Drawing } from './drawing.js';
import * as imports from './imports.js';
import * as keep from './keep.js';
import * as pad from './pad.js';
import { exporter } from './paint.js';
import { Poise } from './poise.js';
import { Reader } from './reader.js';
import * as shortcuts from './shortcuts.js';
import * as stamp from './stamp.js';
import * as toolbar from './toolbar.js';
import * as verdict from './verdict.js';

/** @param {string} id @returns {any} the element; the template and this file belong together */
const element = (id) => document.getElementById(id);

const texts = JSON.parse(element('texts').textContent);
const locale = document.documentElement.lang;
const [sheet, picker, help, notice] = ['sheet', 'picker', 'help', 'notice'].map(element);

const drawing = new Drawing();
const hand = { tool: /** @type {import('./drawing.js').Tool} */ ('pen'), width: 18 };
const answer = {
  reading: /** @type {import('./reader.js').Reading | null} */ (null),
  revision: 0,
  trouble: /** @type {import('./client.js').Trouble | null} */ (null),
};

const poise = new Poise(() => update());

/**
 * What the reading's views show: an answer is fresh while it is about the drawing as it stands. The
 * reading is the newest, for the evidence; what is told of it in words is calmer, see `Poise`.
 */
function shown() {
  const reading = drawing.empty ? null : answer.reading;
  const fresh = answer.revision === drawing.revision && drawing.live === null;
  const told = drawing.empty ? null : poise.told;
  const trouble = drawing.empty ? null : answer.trouble;
  return { reading, fresh, told, settled: fresh && told === reading, trouble };
}

const toPicture = exporter();
const reader = new Reader({
  predict: predictor(element('desk').dataset.predictUrl),
  capture: () => ({ image: toPicture(drawing), revision: drawing.revision, sheet: drawing.sheet }),
  onReading(reading, shot) {
    Object.assign(answer, { reading, revision: shot.revision });
    update();
  },
  onTrouble(trouble) {
    answer.trouble = trouble;
    update();
  },
});

const actions = {
  pen: () => { hand.tool = 'pen'; },
  eraser: () => { hand.tool = 'eraser'; },
  thinner: () => { hand.width = Math.max(6, hand.width - 2); },
  thicker: () => { hand.width = Math.min(36, hand.width + 2); },
  undo: () => drawing.undo(),
  redo: () => drawing.redo(),
  clear: () => drawing.clear(),
  picture: () => picker.click(),
  help: () => help.showModal(),
};

/** @param {string} name */
function act(name) {
  const before = drawing.revision;
  actions[/** @type {keyof typeof actions} */ (name)]();
  if (drawing.revision !== before) changed();
  else update();
}

/** The drawing has changed: show it, ask about it. */
function changed() {
  notice.hidden = true;
  reader.changed(drawing.sheet);
  update();
}

const views = [
  pad.mount(element('pad'), drawing, hand, {
    onStart: changed,
    onChange: changed,
    onEnd() {
      changed();
      reader.hurry();
    },
  }),
  toolbar.mount(
    element('tools'),
    () => ({
      ...hand, canUndo: drawing.canUndo, canRedo: drawing.canRedo, canClear: drawing.items.length > 0,
    }),
    { onAction: act, onWidth: (width) => { hand.width = width; update(); } },
  ),
  bars.mount(element('bars'), shown, locale),
  stamp.mount(element('stamp'), shown),
  verdict.mount(element('reading'), shown, texts, locale),
  announcer.mount(element('announcer'), shown, texts, locale),
];

function update() {
  const { revision, live, items } = drawing;
  const { reading, fresh, trouble } = shown();
  const written = live !== null || items.at(-1)?.kind !== 'picture';
  poise.look(reading, { revision, moving: live !== null, written, fresh });
  // Erased to nothing is as blank as never begun.
  sheet.toggleAttribute('data-blank', drawing.empty || (!reading && fresh && !trouble));
  sheet.dataset.tool = hand.tool;
  for (const view of views) view.update();
}

imports.mount(sheet, picker, {
  onPicture(source) {
    drawing.place(source);
    changed();
  },
  onUnreadable() {
    notice.textContent = texts.unreadable;
    notice.hidden = false;
  },
});
shortcuts.mount(element('single-keys'), act);
addEventListener('online', () => reader.hurry());
keep.mount(drawing);
if (drawing.empty) update();
else changed();
