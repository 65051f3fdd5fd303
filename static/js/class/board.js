// @ts-check
/** The board of a class, for the projector: the wall, what can be said of it, and the class's reins. */
import { ask } from '../admin/api.js';
import { hush } from '../admin/dialogs.js';
import { follow } from '../admin/stream.js';
import { data, element, part, say, texts } from '../page.js';
import { fill, whole } from '../format.js';
import * as keys from '../keys.js';
import * as hardest from './hardest.js';
import * as lead from './lead.js';
import * as praise from './praise.js';
import * as screen from './screen.js';
import * as showing from './showing.js';
import * as tally from './tally.js';
import * as tiles from './tiles.js';
import * as training from './training.js';
import * as voices from './voices.js';
import { Wall } from './wall.js';

const board = element('board');
const { url = '', eventsUrl = '', runsUrl = '', classesUrl = '' } = board.dataset;
const wall = new Wall({ ...data('room'), revision: 0 });
const names = data('names');
let heard = 0;
/** The training that was started last, as far as this page knows. */
let run = wall.room.run;
let isOver = false;

const close = showing.mount(wall, url, names);
const lesson = training.mount(element('training'), wall, url, runsUrl);
const leading = lead.mount(element('lead'), wall, url, { onTrain: () => lesson.train(), onChange: () => update() });
const views = [
  tiles.mount(element('tiles'), element('tile'), wall),
  tally.mount(element('tally'), wall, close.openAll),
  hardest.mount(element('hardest'), wall),
  voices.mount(element('voices'), wall, names),
  praise.mount(element('praise'), wall),
  leading,
  close,
  lesson,
];
const doors = { q: () => element('door').showModal(), '?': () => element('keys').showModal() };
const deeds = /** @type {Record<string, () => void>} */ ({ ...leading.keys, ...doors, f: screen.mount(element('screen')) });
keys.mount(element('single-keys'), (event, isAlone) => (
  isAlone && !isOver && !event.repeat ? deeds[event.key.toLowerCase()] : undefined
));

document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest('[data-part="open"]') : null;
  const holder = /** @type {HTMLElement | null} */ (button?.closest('[data-sheet]'));
  if (holder?.dataset.sheet) close.open(Number(holder.dataset.sheet));
});
part(board, 'door').addEventListener('click', doors.q);
part(board, 'keys').addEventListener('click', doors['?']);

let frame = 0;

/** Much may come at once: it is shown together, with the next picture. */
function update() {
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    board.toggleAttribute('data-empty', wall.room.pupils === 0);
    board.toggleAttribute('data-paused', wall.room.paused);
    say(element('pupils'), fill(texts.pupils, { count: whole(wall.present), drawings: whole(wall.sheets.length) }));
    for (const view of views) view.update();
  });
}

function end() {
  isOver = true;
  for (const each of document.querySelectorAll('dialog[open]')) /** @type {HTMLDialogElement} */ (each).close();
  const over = element('over');
  for (const each of board.children) /** @type {HTMLElement} */ (each).inert = each !== over;
  over.hidden = false;
  part(over, 'again').focus();
}

follow(() => `${eventsUrl}?after=${heard}`, {
  kinds: ['class', 'sheets'],
  onFact({ id, kind, data: news }) {
    heard = id;
    if (kind === 'sheets') wall.add(news);
    else {
      wall.become(news);
      if (news.run && news.run !== run) lesson.watch(news.run);
      run = news.run;
    }
    update();
  },
  onConnection(connected) {
    const notice = element('connection');
    if (connected && !notice.hidden) hush(); // what could not be reached can be now
    notice.hidden = connected;
  },
  onRefused: () => ask('GET', classesUrl), // leads to the login where the session has ended
  onEnd: end,
});
if (run) lesson.watch(run, true);
update();
