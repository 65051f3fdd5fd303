// @ts-check
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

/** Say whether a sheet bears no ink at all. @param {CanvasRenderingContext2D} context */
function bare(context) {
  const { data } = context.getImageData(0, 0, context.canvas.width, context.canvas.height);
  for (let i = 3; i < data.length; i += 4) if (data[i] > 8) return false;
  return true;
}

/**
 * Make the function that turns a drawing into the picture for the network: black ink on white paper,
 * whatever theme the page wears. It gives null for a sheet without ink, erased to nothing or never begun.
 * @param {{transparent?: boolean}} [options]  transparent: without the paper, as a canvas is
 * @returns {(drawing: Drawing) => string | null}  a PNG data URL
 */
export function exporter({ transparent = false } = {}) {
  const canvas = document.createElement('canvas');
  // Read back many times a second: keep it in main memory.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser has no 2D canvas.');
  return (drawing) => {
    const { width } = drawing;
    const scale = exportScale(width);
    const [across, down] = [width, SIDE].map((units) => Math.round(units * scale));
    // Setting a size empties the canvas, even if it is the same.
    Object.assign(canvas, { width: across, height: down });
    context.scale(scale, scale);
    paintItems(context, drawing.live ? [...drawing.items, drawing.live] : drawing.items, '#000', width);
    if (bare(context)) return null;
    if (transparent) return canvas.toDataURL('image/png');
    context.globalCompositeOperation = 'destination-over';
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, SIDE);
    context.globalCompositeOperation = 'source-over';
    return canvas.toDataURL('image/png');
  };
}
