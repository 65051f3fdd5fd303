// @ts-check
import { Drawing } from './drawing.js';
import * as imports from './imports.js';
import * as keep from './keep.js';
import * as pad from './pad.js';
import { element, texts } from './page.js';
import * as share from './share.js';
import * as shortcuts from './shortcuts.js';
import * as toolbar from './toolbar.js';

/** How long good news stays on the paper (ms). */
const READ = 6000;

/** Thinnest and thickest pen, and a step between (canvas units); the slider has the same. */
const [THINNEST, THICKEST, STEP] = [6, 36, 2];

/**
 * Mount paper, pen and tools, as every page has them on which one draws; their markup is that of
 * `templates/draw/_paper.html`.
 *
 * @param {object} events
 * @param {Drawing} [events.drawing]  on paper of another form than the square sheet
 * @param {string} [events.kept]  under which name the strokes are kept
 * @param {(drawing: Drawing) => void} events.onChange  the drawing is another one
 * @param {() => void} events.onPause  the pen was lifted: an answer is wanted at once
 * @param {() => void} events.onUpdate  something else on the desk has changed
 * @param {() => share.View} [events.view]  what the page shows beside the drawing: a link tells it too
 * @param {(view: share.View) => void} [events.onView]  a link to this page was opened in its tab; what
 *   the page was opened with is in `share.opened()`
 * @param {Record<string, () => void>} [events.keys]  keys of the page's own, and what they do
 */
export function mount({
  drawing = new Drawing(), kept = keep.DIGIT, onChange, onPause, onUpdate, view = () => ({}), onView = () => {},
  keys = {},
}) {
  const [sheet, picker, help, notice] = ['sheet', 'picker', 'help', 'notice'].map(element);
  const hand = { tool: /** @type {import('./drawing.js').Tool} */ ('pen'), width: 18 };
  let telling = 0;

  const actions = {
    pen: () => { hand.tool = 'pen'; },
    eraser: () => { hand.tool = 'eraser'; },
    thinner: () => { hand.width = Math.max(THINNEST, hand.width - STEP); },
    thicker: () => { hand.width = Math.min(THICKEST, hand.width + STEP); },
    undo: () => drawing.undo(),
    redo: () => drawing.redo(),
    clear: () => drawing.clear(),
    picture: () => picker.click(),
    share: share.mount(element('share'), drawing, view, tell),
    help: () => help.showModal(),
  };

  /** @param {string} name */
  function act(name) {
    const before = drawing.revision;
    actions[/** @type {keyof typeof actions} */ (name)]();
    if (drawing.revision !== before) changed();
    else onUpdate();
  }

  /** @param {string} words @param {boolean} [passing]  whether it has done its work once it was read */
  function tell(words, passing = false) {
    clearTimeout(telling);
    notice.textContent = words;
    notice.hidden = false;
    if (passing) telling = setTimeout(() => { notice.hidden = true; }, READ);
  }

  /** Put strokes on a new sheet. @param {import('./drawing.js').Stroke[]} strokes */
  function put(strokes) {
    drawing.put(strokes);
    changed();
    onPause();
  }

  function changed() {
    notice.hidden = true;
    onChange(drawing);
  }

  const views = [
    pad.mount(element('pad'), drawing, hand, {
      onStart: changed,
      onChange: changed,
      onEnd() {
        changed();
        onPause();
      },
    }),
    toolbar.mount(
      element('tools'),
      () => ({
        ...hand, canUndo: drawing.canUndo, canRedo: drawing.canRedo, canClear: drawing.items.length > 0,
      }),
      { onAction: act, onWidth: (width) => { hand.width = width; onUpdate(); } },
    ),
  ];
  imports.mount(sheet, picker, drawing.longest, {
    onPicture(picture) {
      drawing.place(picture);
      changed();
    },
    onUnreadable: () => tell(texts.unreadable),
  });
  shortcuts.mount(element('single-keys'), act, keys);
  keep.mount(drawing, kept);
  const opened = share.opened();
  if (opened?.strokes) drawing.put(opened.strokes);
  else if (opened?.strokes === null) tell(texts.brokenLink);
  share.watch(({ strokes, view: shared }) => {
    if (strokes === null) {
      tell(texts.brokenLink);
      return;
    }
    onView(shared);
    if (strokes) put(strokes);
  });

  function update() {
    sheet.dataset.tool = hand.tool;
    for (const view of views) view.update();
  }

  return { drawing, put, update };
}
