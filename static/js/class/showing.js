// @ts-check
/** Looking at drawings closely: one of them with all its readings, or all that were read alike. */
import { ask } from '../admin/api.js';
import { complain, question, tell } from '../admin/dialogs.js';
import { fill, sureness } from '../format.js';
import { element, part, say, texts } from '../page.js';
import * as picture from './picture.js';
import { tile, words } from './tiles.js';
import { readOf } from './wall.js';

/**
 * @param {import('./wall.js').Wall} wall
 * @param {string} url  of the class
 * @param {Record<string, string>} names  of versions
 */
export function mount(wall, url, names) {
  const [single, many] = ['single', 'many'].map(element);
  const shown = picture.mount(part(single, 'picture'));
  let id = 0;
  /** @type {number | null | undefined} which reading's drawings are shown; undefined: none */
  let read;
  /** @type {ReturnType<typeof tile>[]} */
  const tiles = [];

  /** @param {number} sheet */
  function open(sheet) {
    id = sheet;
    update();
    single.showModal();
  }

  /** @param {number | null} reading */
  function openAll(reading) {
    read = reading;
    update();
    many.showModal();
  }

  /** @param {() => Promise<unknown>} deed @param {string} done */
  async function act(deed, done) {
    single.close();
    try {
      await deed();
      tell(done);
    } catch (error) {
      complain(error);
    }
  }

  part(single, 'remove').addEventListener('click', () => act(() => ask('DELETE', `${url}/sheets/${id}`), texts.removed));
  part(single, 'mute').addEventListener('click', async () => {
    const number = wall.get(id)?.pupil ?? 0;
    single.close();
    const sure = await question({ title: fill(texts.mute, { number }), text: texts.muteMore, yes: texts.muteYes });
    if (sure) await act(() => ask('PUT', `${url}/pupils/${number}/muted`), fill(texts.muted, { number }));
  });
  many.addEventListener('close', () => { read = undefined; });

  function updateSingle() {
    const sheet = wall.get(id);
    if (!sheet) {
      if (single.open) single.close();
      return;
    }
    shown.update(sheet);
    say(part(single, 'title'), fill(texts.pupil, { number: sheet.pupil }));
    say(part(single, 'words'), words(sheet));
    const rows = sheet.readings.map((voice) => {
      const row = document.createElement('tr');
      const [name, what] = ['th', 'td'].map((tag) => row.appendChild(document.createElement(tag)));
      name.setAttribute('scope', 'row');
      name.textContent = names[voice.model] ?? voice.model;
      what.textContent = voice.is_digit
        ? fill(texts.reads, { digit: voice.digit, confidence: sureness(voice.confidence) }) : texts.readNone;
      return row;
    });
    part(single, 'voices').replaceChildren(...rows);
  }

  function updateMany() {
    if (read === undefined) return;
    const sheets = wall.sheets.filter(({ readings }) => readOf(readings[0]) === read);
    if (sheets.length === 0) many.close();
    say(part(many, 'title'), read === null ? texts.allNone : fill(texts.allRead, { digit: read }));
    const list = part(many, 'list');
    while (tiles.length < sheets.length) {
      const made = tile(element('tile'));
      tiles.push(made);
      list.append(made.element);
    }
    tiles.forEach((made, place) => {
      made.element.hidden = place >= sheets.length;
      if (place < sheets.length) made.update(sheets[place], sheets[place].pupil);
    });
  }

  function update() {
    if (id) updateSingle();
    updateMany();
  }

  return { open, openAll, update };
}
