// @ts-check
import { SIDE, smooth } from './strokes.js';

/**
 * Painting a drawing on a 2D context. The same code paints the screen and the picture that is posted.
 *
 * @typedef {import('./drawing.js').Drawing} Drawing
 * @typedef {import('./drawing.js').Item} Item
 * @typedef {import('./drawing.js').Stroke} Stroke
 */

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
 * Paint items on a context whose unit is the canvas unit.
 * @param {CanvasRenderingContext2D} context
 * @param {readonly Item[]} items
 * @param {string} ink  a CSS colour
 */
export function paintItems(context, items, ink) {
  for (const item of items) {
    if (item.kind === 'stroke') paintStroke(context, item, ink);
    else context.drawImage(item.source, 0, 0, SIDE, SIDE);
  }
}

/** Say whether a sheet bears no ink at all. @param {CanvasRenderingContext2D} context */
function bare(context) {
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  for (let i = 3; i < data.length; i += 4) if (data[i] > 8) return false;
  return true;
}

/**
 * Make the function that turns a drawing into the picture for the network: black ink on white paper,
 * whatever theme the page wears. It gives null for a sheet without ink, erased to nothing or never begun.
 * @returns {(drawing: Drawing) => string | null}  a PNG data URL
 */
export function exporter() {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIDE;
  // Read back many times a second: keep it in main memory.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser has no 2D canvas.');
  return (drawing) => {
    context.clearRect(0, 0, SIDE, SIDE);
    paintItems(context, drawing.live ? [...drawing.items, drawing.live] : drawing.items, '#000');
    if (bare(context)) return null;
    context.globalCompositeOperation = 'destination-over';
    context.fillStyle = '#fff';
    context.fillRect(0, 0, SIDE, SIDE);
    context.globalCompositeOperation = 'source-over';
    return canvas.toDataURL('image/png');
  };
}
