// @ts-check
import { canWriteGrey, greyPNG } from './png.js';
import { SIDE, smooth } from './strokes.js';

/**
 * Painting a drawing on a 2D context. The same code paints the screen and the picture that is posted.
 *
 * @typedef {import('./drawing.js').Drawing} Drawing
 * @typedef {import('./drawing.js').Item} Item
 * @typedef {import('./drawing.js').Stroke} Stroke
 */

/**
 * Widest picture that is posted, in pixels: whatever it shows, it stays below the server's 1 MiB then,
 * and a long number is read from fewer pixels anyway.
 */
const WIDEST = 900;

/** @param {number} width  of a drawing @returns {number} pixels of the posted picture to a canvas unit */
export const exportScale = (width) => Math.min(1, WIDEST / width);

/** @param {CanvasRenderingContext2D} context @param {Stroke} stroke @param {string} ink */
function paintStroke(context, stroke, ink) {
  const samples = smooth(stroke.points, stroke.width);
  // The eraser takes ink away instead of laying white: the paper under it may have any colour.
  context.globalCompositeOperation = stroke.tool === 'eraser' ? 'destination-out' : 'source-over';
  context.strokeStyle = context.fillStyle = ink;
  context.lineCap = 'round';
  const [start] = samples;
  context.beginPath();
  context.arc(start.x, start.y, start.width / 2, 0, 2 * Math.PI);
  context.fill();
  for (let i = 1; i < samples.length; i += 1) {
    context.lineWidth = samples[i].width;
    context.beginPath();
    context.moveTo(samples[i - 1].x, samples[i - 1].y);
    context.lineTo(samples[i].x, samples[i].y);
    context.stroke();
  }
  context.globalCompositeOperation = 'source-over';
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import('./drawing.js').Picture} picture
 * @param {number} width  of the sheet
 */
function paintPicture(context, picture, width) {
  context.fillStyle = picture.paper;
  context.fillRect(0, 0, width, SIDE);
  context.drawImage(picture.source, 0, 0, picture.width, SIDE);
}

/**
 * Paint items on a context whose unit is the canvas unit.
 * @param {CanvasRenderingContext2D} context
 * @param {readonly Item[]} items
 * @param {string} ink  a CSS colour
 * @param {number} [width]  of the sheet
 */
export function paintItems(context, items, ink, width = SIDE) {
  for (const item of items) {
    if (item.kind === 'stroke') paintStroke(context, item, ink);
    else paintPicture(context, item, width);
  }
}

/** Paper around the ink that is posted with it, in pixels: the server tells ink from paper by the border. */
const MARGIN = 4;

/**
 * Find the ink on a sheet.
 * @param {CanvasRenderingContext2D} context
 * @returns {{left: number, top: number, right: number, bottom: number} | null}  null: there is none, erased
 *   to nothing or never begun
 */
function inkOf(context) {
  const { width, height } = context.canvas;
  const { data } = context.getImageData(0, 0, width, height);
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0, at = 3; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 4) {
      if (data[at] <= 8) continue;
      if (x < left) left = x;
      if (x >= right) right = x + 1;
      if (y < top) top = y;
      bottom = y + 1;
    }
  }
  return right ? { left, top, right, bottom } : null;
}

/** @param {{willReadFrequently?: boolean, alpha?: boolean}} options */
function newContext(options) {
  const context = document.createElement('canvas').getContext('2d', options);
  if (!context) throw new Error('This browser has no 2D canvas.');
  return context;
}

/**
 * Make the function that paints a drawing for the network: black ink on white paper, whatever theme the page
 * wears. It gives null for a sheet without ink.
 *
 * Of a `cut` picture only the ink is left, with a margin of paper: a third of the pixels, and what the network
 * sees of them is the same to the bit, as the server cuts the rest off first of all.
 * @param {{transparent?: boolean, cut?: boolean}} options  transparent: without the paper, as a canvas is
 * @returns {(drawing: Drawing) => CanvasRenderingContext2D | null}  the same context each time
 */
function painter({ transparent = false, cut = false }) {
  const sheet = newContext({ willReadFrequently: true }); // many times a second: keep it in main memory
  const paper = newContext({ willReadFrequently: true, alpha: transparent });
  return (drawing) => {
    const { width } = drawing;
    const scale = exportScale(width);
    const [across, down] = [width, SIDE].map((units) => Math.round(units * scale));
    // Setting a size empties the canvas, even if it is the same.
    Object.assign(sheet.canvas, { width: across, height: down });
    sheet.scale(scale, scale);
    paintItems(sheet, drawing.live ? [...drawing.items, drawing.live] : drawing.items, '#000', width);
    const ink = inkOf(sheet);
    if (!ink) return null;
    const [left, top, right, bottom] = cut
      ? [Math.max(0, ink.left - MARGIN), Math.max(0, ink.top - MARGIN), Math.min(across, ink.right + MARGIN),
        Math.min(down, ink.bottom + MARGIN)]
      : [0, 0, across, down];
    Object.assign(paper.canvas, { width: right - left, height: bottom - top });
    if (!transparent) {
      paper.fillStyle = '#fff';
      paper.fillRect(0, 0, right - left, bottom - top);
    }
    paper.drawImage(sheet.canvas, -left, -top);
    return paper;
  };
}

/**
 * Make the function that turns a drawing into a picture for the network, as `painter` paints it.
 * @param {{transparent?: boolean, cut?: boolean}} [options]
 * @returns {(drawing: Drawing) => string | null}  a PNG data URL
 */
export function exporter(options = {}) {
  const paint = painter(options);
  return (drawing) => paint(drawing)?.canvas.toDataURL('image/png') ?? null;
}

/**
 * Make the same for pictures that are read many times a second: cut, and in grey where this browser can write
 * that. A canvas writes four samples a pixel, which take the server ten times as long to unpack.
 * @returns {(drawing: Drawing) => string | Promise<string> | null}
 */
export function quickExporter() {
  const paint = painter({ cut: true });
  return (drawing) => {
    const context = paint(drawing);
    if (!context) return null;
    const { width, height } = context.canvas;
    return canWriteGrey ? greyPNG(context.getImageData(0, 0, width, height)) : context.canvas.toDataURL('image/png');
  };
}
