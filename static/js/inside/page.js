// @ts-check
import { Answer } from '../answer.js';
import * as announcer from '../announcer.js';
import { poster } from '../client.js';
import * as desk from '../desk.js';
import { SEVEN, SMALL } from '../examples.js';
import { fill } from '../format.js';
import { data, element, locale, say, texts } from '../page.js';
import { exporter } from '../paint.js';
import { Reader } from '../reader.js';
import * as share from '../share.js';
import * as stamp from '../stamp.js';
import { recall, remember } from '../storage.js';
import * as verdict from '../verdict.js';
import * as chapters from './chapters.js';
import { Knowledge, bodyOf } from './knowledge.js';
import * as layers from './layers.js';
import * as margin from './margin.js';
import * as nearest from './nearest.js';
import { onTheme } from './palette.js';
import { pixelsOf } from './pixels.js';
import * as removal from './removal.js';
import * as unitPanel from './unit.js';
import * as views from './view.js';
import { watcher } from './visible.js';
import * as way from './way.js';

/**
 * @typedef {import('./knowledge.js').Piece} Piece
 * @typedef {import('./knowledge.js').Question} Question
 * @typedef {import('../reader.js').Reading & import('./margin.js').Inspection} Inspection
 */

const REMEMBERED = 'hitofude.inside.view';

const [sheet, bench, version, example, small, allOn] = ['sheet', 'desk', 'version', 'example', 'small-example', 'all-on'].map(element);
/** @type {Record<string, import('./network.js').Network>} */
const networks = data('networks');

/** Those that the template gives a switch, in their order. @type {string[]} */
const steps = Array.from(element('way').querySelectorAll('.switch'), ({ value }) => value);

/** @param {Record<string, string>} fields */
const viewOf = (fields) => views.parse(fields, networks, { usual: version.value, steps });
const view = {
  ...viewOf(share.opened()?.view ?? Object.fromEntries(new URLSearchParams(recall(REMEMBERED, 'sessionStorage') ?? ''))),
  target: /** @type {number | null} */ (null),
};

const { drawing, put, ...paper } = desk.mount({
  onChange: changed,
  onPause: () => reader.hurry(),
  onUpdate: update,
  view: () => views.format(view),
  onView(fields) {
    look(viewOf(fields));
    goToUnit();
  },
});
const answer = new Answer(drawing, () => update());
const shown = () => answer.shown();
const knowledge = new Knowledge();
const found = {
  question: /** @type {Question | null} */ (null),
  /** What the network reads, 28 × 28. @type {Uint8Array | null} */
  image: null,
  /** The reading with all steps on, of the same drawing. @type {Inspection | null} */
  before: null,
  beforeKey: '',
};

const visible = watcher(() => {
  ask();
  update();
});
/** What each part of the page is about: asked for while it is on the screen. @type {[HTMLElement, Piece[]][]} */
const PLACES = [
  [element('way'), ['steps']],
  [element('layers'), ['layers', 'unit']],
  [element('why'), ['occlusion', 'nearest', 'removal']],
];
const onScreen = () => PLACES.flatMap(([section, pieces]) => (visible.sees(section) ? pieces : []));

/** @returns {Question} */
const question = () => ({ ...view, revision: drawing.revision });

const inspect = poster(bench.dataset.inspectUrl, (each) => Array.isArray(each?.probabilities));
const predict = poster(bench.dataset.predictUrl, (each) => Array.isArray(each?.probabilities));

/**
 * @param {string} image @param {AbortSignal} signal
 * @param {{pieces: Piece[], question: Question}} shot
 * @returns {Promise<any>}
 */
async function askServer(image, signal, { pieces, question: asked }) {
  // What was wanted has come with the answer before.
  if (pieces.length === 0 && answer.reading && answered(asked)) return answer.reading;
  const inspection = await inspect({ image, ...bodyOf(pieces, asked) }, signal);
  const key = `${asked.revision} ${asked.model}`;
  const known = key === found.beforeKey ? found.before : null;
  const model = asked.model || undefined;
  const before = asked.without.length === 0 ? inspection : known ?? await predict({ image, model }, signal);
  return { ...inspection, pixels: await pixelsOf(inspection.input), before, beforeKey: key };
}

const toPicture = exporter({ transparent: true });
const reader = new Reader({
  predict: askServer,
  capture() {
    const asked = question();
    const pieces = knowledge.lacks(onScreen(), asked);
    return { image: toPicture(drawing), revision: drawing.revision, sheet: drawing.sheet, pieces, question: asked };
  },
  onReading(reading, shot) {
    take(reading, /** @type {any} */ (shot));
    update();
    ask(); // what has come on the screen, or was chosen, in the meantime
  },
  onTrouble(trouble) {
    answer.trouble = trouble;
    update();
  },
});

