// @ts-check
import { Answer } from '../answer.js';
import * as announcer from '../announcer.js';
import { poster } from '../client.js';
import * as desk from '../desk.js';
import { Drawing } from '../drawing.js';
import { element, locale, texts } from '../page.js';
import { exportScale, exporter } from '../paint.js';
import { Reader } from '../reader.js';
import * as verdict from '../verdict.js';
import * as boxes from './boxes.js';
import * as columns from './columns.js';
import * as roll from './roll.js';
import * as seals from './seals.js';
import { words } from './words.js';

/**
 * @typedef {object} Digit  as the interface gives it; its box in canvas units
 * @property {number} digit
 * @property {number} confidence
 * @property {boolean} is_digit
 * @property {number[]} probabilities
 * @property {string} input
 * @property {import('./places.js').Box} box
 * @typedef {{text: string, digits: Digit[], model: string, elapsed_ms: number, is_digit: boolean}} NumberReading
 *   is_digit: whether every sign is one
 * @typedef {object} State  as on the draw page, of a number
 * @property {NumberReading | null} reading
 * @property {boolean} fresh
 * @property {NumberReading | null} told
 * @property {boolean} settled
 * @property {import('../client.js').Trouble | null} trouble
 */

const [sheet, writing] = ['sheet', 'writing'].map(element);
/** The longest roll, in canvas units; the style sheet keeps the page as narrow as it. */
const longest = Number(getComputedStyle(writing).getPropertyValue('--longest'));
/** Which digit is pointed at, -1 for none. */
let lit = -1;

const { drawing, ...paper } = desk.mount({
  drawing: new Drawing(longest),
  kept: 'hitofude.number',
  onChange: changed,
  onPause: () => reader.hurry(),
  onUpdate: update,
});
/** @type {Answer<NumberReading>} */
const answer = new Answer(drawing, () => update());
const shown = () => answer.shown();

/** The evidence: every digit of the newest reading. */
function evidence() {
  const { reading, fresh } = shown();
  return { digits: reading?.digits ?? [], fresh, lit, width: drawing.width };
}

const read = poster(writing.dataset.readUrl, (row) => Array.isArray(row?.digits));
const toPicture = exporter();

const reader = new Reader({
  predict: (image, signal) => read({ image }, signal),
  capture: () => ({
    image: toPicture(drawing), scale: exportScale(drawing.width), revision: drawing.revision, sheet: drawing.sheet,
  }),
  onReading(row, { scale, revision }) {
    Object.assign(answer, { reading: row && numberOf(row, scale), revision });
    update();
  },
  onTrouble(trouble) {
    answer.trouble = trouble;
    update();
  },
});

/**
 * @param {Omit<NumberReading, 'is_digit'>} row  its boxes in pixels of the picture
 * @param {number} scale  pixels to a canvas unit
 * @returns {NumberReading | null}
 */
function numberOf(row, scale) {
  if (row.digits.length === 0) return null;
  const digits = row.digits.map((digit) => ({
    ...digit, box: /** @type {import('./places.js').Box} */ (digit.box.map((side) => side / scale)),
  }));
  return { ...row, digits, is_digit: digits.every((digit) => digit.is_digit) };
}

/** @param {number} place */
function light(place) {
  lit = place;
  update();
}

const sentences = (/** @type {State} */ now) => words(now, texts);
const strip = roll.mount(element('frame'), element('slider'), drawing, () => update());
const cards = columns.mount(element('columns'), evidence, (place) => {
  light(place);
  if (place >= 0) strip.reveal(evidence().digits[place].box);
});
const views = [
  boxes.mount(element('boxes'), element('marks'), element('pad'), evidence, (place) => {
    light(place);
    if (place >= 0) cards.reveal(place);
  }),
  cards,
  seals.mount(element('number'), shown),
  verdict.mount(element('account'), /** @type {any} */ (shown), texts, locale, sentences),
  announcer.mount(element('announcer'), shown, sentences, texts.pause),
];

/** The drawing has changed: show it, ask about it. */
function changed() {
  lit = -1;
  reader.changed(drawing.sheet);
  update();
}

function update() {
  answer.look();
  sheet.toggleAttribute('data-blank', answer.blank);
  strip.update();
  paper.update();
  for (const view of views) view.update();
}

addEventListener('online', () => reader.hurry());
if (drawing.empty) update();
else changed();
