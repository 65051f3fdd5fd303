// @ts-check
import * as announcer from '../announcer.js';
import { poster } from '../client.js';
import * as desk from '../desk.js';
import { data, element, part, say, texts } from '../page.js';
import { quickExporter } from '../paint.js';
import { Reader } from '../reader.js';
import * as share from '../share.js';
import { recall, remember } from '../storage.js';
import { apart, oddOnes } from './agreement.js';
import { Card } from './card.js';
import * as choice from './choice.js';
import * as tries from './tries.js';
import { words } from './words.js';

/** @typedef {{readings: import('../reader.js').Reading[], input: string, elapsed_ms: number}} Comparison */

const REMEMBERED = 'hitofude.compared';

const [sheet, bench, host, adder, agreement] = ['sheet', 'desk', 'cards', 'add', 'agreement'].map(element);
const { versions, champion } = data('versions');
const answer = {
  comparison: /** @type {Comparison | null} */ (null),
  revision: 0,
  trouble: /** @type {import('../client.js').Trouble | null} */ (null),
};
/** @type {Card[]} */
const cards = [];
const ids = () => cards.map(({ id }) => id);

const { drawing, put, ...paper } = desk.mount({
  onChange: changed,
  onPause: () => reader.hurry(),
  onUpdate: update,
  view: () => ({ models: choice.format(ids()) }),
  onView: ({ models }) => show(models),
});

const postAll = poster(bench.dataset.compareUrl, (each) => Array.isArray(each?.readings));
const postOne = poster(bench.dataset.predictUrl, (each) => Array.isArray(each?.probabilities));

/**
 * Ask all versions; one that turns out to be gone is told so on its card, and the others are asked again.
 * @param {string} image @param {AbortSignal} signal @returns {Promise<any>}
 */
async function ask(image, signal) {
  const asked = cards.filter(({ lost }) => !lost).map(({ id }) => id);
  try {
    if (asked.length >= choice.FEWEST) return await postAll({ image, models: asked }, signal);
    if (asked.length === 0) return { readings: [], input: '', elapsed_ms: 0 };
    const reading = await postOne({ image, model: asked[0] }, signal);
    return { ...reading, readings: [reading] };
  } catch (error) {
    const trouble = /** @type {import('../client.js').Trouble} */ (error);
    const missing = cards.find(({ id, lost }) => !lost && id === trouble.model);
    if (missing) missing.lost = trouble;
    // Turned over meanwhile, or lost now: either way the others are worth asking.
    else if (!asked.includes(trouble.model ?? '')) throw error;
    return ask(image, signal);
  }
}

const toPicture = quickExporter();
const reader = new Reader({
  predict: ask,
  capture: () => ({ image: toPicture(drawing), revision: drawing.revision, sheet: drawing.sheet }),
  onReading(comparison, shot) {
    take(/** @type {any} */ (comparison), shot.revision);
    update();
  },
  onTrouble(trouble) {
    answer.trouble = trouble;
    update();
  },
});

/** @param {Comparison | null} comparison @param {number} revision */
function take(comparison, revision) {
  Object.assign(answer, { comparison, revision });
  for (const card of cards) {
    const reading = comparison?.readings.find(({ model }) => model === card.id) ?? null;
    // A card that was turned over meanwhile waits for an answer of its own.
    if (reading || !comparison) Object.assign(card.answer, { reading, revision });
  }
}

/** What the cards have to know of each other. */
function shared() {
  const readings = cards.map((card) => card.shown.reading).filter((reading) => reading !== null);
  return { chosen: ids(), apart: apart(readings) };
}

/** @param {string[]} chosen */
function choose(chosen) {
  while (cards.length > chosen.length) cards.pop()?.element.remove();
  chosen.forEach((id, i) => {
    if (cards[i]) cards[i].become(id);
    else addCard(id);
  });
}

/** @param {string} id */
function addCard(id) {
  const card = new Card(id, drawing, shared, { onChoose, onRemove, onRest: update });
  cards.push(card);
  host.append(card.element);
  return card;
}

/** @param {Card} card @param {string} id */
function onChoose(card, id) {
  card.become(id);
  chosen();
}

/** @param {Card} card */
function onRemove(card) {
  const place = cards.indexOf(card);
  cards.splice(place, 1);
  card.element.remove();
  (cards[place] ?? cards[place - 1]).select.focus();
  chosen();
}

/** Show the versions that a link names: in this tab, they are nobody's choice. @param {string | undefined} models */
function show(models) {
  const shared = choice.parse(models);
  if (!shared) return;
  choose(shared);
  remember(REMEMBERED, choice.format(shared), 'sessionStorage');
}

/** Others have been chosen: remember it, and ask them. */
function chosen() {
  remember(REMEMBERED, choice.format(ids()), 'sessionStorage');
  remember(REMEMBERED, choice.format(ids()));
  if (drawing.empty) update();
  else changed();
}

/** What is said above the cards. @returns {[string, string]} */
function sentences() {
  const { trouble, comparison } = answer;
  const voices = cards.map((card) => ({ name: card.name, told: card.shown.told, lost: card.lost !== null }));
  return words({ blank: drawing.empty, trouble, comparison, voices }, texts);
}

function status() {
  const states = cards.map((card) => card.shown);
  return {
    reading: drawing.empty ? null : answer.comparison,
    settled: states.every(({ settled, trouble }) => settled || trouble),
    trouble: drawing.empty ? null : answer.trouble,
  };
}

const speaker = announcer.mount(element('announcer'), status, sentences, texts.pause);
const seen = part(agreement, 'seen');

/** The drawing has changed: show it, ask about it. */
function changed() {
  reader.changed(drawing.sheet);
  update();
}

/** Mark who says something else than the others. */
function markOddOnes() {
  const told = cards.filter((card) => card.shown.told);
  const odd = oddOnes(
    told.map((card) => /** @type {any} */ (card.shown.told)), told.findIndex(({ id }) => id === champion),
  );
  for (const card of cards) card.odd = odd[told.indexOf(card)] ?? false;
}

function update() {
  const { comparison, revision, trouble } = answer;
  const fresh = revision === drawing.revision && drawing.live === null;
  sheet.toggleAttribute('data-blank', drawing.empty || (!comparison && fresh && !trouble));
  for (const card of cards) card.answer.look();
  markOddOnes();
  for (const card of cards) card.update();
  const [first, second] = sentences();
  say(part(agreement, 'headline'), first);
  say(part(agreement, 'detail'), second);
  agreement.toggleAttribute('data-disagree', cards.some(({ odd }) => odd));
  agreement.toggleAttribute('data-trouble', trouble !== null);
  seen.hidden = drawing.empty || !comparison?.input;
  if (comparison?.input && seen.src !== comparison.input) seen.src = comparison.input;
  adder.hidden = cards.length >= choice.MOST || versions.every((/** @type {string} */ id) => ids().includes(id));
  host.dataset.count = String(cards.length);
  paper.update();
  speaker.update();
}

adder.addEventListener('click', () => {
  const card = addCard(versions.find((/** @type {string} */ id) => !ids().includes(id)));
  card.select.focus();
  chosen();
});
tries.mount(element('tries'), texts.tries, put);

const remembered = [recall(REMEMBERED, 'sessionStorage'), recall(REMEMBERED)]
  .map((text) => choice.parse(text)?.filter((id) => versions.includes(id)) ?? [])
  .find(({ length }) => length >= choice.FEWEST);
choose(remembered ?? choice.usual(versions, champion));
show(share.opened()?.view.models);
addEventListener('online', () => reader.hurry());
if (drawing.empty) update();
else changed();
