// @ts-check
import { paintItems } from './paint.js';
import { SIDE, distance, simulatedPressure, toCanvas } from './strokes.js';

/**
 * @typedef {import('./drawing.js').Drawing} Drawing
 * @typedef {import('./drawing.js').Tool} Tool
 */

/** A backing store larger than this is slower to paint and no sharper to the eye (pixels). */
const LARGEST = 2048 ** 2;

/** `button` of a pen turned upside down (Pointer Events, "chorded button interactions"). */
const ERASER_END = 5;

const INK = '#14110f';

/**
 * Mount the surface: pointers become strokes of the drawing, the drawing becomes ink on the screen.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Drawing} drawing
 * @param {{tool: Tool, width: number}} hand  what is held; read when a stroke begins
 * @param {{onStart(): void, onChange(): void, onEnd(): void}} events
 */
export function mount(canvas, drawing, hand, events) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const layer = layerOf(drawing);
  /** @type {{id: number, sensor: boolean, pressure: number, time: number} | null} */
  let pointer = null;
  let frame = 0;

  function paint() {
    frame = 0;
    const { width, height } = canvas;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    context.drawImage(layer(width, height), 0, 0);
    context.setTransform(height / SIDE, 0, 0, height / SIDE, 0, 0);
    if (drawing.live) paintItems(context, [drawing.live], INK);
  }

  function update() {
    frame ||= requestAnimationFrame(paint);
  }

  function resize() {
    const shown = (canvas.getBoundingClientRect().height * devicePixelRatio) / SIDE;
    const scale = Math.min(shown, Math.sqrt(LARGEST / (drawing.width * SIDE)));
    const [width, height] = [drawing.width, SIDE].map((units) => Math.max(1, Math.round(units * scale)));
    if (canvas.width === width && canvas.height === height) return;
    Object.assign(canvas, { width, height });
    // A new size empties the canvas: paint in the same frame, or the ink blinks.
    paint();
  }

  /** @param {PointerEvent} event */
  function pointOf(event) {
    const place = toCanvas({ x: event.clientX, y: event.clientY }, canvas.getBoundingClientRect(), drawing.width);
    const last = drawing.live?.points.at(-1);
    if (!pointer) return { ...place, pressure: 0.5 };
    if (pointer.sensor) pointer.pressure = event.pressure;
    else if (last) {
      const elapsed = event.timeStamp - pointer.time;
      pointer.pressure = simulatedPressure(pointer.pressure, distance(last, place), elapsed);
    }
    pointer.time = event.timeStamp;
    return { ...place, pressure: pointer.pressure };
  }

  /** @param {PointerEvent} event */
  function start(event) {
    // One pen at a time: a second finger or a resting palm must not scribble.
    if (pointer || (event.button !== 0 && event.button !== ERASER_END)) return;
    event.preventDefault();
    pointer = {
      id: event.pointerId, sensor: event.pointerType === 'pen', pressure: 0.5, time: event.timeStamp,
    };
    // Outside the canvas the stroke goes on, and its end is never missed.
    canvas.setPointerCapture(event.pointerId);
    const tool = event.button === ERASER_END ? 'eraser' : hand.tool;
    const width = tool === 'eraser' ? hand.width * 1.75 : hand.width;
    drawing.begin(tool, width, pointOf(event));
    events.onStart();
  }

  /** @param {PointerEvent} event */
  function move(event) {
    if (event.pointerId !== pointer?.id || !drawing.live) return;
    // A fast pen moves several times between two frames; the frames' events alone cut its corners.
    const coalesced = event.getCoalescedEvents?.() ?? [];
    const moves = coalesced.length > 0 ? coalesced : [event];
    const changed = moves.map((one) => drawing.extend(pointOf(one)));
    if (changed.includes(true)) events.onChange();
  }

  /** @param {PointerEvent} event @param {() => void} finish */
  function stop(event, finish) {
    if (event.pointerId !== pointer?.id) return;
    pointer = null;
    finish();
    events.onEnd();
  }

  canvas.addEventListener('pointerdown', start);
  canvas.addEventListener('pointermove', move);
  canvas.addEventListener('pointerup', (event) => { move(event); stop(event, () => drawing.end()); });
  canvas.addEventListener('pointercancel', (event) => stop(event, () => drawing.cancel()));
  canvas.addEventListener('lostpointercapture', (event) => stop(event, () => drawing.end()));
  canvas.addEventListener('contextmenu', (event) => event.preventDefault());
  // touch-action does not keep iPadOS from taking a pencil's line for handwriting, this does.
  canvas.addEventListener('touchmove', (event) => event.preventDefault(), { passive: false });
  new ResizeObserver(resize).observe(canvas);
  addEventListener('resize', resize); // a page zoom changes devicePixelRatio, not always the box
  resize();
  return { update };
}

/**
 * Keep the finished strokes as a picture, so that a frame costs one stroke however long one has drawn.
 * @param {Drawing} drawing
 * @returns {(width: number, height: number) => HTMLCanvasElement}
 */
function layerOf(drawing) {
  const canvas = document.createElement('canvas');
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  /** @type {unknown} */
  let painted = null;
  return (width, height) => {
    if (painted === drawing.items && canvas.width === width && canvas.height === height) return canvas;
    Object.assign(canvas, { width, height });
    context.setTransform(height / SIDE, 0, 0, height / SIDE, 0, 0);
    paintItems(context, drawing.items, INK, drawing.width);
    painted = drawing.items;
    return canvas;
  };
}
