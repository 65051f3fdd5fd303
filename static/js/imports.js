// @ts-check
import { SIDE, fit } from './strokes.js';

/** Pixels of an imported picture to a canvas unit: sharp on any screen. */
const DENSITY = 3;

/** Paper darker than this is a blackboard (0…255). */
const DARK = 110;

/**
 * Bring a picture onto a sheet of its own paper colour, dark ink on light paper.
 *
 * White bands beside a photograph of grey paper would look like the edges of a box, and the pen writes
 * dark: so the bands take the picture's own border colour, and chalk on a blackboard is inverted.
 * @param {HTMLImageElement} image
 * @param {number} longest  how wide the sheet can be, in canvas units
 */
function sheetOf(image, longest) {
  const box = fit(image.naturalWidth, image.naturalHeight, longest);
  const source = document.createElement('canvas');
  Object.assign(source, { width: DENSITY * box.sheet, height: DENSITY * SIDE });
  const context = /** @type {CanvasRenderingContext2D} */ (source.getContext('2d'));
  const border = borderColour(image);
  context.scale(DENSITY, DENSITY);
  context.fillStyle = `rgb(${border.join(' ')})`;
  context.fillRect(0, 0, box.sheet, SIDE);
  context.drawImage(image, box.x, box.y, box.width, box.height);
  const [red, green, blue] = border;
  const dark = 0.3 * red + 0.59 * green + 0.11 * blue < DARK;
  if (dark) {
    context.globalCompositeOperation = 'difference';
    context.fillStyle = '#fff';
    context.fillRect(0, 0, box.sheet, SIDE);
  }
  const paper = dark ? border.map((value) => 255 - value) : border;
  return { source, width: box.sheet, paper: `rgb(${paper.join(' ')})` };
}

/**
 * The mean colour around a picture, transparent parts counted as white.
 * @param {HTMLImageElement} image
 * @returns {number[]}  red, green and blue in 0…255
 */
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
  return sum.map((value) => Math.round(value / count));
}

/**
 * @param {File} file
 * @param {number} longest  as in `sheetOf`
 * @returns {Promise<Omit<import('./drawing.js').Picture, 'kind'>>} rejects for what no browser can show
 */
async function decode(file, longest) {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    if (!image.naturalWidth || !image.naturalHeight) throw new Error('a picture without a size');
    return sheetOf(image, longest);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/**
 * Mount the ways by which a picture file comes in: the picker, a drop anywhere, a paste.
 *
 * @param {HTMLElement} element  marked while a file hovers over the page
 * @param {HTMLInputElement} picker
 * @param {number} longest  how wide the paper can become, in canvas units
 * @param {object} events
 * @param {(picture: Omit<import('./drawing.js').Picture, 'kind'>) => void} events.onPicture
 * @param {() => void} events.onUnreadable
 */
export function mount(element, picker, longest, events) {
  let newest = 0;

  /** @param {FileList | undefined | null} files */
  async function take(files) {
    const file = files?.[0];
    if (!file) return;
    newest += 1;
    const mine = newest;
    try {
      const picture = await decode(file, longest);
      if (mine === newest) events.onPicture(picture);
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