/** @param {any} reading  null for a blank sheet @param {{pieces: Piece[], question: Question, revision: number}} shot */
function take(reading, { pieces, question: asked, revision }) {
  Object.assign(answer, { reading, revision });
  found.question = asked;
  if (!reading) {
    knowledge.forget();
    Object.assign(found, { image: null, before: null, beforeKey: '' });
    return;
  }
  knowledge.keep(pieces, asked, reading);
  Object.assign(found, { image: reading.pixels, before: reading.before, beforeKey: reading.beforeKey });
}

/** Whether the newest reading answers a question. @param {Question} asked */
function answered({ revision, model, without }) {
  const last = found.question;
  return last?.revision === revision && last.model === model && last.without.join() === without.join();
}

/** Whether something on the screen is not about what one looks at: the reading, or a piece of the evidence. */
function outdated() {
  if (answer.blank) return false;
  const asked = question();
  return !answered(asked) || knowledge.lacks(onScreen(), asked).length > 0;
}

function ask() {
  if (outdated()) reader.changed(drawing.sheet);
}

/** Look at something else. @param {Partial<typeof view>} change */
function look(change) {
  Object.assign(view, change);
  view.unit = views.within(view.unit, networks[view.model]);
  ask();
  update();
}

/** @param {Piece} piece */
const known = (piece) => (shown().reading ? knowledge.get(piece, view.model) : undefined);

/** Whether what is shown of a piece is about the drawing as it stands, and its reading is told. @param {Piece} piece */
const settled = (piece) => shown().settled && knowledge.fresh(piece, question());

/** What the sections show. */
function state() {
  const { reading } = /** @type {{reading: any}} */ (shown());
  const { question: last } = found;
  const same = last !== null && answered({ ...question(), revision: last.revision });
  return {
    ...view,
    reading: /** @type {any} */ (reading),
    empty: drawing.empty,
    image: reading ? found.image : null,
    network: networks[view.model],
    temperature: networks[view.model]?.temperature ?? 1,
    steps: known('steps'),
    outputs: known('layers'),
    settled: settled('layers'),
    occlusion: known('occlusion'),
    nearest: known('nearest'),
    removal: known('removal'),
    found: known('unit'),
    compared: reading && same && found.before ? { reading, before: found.before } : null,
  };
}

const layerList = layers.mount(element('layer-list'), state, visible, (unit, pointed) => {
  if (pointed) panel.reveal();
  look({ unit });
});
const panel = unitPanel.mount(layerList, state, {
  onPlace(at) {
    if (view.unit) look({ unit: { ...view.unit, at } });
  },
  onGo(layer, index) {
    panel.reveal();
    look({ unit: { layer, index, at: null } });
    layerList.focus(layer, index);
  },
  onClose() {
    const { unit } = view;
    look({ unit: null });
    if (unit) layerList.focus(unit.layer, unit.index);
  },
});
const sections = [
  stamp.mount(element('stamp'), shown),
  verdict.mount(element('reading'), shown, texts, locale),
  announcer.mount(element('announcer'), shown, (now) => verdict.words(now, texts), texts.pause),
  way.mount(
    { section: element('way'), verdict: element('way-verdict'), simple: element('just-resize'), all: element('every-step') },
    state,
    (without) => look({ without }),
  ),
  layerList,
  panel,
  margin.mount(element('occlusion'), element('margin'), element('ink-scale'), state),
  removal.mount(element('targets'), element('removal'), state, (target) => look({ target })),
  announcer.mount(
    element('removal-announcer'),
    () => ({ reading: view.target === null ? null : shown().reading, settled: settled('removal'), trouble: null }),
    () => [removal.words(state())],
    texts.pause,
  ),
  nearest.mount(element('nearest'), element('nearest-words'), state),
];

/** Who was sent a unit wants to see it. */
function goToUnit() {
  if (view.unit) layerList.slotOf(view.unit.layer)?.scrollIntoView({ block: 'start' });
}

/** The drawing has changed: show it, ask about it. */
function changed() {
  reader.changed(drawing.sheet);
  update();
}

function update() {
  answer.look();
  sheet.toggleAttribute('data-blank', answer.blank);
  version.value = view.model;
  example.hidden = small.hidden = !answer.blank;
  allOn.hidden = example.hidden === false || view.without.length === 0;
  say(allOn, fill(texts.stepsOff, { count: view.without.length }));
  paper.update();
  for (const section of sections) section.update();
  element('sections').toggleAttribute('data-outdated', outdated());
}

version.addEventListener('change', () => look({ model: version.value }));
addEventListener('pagehide', () => {
  remember(REMEMBERED, String(new URLSearchParams(views.format(view))), 'sessionStorage');
});
example.addEventListener('click', () => put(SEVEN));
small.addEventListener('click', () => put(SMALL));
allOn.addEventListener('click', () => look({ without: [] }));
addEventListener('online', () => reader.hurry());
onTheme(update);
for (const [section] of PLACES) visible.watch(section);
chapters.mount(element('chapters'));
if (drawing.empty) update();
else changed();
if (share.opened()) goToUnit();
