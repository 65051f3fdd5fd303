// @ts-check
import { Answer } from './answer.js';
import * as announcer from './announcer.js';
import * as bars from './bars.js';
import { predictor } from './client.js';
import * as desk from './desk.js';
import * as mine from './mine.js';
import { element, locale, texts } from './page.js';
import { quickExporter } from './paint.js';
import { Reader } from './reader.js';
import * as stamp from './stamp.js';
import * as teach from './teach.js';
import * as verdict from './verdict.js';

const sheet = element('sheet');
const { drawing, ...paper } = desk.mount({
  onChange: changed,
  onPause: () => reader.hurry(),
  onUpdate: update,
  keys: teach.keys(() => lesson),
});
const answer = new Answer(drawing, () => update());
const shown = () => answer.shown();
/** The picture that the reading is about. @type {string | null} */
let image = null;

const toPicture = quickExporter();
const reader = new Reader({
  predict: predictor(element('desk').dataset.predictUrl),
  capture: () => ({ image: toPicture(drawing), revision: drawing.revision, sheet: drawing.sheet }),
  onReading(reading, shot) {
    Object.assign(answer, { reading, revision: shot.revision });
    image = shot.image;
    update();
  },
  onTrouble(trouble) {
    answer.trouble = trouble;
    update();
  },
});

const row = element('teach'); // not there where drawings are not collected
const lesson = row && teach.mount(element('reading'), row, drawing, () => ({ ...shown(), image }), update);
mine.mount(element('mine'), element('help'));

const views = [
  bars.mount(element('bars'), shown, locale),
  stamp.mount(element('stamp'), shown),
  verdict.mount(element('reading'), shown, texts, locale),
  announcer.mount(
    element('announcer'), shown,
    (now) => [...verdict.words(now, texts), ...(lesson?.ofThis() ?? [])], texts.pause,
  ),
  ...(lesson ? [lesson] : []),
];

/** The drawing has changed: show it, ask about it. */
function changed() {
  reader.changed(drawing.sheet);
  update();
}

function update() {
  answer.look();
  sheet.toggleAttribute('data-blank', answer.blank);
  paper.update();
  for (const view of views) view.update();
}

addEventListener('online', () => reader.hurry());
if (drawing.empty) update();
else changed();
