// @ts-check
/** What people drew: looked through, judged, taken out and in. */
import { fill, whole } from '../format.js';
import { data, element, say } from '../page.js';
import { ask } from './api.js';
import { complain, hush, question, tell } from './dialogs.js';
import * as filtersForm from './drawing-filters.js';
import * as drawingGrid from './drawing-grid.js';
import * as lines from './drawing-lines.js';
import { Judging, MOST } from './judging.js';
import { refresh } from './refresh.js';

/** Drawings of one page; with fewer than that left, the next are fetched. */
const [PAGE, FEW] = [100, 24];
const EVERY = 10_000; // ms: a look whether new ones have come

const words = data('words');
const section = element('moderation');
const form = element('filters');
const { url, bulkUrl, deleteUrl } = form.dataset;
const buttons = /** @type {HTMLButtonElement[]} */ ([...section.querySelectorAll('[data-judge]')]);
const button = (/** @type {string} */ name) => buttons.find((each) => each.dataset.judge === name);

/** Where the next page begins; null at the end. @type {string | null} */
let next = null;
let total = 0;
/** Grows with every question, so that an answer that comes late is left alone. */
let asked = 0;
let loading = true;

const grid = drawingGrid.mount(element('grid'), update);
const filters = filtersForm.mount(form, () => load());
const judging = new Judging(bulkUrl, {
  onDone(missing) {
    if (missing > 0) tell(fill(words.gone, { count: whole(missing) }));
    recount();
  },
  onTrouble(error) {
    complain(error);
    load();
  },
});

/** Look anew, or for the next page. @param {string} [cursor] */
async function load(cursor = '') {
  asked += 1;
  const mine = asked;
  loading = true;
  element('grid').setAttribute('aria-busy', 'true');
  await judging.settled();
  const query = filters.query();
  query.set('limit', String(PAGE));
  if (cursor) query.set('cursor', cursor);
  try {
    const answer = await ask('GET', `${url}?${query}`);
    if (mine !== asked) return;
    const held = element('grid').contains(document.activeElement);
    if (!cursor) grid.clear();
    ({ next, total } = answer);
    grid.add(answer.drawings);
    if (held) grid.focus();
    element('newer').hidden = true;
  } catch (error) {
    complain(error);
  } finally {
    if (mine === asked) {
      loading = false;
      element('grid').removeAttribute('aria-busy');
      update();
    }
  }
}

const recount = () => refresh('counts').then(update, () => {}); // the next one may succeed

/** How many there are of a label, in the state that is looked at. @param {string} label */
function count(label) {
  const { state } = filters.values();
  return data('counts')
    .filter((/** @type {any} */ each) => (!state || each.state === state) && (!label || String(each.label ?? 'none') === label))
    .reduce((/** @type {number} */ sum, /** @type {any} */ each) => sum + each.count, 0);
}

/** Why there is nothing to see. */
function nothing() {
  const { state, label } = filters.values();
  if (data('counts').length === 0) return words.noneYet;
  return state === 'new' && !label && filters.folded() === 0 ? words.allDone : words.none;
}

function update() {
  const shown = grid.order().length;
  const selected = grid.picks.size;
  if (!loading || shown > 0) {
    const text = selected > 0 ? words.selected : words.shown;
    say(element('shown'), fill(text, { shown: whole(shown), total: whole(total), selected: whole(selected) }));
  }
  element('more').hidden = next === null;
  element('nothing').hidden = loading || shown > 0;
  if (!element('nothing').hidden) say(element('nothing'), nothing());
  for (const each of [...buttons, element('relabel-button')]) each.disabled = shown === 0;
  button('undo').disabled = !judging.canUndo;
  const all = shown > 0 && selected === shown;
  button('all').setAttribute('aria-pressed', String(all));
  say(button('all'), all ? words.selectNone : words.selectAll);
  const folded = filters.folded();
  say(element('filtered'), folded > 0 ? fill(words.filtersOn, { count: folded }) : '');
  for (const place of form.querySelectorAll('[data-count]')) say(place, whole(count(place.dataset.count)));
  const query = filters.query();
  query.delete('sort');
  if (element('pictures').checked) query.set('pictures', 'yes');
  element('export').href = `${element('export').dataset.url}?${query}`;
}

