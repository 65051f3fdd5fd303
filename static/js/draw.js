// @ts-check
import { Answer } from './answer.js';
import * as announcer from './announcer.js';
import * as bars from './bars.js';
import { predictor } from './client.js';
import * as desk from './desk.js';
import { element, locale, texts } from './page.js';
import { exporter } from './paint.js';
import { Reader } from './reader.js';
import * as stamp from './stamp.js';
import * as verdict from './verdict.js';

const sheet = element('sheet');
const { drawing, ...paper } = desk.mount({
  onChange: changed,
  onPause: () => reader.hurry(),
  onUpdate: update,
});
const answer = new Answer(drawing, () => update());
const shown = () => answer.shown();

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
  announcer.mount(element('announcer'), shown, (now) => verdict.words(now, texts), texts.pause),
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
