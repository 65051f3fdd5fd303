// @ts-check
/**
 * Mount what says of a drawing what it is: the seal agrees, a bar corrects, a row below has the rest.
 *
 * @typedef {import('./verdict.js').State} State
 * @typedef {import('./lesson.js').Label} Label
 * @typedef {Pick<Lesson, 'word' | 'isNew' | 'labelOf' | 'say' | 'takeBack'>} Teachable
 */
import { Trouble } from './client.js';
import { Lesson, strokesOf } from './lesson.js';
import { part, say, texts } from './page.js';
import { step } from './roving.js';
import { fill } from './format.js';
import { correspondent } from './writer.js';

/** Keys that say what it is, and take it back. @param {() => ReturnType<typeof mount> | null} teach */
export function keys(teach) {
  const digits = [...'0123456789'].map((key) => [key, () => teach()?.choose(Number(key))]);
  return Object.fromEntries([...digits, ['n', () => teach()?.choose(null)], ['u', () => teach()?.takeBack()]]);
}

/** @param {unknown} error */
function why(error) {
  const { kind, detail } = error instanceof Trouble ? error : new Trouble('failed');
  const told = kind === 'refused' || kind === 'busy' ? detail : '';
  return told || fill(texts.notKept, { why: texts[kind] });
}

/**
 * @param {HTMLElement} reading  the whole panel
 * @param {HTMLElement} row
 * @param {import('./drawing.js').Drawing} drawing
 * @param {() => State & {image: string | null}} state  with the picture that the reading is about
 * @param {() => void} onChange  there is something new to show and to say
 * @param {(onChange: () => void) => Teachable} [lessonOf]  what takes the word; by default it goes to the server
 */
export function mount(reading, row, drawing, state, onChange, lessonOf) {
  const bars = /** @type {HTMLButtonElement[]} */ ([...reading.querySelectorAll('.bar-answer')]);
  const agree = /** @type {HTMLButtonElement} */ (reading.querySelector('.agree'));
  const [words, undo, none] = ['words', 'undo', 'none'].map((name) => part(row, name));
  const { url = '', mineUrl = '' } = row.dataset;
  const lesson = lessonOf ? lessonOf(onChange) : new Lesson(correspondent(url, mineUrl), onChange);

  /** @param {Label} label */
  function choose(label) {
    const { reading: read, settled, image } = state();
    if (!read || !settled || !image) return;
    lesson.say(label, drawing.revision, { image, strokes: strokesOf(drawing.items), model: read.model });
  }

  const labelOf = (/** @type {State} */ { told }) => (told?.is_digit ? told.digit : null);

  agree.addEventListener('click', () => choose(labelOf(state())));
  none.addEventListener('click', () => choose(null));
  undo.addEventListener('click', () => lesson.takeBack());
  bars.forEach((bar, digit) => bar.addEventListener('click', () => choose(digit)));
  // One stop for Tab, the arrow keys go from bar to bar: ten stops would be nine too many.
  bars[0].closest('.bars')?.addEventListener('keydown', (event) => {
    const key = /** @type {KeyboardEvent} */ (event).key;
    const place = bars.findIndex((bar) => bar === event.target);
    const next = place < 0 ? null : step(key, place, bars.length, 1);
    if (next === null) return;
    event.preventDefault();
    bars.forEach((bar, digit) => { bar.tabIndex = digit === next ? 0 : -1; });
    bars[next].focus();
  });

  /** What became of what was said last. */
  function outcome() {
    const { word } = lesson;
    if (!word || word.state === 'given') return '';
    if (word.trouble) return why(word.trouble);
    if (word.state === 'taken-back') return texts.takenBack;
    return word.label === null ? texts.keptNone : fill(texts.kept, { digit: word.label });
  }

  function update() {
    const now = state();
    const ready = now.reading !== null && now.settled && !now.trouble;
    const label = lesson.labelOf(drawing.revision);
    const answers = [...bars.map((bar, digit) => /** @type {const} */ ([bar, digit])), [none, null], [agree, labelOf(now)]];
    for (const [button, answer] of answers) {
      button.setAttribute('aria-pressed', String(ready && answer === label));
      button.setAttribute('aria-disabled', String(!ready));
    }
    const seal = now.told && (now.told.is_digit ? fill(texts.agree, { digit: now.told.digit }) : texts.agreeNone);
    if (seal) agree.setAttribute('aria-label', seal);
    // What is kept is said beforehand, and again when there is no news.
    say(words, (lesson.isNew && outcome()) || texts.keeps);
    words.toggleAttribute('data-news', lesson.isNew);
    // A button that goes away while it has the focus takes it along.
    const canUndo = lesson.isNew && lesson.word?.state === 'kept';
    if (canUndo || document.activeElement !== undo) undo.hidden = !canUndo;
  }

  undo.addEventListener('blur', update);

  return {
    choose,
    takeBack: () => lesson.takeBack(),
    update,
    /** What became of what was said of the drawing as it stands, for those who hear it. */
    ofThis: () => (lesson.word?.revision === drawing.revision ? [outcome()].filter(Boolean) : []),
  };
}
