// @ts-check
import * as announcer from './announcer.js';
import * as bars from './bars.js';
import { predictor } from './client.js';
import * as desk from './desk.js';
import { element, locale, texts } from './page.js';
import { exporter } from './paint.js';
import { Poise } from './poise.js';
import { Reader } from './reader.js';
import * as stamp from './stamp.js';
import * as verdict from './verdict.js';

const sheet = element('sheet');
const answer = {
  reading: /** @type {import('./reader.js').Reading | null} */ (null),
  revision: 0,
  trouble: /** @type {import('./client.js').Trouble | null} */ (null),
};

const { drawing, ...paper } = desk.mount({
  onChange: changed,
  onPause: () => reader.hurry(),
  onUpdate: update,
});
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

const views = [
  bars.mount(element('bars'), shown, locale),
  stamp.mount(element('stamp'), shown),
  verdict.mount(element('reading'), shown, texts, locale),
  announcer.mount(element('announcer'), shown, texts, locale),
];

/** The drawing has changed: show it, ask about it. */
function changed() {
  reader.changed(drawing.sheet);
  update();
}

function update() {
  const { revision, live, items } = drawing;
  const { reading, fresh, trouble } = shown();
  const written = live !== null || items.at(-1)?.kind !== 'picture';
  poise.look(reading, { revision, moving: live !== null, written, fresh });
  // Erased to nothing is as blank as never begun.
  sheet.toggleAttribute('data-blank', drawing.empty || (!reading && fresh && !trouble));
  paper.update();
  for (const view of views) view.update();
}

addEventListener('online', () => reader.hurry());
if (drawing.empty) update();
else changed();
