// @ts-check
import { Drawing } from './drawing.js';
import * as imports from './imports.js';
import * as keep from './keep.js';
import * as pad from './pad.js';
import { element, texts } from './page.js';
import * as shortcuts from './shortcuts.js';
import * as toolbar from './toolbar.js';

/** Thinnest and thickest pen, and a step between (canvas units); the slider has the same. */
const [THINNEST, THICKEST, STEP] = [6, 36, 2];

/**
 * Mount paper, pen and tools, as every page has them on which one draws; their markup is that of
 * `templates/draw/_paper.html`.
 *
 * @param {object} events
 * @param {(drawing: Drawing) => void} events.onChange  the drawing is another one
 * @param {() => void} events.onPause  the pen was lifted: an answer is wanted at once
 * @param {() => void} events.onUpdate  something else on the desk has changed
 */
export function mount({ onChange, onPause, onUpdate }) {
  const [sheet, picker, help, notice] = ['sheet', 'picker', 'help', 'notice'].map(element);
  const drawing = new Drawing();
  const hand = { tool: /** @type {import('./drawing.js').Tool} */ ('pen'), width: 18 };

  const actions = {
    pen: () => { hand.tool = 'pen'; },
    eraser: () => { hand.tool = 'eraser'; },
    thinner: () => { hand.width = Math.max(THINNEST, hand.width - STEP); },
    thicker: () => { hand.width = Math.min(THICKEST, hand.width + STEP); },
    undo: () => drawing.undo(),
    redo: () => drawing.redo(),
    clear: () => drawing.clear(),
    picture: () => picker.click(),
    help: () => help.showModal(),
  };

  /** @param {string} name */
  function act(name) {
    const before = drawing.revision;
    actions[/** @type {keyof typeof actions} */ (name)]();
    if (drawing.revision !== before) changed();
    else onUpdate();
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
  imports.mount(sheet, picker, {
    onPicture(source) {
      drawing.place(source);
      changed();
    },
    onUnreadable() {
      notice.textContent = texts.unreadable;
      notice.hidden = false;
    },
  });
  shortcuts.mount(element('single-keys'), act);
  keep.mount(drawing);

  function update() {
    sheet.dataset.tool = hand.tool;
    for (const view of views) view.update();
  }

  return { drawing, update };
}
