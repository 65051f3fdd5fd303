// @ts-check
import { fill, whole } from '../format.js';
import { copyOf, part, say, texts } from '../page.js';

/**
 * Mount how the versions agree, and how many each reads right of those that are said to be a digit.
 * @param {HTMLElement} element
 * @param {import('./wall.js').Wall} wall
 * @param {Record<string, string>} names  what people call the versions, by id
 */
export function mount(element, wall, names) {
  const [lead, list, template] = ['lead', 'list', 'row'].map((name) => part(element, name));
  /** @type {HTMLElement[]} */
  const rows = [];

  function update() {
    const { voices } = wall;
    const count = wall.sheets.length;
    say(lead, count ? fill(texts.agreed, { agreed: whole(wall.agreed), count: whole(count) }) : texts.nothingYet);
    while (rows.length < voices.length) rows.push(list.appendChild(copyOf(template)));
    rows.forEach((row, place) => {
      const voice = voices[place];
      row.hidden = !voice;
      if (!voice) return;
      const { model, labelled, right, alike, read } = voice;
      const share = labelled ? right / labelled : alike / read;
      say(part(row, 'name'), names[model] ?? model);
      say(part(row, 'figure'), labelled ? fill(texts.rightOf, { right: whole(right), count: whole(labelled) })
        : place === 0 ? texts.inService : fill(texts.alikeOf, { alike: whole(alike), count: whole(read) }));
      part(row, 'bar').style.setProperty('--share', String(labelled || place ? share : 1));
    });
  }

  return { update };
}
