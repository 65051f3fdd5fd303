// @ts-check
import { reachOf } from '../drawing.js';
import { SIDE } from '../strokes.js';
import { following, lengthFor, revealing } from './places.js';

/** How long the pen rests before the roll moves on: a digit's second stroke must find it in its place (ms). */
const PAUSE = 600;

/** The arrow keys move the roll by this share of what is seen. */
const STEP = 0.25;

const calm = matchMedia('(prefers-reduced-motion: reduce)');

/**
 * Mount the roll of paper in its frame: it grows while one writes, moves on when the pen rests, and is
 * moved by hand with a slider under it (the paper itself takes the pen).
 *
 * @param {HTMLElement} frame  scrolls; its first child is the paper
 * @param {HTMLInputElement} slider
 * @param {import('../drawing.js').Drawing} drawing
 * @param {() => void} onResize  more or less of the paper is seen, and the paper may have grown
 */
export function mount(frame, slider, drawing, onResize) {
  const paper = /** @type {HTMLElement} */ (frame.firstElementChild);
  const holder = /** @type {HTMLElement} */ (slider.parentElement);
  let timer = 0;
  /** @type {import('../drawing.js').Stroke | null} the newest stroke, until the roll has followed it */
  let written = null;
  /** @type {import('../drawing.js').Item | null} */
  let picture = null;

  const scale = () => frame.clientHeight / SIDE; // CSS pixels to a canvas unit
  const view = () => ({ start: frame.scrollLeft / scale(), shown: frame.clientWidth / scale() });

  /** @param {number | null} start  canvas units @param {ScrollBehavior} [behavior] */
  function move(start, behavior = calm.matches ? 'instant' : 'smooth') {
    if (start !== null) frame.scrollTo({ left: start * scale(), behavior });
  }

  function grow() {
    const shown = Math.floor(view().shown);
    if (shown < 1) return; // not laid out yet
    const { empty, longest, reach, width } = drawing;
    const length = empty ? shown : lengthFor({ now: width, shown, reach, longest });
    if (length !== width) drawing.width = length;
    paper.style.setProperty('--length', String(length));
  }

  function follow() {
    if (drawing.live) {
      clearTimeout(timer);
      timer = 0;
      written = drawing.live;
    } else if (written) timer ||= setTimeout(catchUp, PAUSE);
    const [first] = drawing.items;
    if (first?.kind !== 'picture') picture = null;
    else if (first !== picture) {
      picture = first;
      move(0, 'instant');
    }
  }

  function catchUp() {
    const end = written ? reachOf(written) : 0;
    [written, timer] = [null, 0];
    move(following(end, view()));
  }

  /** The slider shows which part is seen, as a scroll bar does. */
  function showPlace() {
    const { scrollLeft, scrollWidth, clientWidth } = frame;
    const most = scrollWidth - clientWidth;
    slider.max = String(most);
    slider.value = String(scrollLeft);
    slider.disabled = most < 2;
    holder.style.setProperty('--share', String(clientWidth / scrollWidth));
  }

  slider.addEventListener('input', () => frame.scrollTo({ left: slider.valueAsNumber, behavior: 'instant' }));
  slider.addEventListener('keydown', (event) => {
    const sign = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (!sign) return;
    event.preventDefault(); // the slider's own step is a pixel
    const { start, shown } = view();
    move(start + sign * STEP * shown);
  });
  frame.addEventListener('scroll', showPlace, { passive: true });
  // Paper that moves under the pen would bend the stroke. On the way down, before the surface hears of it.
  frame.addEventListener('pointerdown', () => move(view().start, 'instant'), { capture: true });
  new ResizeObserver(onResize).observe(frame);

  function update() {
    grow();
    follow();
    showPlace();
  }

  update();
  if (!drawing.empty) move(following(drawing.reach, view()), 'instant');

  return {
    update,
    /** @param {import('./places.js').Box} box */
    reveal: (box) => move(revealing(box, view())),
  };
}