/** @param {import('./judging.js').Verdict} verdict @param {string} told */
function judge(verdict, told) {
  const drawings = grid.meant().map((id) => /** @type {drawingGrid.Drawing} */ (grid.get(id)));
  if (drawings.length === 0) return;
  hush();
  judging.judge(drawings, verdict);
  const now = drawings.map((drawing) => ({ ...drawing, ...verdict }));
  const leaving = now.filter((drawing) => !filters.fits(drawing)).map(({ id }) => id);
  for (const drawing of now) grid.change(drawing);
  take(leaving);
  tell(fill(told, { count: whole(drawings.length), label: drawingGrid.labelWords(verdict.label ?? null) }));
}

/** Take drawings off the page, and fetch more where few are left. @param {number[]} ids */
function take(ids) {
  grid.picks.set([]);
  if (ids.length > 0) grid.remove(ids);
  total -= ids.length;
  grid.update();
  const left = grid.order().length;
  if (left === 0 && document.activeElement === document.body) button('undo').focus();
  if (left < FEW && next) load(next);
}

async function undo() {
  hush();
  const before = judging.undo();
  update();
  await before;
  tell(words.undone);
  await load();
}

async function remove() {
  const ids = grid.meant();
  const count = whole(ids.length);
  const asking = { title: fill(words.deleteThese, { count }), text: words.deleteForGood, yes: words.delete };
  if (ids.length === 0 || !(await question(asking))) return;
  hush();
  try {
    await judging.settled();
    for (let at = 0; at < ids.length; at += MOST) await ask('POST', deleteUrl, { ids: ids.slice(at, at + MOST) });
    take(ids);
    tell(fill(words.deleted, { count }));
    recount();
  } catch (error) {
    complain(error);
    load();
  }
}

/** @param {string} name  of what a button or a key does */
function act(name) {
  if (name === 'all') {
    grid.picks.set(button('all').getAttribute('aria-pressed') === 'true' ? [] : grid.order());
    grid.update();
  } else if (name === 'accept') judge({ state: 'accepted' }, words.accepted);
  else if (name === 'reject') judge({ state: 'rejected' }, words.rejected);
  else if (name === 'undo') { if (judging.canUndo) undo(); }
  else if (name === 'delete') remove();
  // Who says what it is, has looked at it: that is accepted with it.
  else judge({ label: name === 'none' ? null : Number(name), state: 'accepted' }, words.relabelled);
}

section.addEventListener('click', (/** @type {MouseEvent} */ { target }) => {
  const { judge: name = '' } = target instanceof Element ? target.closest('[data-judge]')?.dataset ?? {} : {};
  if (!name) return;
  if (element('relabel').matches(':popover-open')) element('relabel').hidePopover();
  act(name);
});

const KEYS = /** @type {Record<string, string>} */ ({ a: 'accept', r: 'reject', n: 'none', u: 'undo', delete: 'delete' });
section.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const name = KEYS[event.key.toLowerCase()] ?? (/^[0-9]$/.test(event.key) ? event.key : '');
  if (!name) return;
  event.preventDefault();
  act(name);
});

element('more').addEventListener('click', () => { if (next) load(next); });
element('newer').addEventListener('click', () => { load(); recount(); });
element('pictures').addEventListener('change', update);
element('collecting').addEventListener('change', async (/** @type {any} */ { target }) => {
  hush();
  try {
    await ask('PUT', target.dataset.url, { collecting: target.checked });
    tell(target.checked ? words.collectingOn : words.collectingOff);
  } catch (error) {
    target.checked = !target.checked;
    complain(error);
  }
});
lines.mount(element('import'), element('import-report'), () => { load(); recount(); });

setInterval(async () => {
  if (document.hidden || loading) return;
  const mine = asked;
  const query = filters.query();
  query.set('limit', '1');
  try {
    await judging.settled();
    const { total: now } = await ask('GET', `${url}?${query}`);
    if (mine === asked && now > total) element('newer').hidden = false;
  } catch { /* the next look may succeed */ }
}, EVERY);
load();
