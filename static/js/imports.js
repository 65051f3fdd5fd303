// @ts-check
import { fit } from './strokes.js';

/** Side of an imported picture in pixels: three times the drawing's, sharp on any screen. */
const SIDE = 840;

/**
 * Bring a picture onto a square sheet of its own paper colour, dark ink on light paper.
 *
 * White bands beside a photograph of grey paper would look like the edges of a box, and the pen writes
 * dark: so the bands take the picture's own border colour, and chalk on a blackboard is inverted.
 * @param {HTMLImageElement} image
 */
function sheetOf(image) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIDE;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const box = fit(image.naturalWidth, image.naturalHeight, SIDE);
  context.fillStyle = borderColour(image);
  context.fillRect(0, 0, SIDE, SIDE);
  context.drawImage(image, box.x, box.y, box.width, box.height);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  if (0.3 * red + 0.59 * green + 0.11 * blue < 110) {
    context.globalCompositeOperation = 'difference';
    context.fillStyle = '#fff';
    context.fillRect(0, 0, SIDE, SIDE);
  }
  return canvas;
}

/** The mean colour around a picture, transparent parts counted as white. @param {HTMLImageElement} image */
function borderColour(image) {
  const side = 32;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.fillStyle = '#fff';
  context.fillRect(0, 0, side, side);
  context.drawImage(image, 0, 0, side, side);
  const { data } = context.getImageData(0, 0, side, side);
  const sum = [0, 0, 0];
  let count = 0;
  for (let i = 0; i < side * side; i += 1) {
    const [x, y] = [i % side, Math.floor(i / side)];
    if (x > 0 && y > 0 && x < side - 1 && y < side - 1) continue;
    count += 1;
    sum.forEach((_, channel) => { sum[channel] += data[4 * i + channel]; });
  }
  return `rgb(${sum.map((value) => Math.round(value / count)).join(' ')})`;
}

/** @param {File} file @returns {Promise<HTMLCanvasElement>} rejects for what no browser can show */
async function decode(file) {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    if (!image.naturalWidth || !image.naturalHeight) throw new Error('a picture without a size');
    return sheetOf(image);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/**
 * Mount the ways by which a picture file comes in: the picker, a drop anywhere, a paste.
 *
 * @param {HTMLElement} element  marked while a file hovers over the page
 * @param {HTMLInputElement} picker
 * @param {{onPicture(source: HTMLCanvasElement): void, onUnreadable(): void}} events
 */
export function mount(element, picker, events) {
  let newest = 0;

  /** @param {FileList | undefined | null} files */
  async function take(files) {
    const file = files?.[0];
    if (!file) return;
    newest += 1;
    const mine = newest;
    try {
      const source = await decode(file);
      if (mine === newest) events.onPicture(source);
    } catch {
      if (mine === newest) events.onUnreadable();
    }
  }

  /** @param {DragEvent} event */
  const carriesFile = (event) => event.dataTransfer?.types.includes('Files') ?? false;

  picker.addEventListener('change', () => {
    take(picker.files).finally(() => { picker.value = ''; }); // the same file can be chosen again
  });
  addEventListener('paste', (event) => take(event.clipboardData?.files));
  addEventListener('dragover', (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault(); // without this the browser would leave the page for the file
    element.toggleAttribute('data-dropping', true);
  });
  addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) element.toggleAttribute('data-dropping', false);
  });
  addEventListener('drop', (event) => {
    element.toggleAttribute('data-dropping', false);
    if (!carriesFile(event)) return;
    event.preventDefault();
    take(event.dataTransfer?.files);
  });
}
