// @ts-check
import { fill, sureness } from '../format.js';
import { copyOf, part, say, texts } from '../page.js';
import * as picture from './picture.js';
import { isRight, readOf } from './wall.js';

/**
 * @typedef {import('./wall.js').Sheet} Sheet
 * @typedef {import('./wall.js').Wall} Wall
 */

/** @param {Sheet | undefined} sheet */
export function stateOf(sheet) {
  if (!sheet) return 'blank';
  const right = isRight(sheet);
  if (right === false) return 'wrong';
  return sheet.readings[0].is_digit ? 'read' : 'doubt';
}

/** @param {Sheet} sheet  what it was read as, in words */
export function words(sheet) {
  const [voice] = sheet.readings;
  const read = voice.is_digit
    ? fill(texts.readAs, { digit: voice.digit, confidence: sureness(voice.confidence) }) : texts.readNone;
  if (isRight(sheet) !== false) return read;
  return `${read}${texts.pause}${sheet.label === null ? texts.meantNone : fill(texts.meant, { digit: sheet.label })}`;
}

/**
 * Make a tile: a drawing with the seal of what was read in it.
 * @param {HTMLTemplateElement} template
 */
export function tile(template) {
  const element = copyOf(template);
  const shown = picture.mount(part(element, 'picture'));

  /** @param {Sheet | undefined} sheet @param {number} number  of the pupil @param {boolean} [isPast]  whether it was drawn for another task */
  function update(sheet, number, isPast = false) {
    shown.update(sheet);
    const read = sheet ? readOf(sheet.readings[0]) : null;
    element.dataset.state = stateOf(sheet);
    element.dataset.sheet = sheet ? String(sheet.id) : '';
    element.toggleAttribute('data-past', isPast);
    part(element, 'open').setAttribute('aria-disabled', String(!sheet));
    say(part(element, 'seal'), sheet ? String(read ?? '?') : '');
    say(part(element, 'number'), String(number));
    const name = fill(texts.pupil, { number });
    part(element, 'open').setAttribute('aria-label', sheet ? `${name}${texts.pause}${words(sheet)}` : name);
  }

  return { element, update };
}

/** How many columns make tiles of one form the largest. @param {number} count @param {number} width @param {number} height */
export function columns(count, width, height) {
  let [best, largest] = [1, 0];
  for (let across = 1; across <= count; across += 1) {
    const side = Math.min(width / across, height / Math.ceil(count / across));
    if (side > largest) [best, largest] = [across, side];
  }
  return best;
}

/** As many places as there are at least: with the first pupil the tiles must not fill the wall. */
const FEWEST = 6;

/**
 * Mount the wall: every pupil has a place there, which shows what they draw now.
 * @param {HTMLElement} list
 * @param {HTMLTemplateElement} template
 * @param {Wall} wall
 */
export function mount(list, template, wall) {
  /** By the pupil's number. @type {Map<number, ReturnType<typeof tile>>} */
  const tiles = new Map();
  /** For how many there is room. */
  let arranged = 0;

  function arrange() {
    const count = Math.max(FEWEST, wall.present);
    const style = getComputedStyle(list);
    const [gap, edge] = [style.columnGap, style.paddingLeft].map((length) => parseFloat(length) || 0);
    const [width, height] = [list.clientWidth, list.clientHeight].map((length) => length - 2 * edge);
    if (width <= 0 || height <= 0) return;
    const across = columns(count, width, height);
    const down = Math.ceil(count / across);
    const side = Math.min((width - (across - 1) * gap) / across, (height - (down - 1) * gap) / down);
    list.style.setProperty('--across', String(across));
    list.style.setProperty('--side', `${Math.floor(side)}px`);
  }

  function update() {
    const { room, latest } = wall;
    for (let number = 1; number <= room.pupils; number += 1) {
      if (tiles.has(number)) continue;
      const made = tile(template);
      tiles.set(number, made);
      list.append(made.element);
    }
    for (const [number, { element, update: show }] of tiles) {
      element.hidden = room.muted.includes(number);
      const sheet = latest.get(number);
      show(sheet, number, sheet && !wall.isFor(sheet));
    }
    if (arranged !== wall.present) arrange();
    arranged = wall.present;
  }

  new ResizeObserver(arrange).observe(list);
  return { update };
}
