// @ts-check
/** The page of a pupil: a sheet of paper that hangs on the class's wall while it is drawn on. */
import { Answer } from '../answer.js';
import * as announcer from '../announcer.js';
import * as bars from '../bars.js';
import { Trouble } from '../client.js';
import * as desk from '../desk.js';
import { fill } from '../format.js';
import { strokesOf } from '../lesson.js';
import * as mine from '../mine.js';
import { element, locale, part, say, texts } from '../page.js';
import { exporter, quickExporter } from '../paint.js';
import { Reader } from '../reader.js';
import * as share from '../share.js';
import * as stamp from '../stamp.js';
import * as teach from '../teach.js';
import * as verdict from '../verdict.js';
import { classroom } from './classroom.js';
import { Hanging } from './hanging.js';
import * as hint from './hint.js';
import { Pile } from './pile.js';
import { Remark } from './remark.js';
import { Turn } from './turn.js';
import * as covering from './veil.js';

/** Time between two requests: a whole class asks at once (ms). */
const INTERVAL = 250;

const strip = element('strip');
const { code = '', url = '', task = '', paused = '', cleared = '0' } = strip.dataset;
const turn = new Turn(code, task, Number(cleared));
const room = classroom(url, follow);
const hanging = new Hanging(room);
const veil = covering.mount(element('veil'), ['strip', 'sheet', 'tools', 'reading'].map(element), paused === 'yes');
/** The pupil's, once they have joined. @type {number | null} */
let number = null;

const drawing = new Pile();
const paper = desk.mount({
  drawing,
  kept: 'hitofude.class-strokes',
  onChange: changed,
  onPause: () => reader.hurry(),
  onUpdate: update,
  keys: { ...teach.keys(() => saying), x: () => next() },
});
// What was drawn for another task must not be taken for an answer to this one.
if (turn.isNew && !share.opened()?.strokes) drawing.turnOver();
const answer = new Answer(drawing, () => update());
const shown = () => answer.shown();

const toPicture = exporter({ cut: true });
const toPost = quickExporter();
/** What the sheet on top was said to be when it was sent last. @type {import('../lesson.js').Label | undefined} */
let sent;

/**
 * @param {string | null} image @param {number[][][] | null} strokes
 * @param {import('../lesson.js').Label | undefined} label
 */
const pageOf = (image, strokes, label) => ({ image, strokes, ...(label === undefined ? {} : { label }) });

const reader = new Reader({
  interval: INTERVAL,
  predict(image, _, { key, strokes, label }) {
    sent = label;
    return hanging.put(key, pageOf(image, strokes, label));
  },
  capture: () => ({
    image: toPost(drawing),
    strokes: strokesOf([...drawing.items, ...(drawing.live ? [drawing.live] : [])]),
    revision: drawing.revision,
    sheet: drawing.sheet,
    key: turn.key,
    label: turn.label,
  }),
  onReading(reading, shot) {
    Object.assign(answer, { reading, revision: shot.revision });
    if (!reading && hanging.has(turn.key)) begin();
    update();
  },
  onTrouble(trouble) {
    answer.trouble = trouble && goesOn(trouble) ? trouble : null;
    update();
  },
});

/** A sheet wiped clean is taken off the wall; what comes next is another one. */
function begin() {
  hanging.withdraw();
  turn.begin();
  remark.forget();
}

const remark = new Remark(turn, { onSay: () => changed(), onRest: () => update() });
/** Who was asked for a digit need not say which it is. */
const teaching = () => ({ ...shown(), image: toPicture(drawing), settled: shown().settled && turn.wanted === null });
const saying = teach.mount(element('reading'), element('teach'), drawing, teaching, update, () => remark);
mine.mount(element('mine'), element('help'));

/** Whether the pupil may say what was read, and has not. */
function isOpen() {
  const { told, trouble } = shown();
  return told !== null && !trouble && turn.label === undefined && !remark.isNew;
}

/** @param {verdict.State} now @returns {[string, string]} */
function sentences(now) {
  const [first, second] = verdict.words(now, texts);
  const { told, trouble } = now;
  if (trouble || !told?.is_digit || turn.wanted === null) return [first, second];
  const { digit } = told;
  return [fill(digit === turn.wanted ? texts.asAsked : texts.notAsAsked, { digit, wanted: turn.wanted }), second];
}

const views = [
  bars.mount(element('bars'), shown, locale),
  stamp.mount(element('stamp'), shown),
  verdict.mount(element('reading'), shown, texts, locale, sentences),
  announcer.mount(element('announcer'), shown, (now) => [...sentences(now), ...saying.ofThis()], texts.pause),
  saying,
  hint.mount(element('hint'), element('teach'), isOpen),
  veil,
];

const canGoOn = () => !veil.isPaused && !veil.isEnd && shown().reading !== null && shown().fresh;

/** Take another sheet; the one before stays on the wall. @param {string} [other]  task @param {number} [emptied] */
function next(other, emptied) {
  if (other === undefined && !canGoOn()) return;
  if (drawing.live) hanging.withdraw(); // half a digit is none
  else if (!drawing.empty && turn.label !== sent) { // it was said a moment ago
    hanging.leave(turn.key, pageOf(toPicture(drawing), strokesOf(drawing.items), turn.label));
  }
  turn.next(other, emptied);
  sent = undefined;
  remark.forget();
  drawing.turnOver();
  changed();
}

/** @param {import('./classroom.js').State} state */
function follow(state) {
  const resumes = veil.isPaused && !state.paused;
  veil.pause(state.paused);
  hanging.tidy();
  reader.hurry(); // the server is there
  const isCleared = state.cleared > turn.cleared; // a late answer tells of a time before
  if (isCleared) {
    hanging.withdraw(); // what was drawn before and came after
    sent = turn.label;
  }
  if (isCleared || state.task !== turn.task) next(state.task, Math.max(state.cleared, turn.cleared));
  else if (resumes) changed(); // what was drawn meanwhile does not hang there yet
  else update();
}

/** The drawing has changed: show it, have it read. */
function changed() {
  if (!veil.isEnd) reader.changed(drawing.sheet);
  update();
}

function update() {
  answer.look();
  element('sheet').toggleAttribute('data-blank', answer.blank);
  say(part(strip, 'task'), turn.wanted === null ? texts.free : fill(texts.wanted, { digit: turn.wanted }));
  say(part(strip, 'number'), number === null ? '' : fill(texts.number, { number }));
  part(strip, 'next').setAttribute('aria-disabled', String(!canGoOn()));
  part(element('teach'), 'none').hidden = turn.wanted !== null;
  paper.update();
  for (const view of views) view.update();
}

/** @param {unknown} error @returns {boolean} whether the class goes on for this pupil */
function goesOn(error) {
  if (error instanceof Trouble && error.problem === 'unknown-class') veil.end(texts.over);
  if (error instanceof Trouble && error.problem === 'class-full') veil.end(error.detail);
  return !veil.isEnd;
}

part(strip, 'next').addEventListener('click', () => next());
addEventListener('online', () => reader.hurry());
room.watch({
  onJoined(joined) {
    number = joined;
    update();
  },
  onTrouble(error) {
    const isOn = goesOn(error);
    update();
    return isOn;
  },
});
changed();
