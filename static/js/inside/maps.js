// @ts-check
/**
 * Arrays of the interface as pixels. Numbers in, numbers out, no page.
 *
 * @typedef {number[]} Shape  of an image `[rows, columns]`, of maps `[rows, columns, channels]`, of neurons `[units]`
 * @typedef {{width: number, height: number, values: Int32Array, places: Int32Array}} Mosaic
 *   values: for each pixel, row by row, which value it shows, -1 where it is a gap; places: for each
 *   value, at which pixel it is shown
 */

/** The side of the image that a network reads, in pixels. */
export const SIDE = 28;

/** @param {string} base64 @returns {Uint8Array} */
export const unsigned = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/** @param {string} base64 @returns {Int8Array} */
export const signed = (base64) => new Int8Array(unsigned(base64).buffer);

/**
 * One map of a layer, whose maps come one after another.
 * @param {Uint8Array} bytes @param {Shape} shape @param {number} channel
 */
export function channelOf(bytes, [rows, columns], channel) {
  return bytes.subarray(channel * rows * columns, (channel + 1) * rows * columns);
}

/** How many of `count` things stand in a row, so that the rows are full if they can be. @param {number} count */
function rowLength(count) {
  const least = Math.ceil(Math.sqrt(count));
  for (let length = least; length <= 2 * least; length += 1) if (count % length === 0) return length;
  return least;
}

/**
 * Lay out an array as one picture: an image as it is, neurons as a block, maps side by side.
 * @param {Shape} shape
 * @param {'first' | 'last'} [channels]  where the channels stand in the order of the values
 * @returns {Mosaic}
 */
export function mosaic(shape, channels = 'last') {
  const [rows, columns, count] = shape.length === 1 ? [1, 1, shape[0]] : [shape[0], shape[1], shape[2] ?? 1];
  const gap = rows * columns > 1 ? 1 : 0;
  const across = rowLength(count);
  const down = Math.ceil(count / across);
  const [width, height] = [across * (columns + gap) - gap, down * (rows + gap) - gap];
  const values = new Int32Array(width * height).fill(-1);
  const places = new Int32Array(rows * columns * count);
  for (let channel = 0; channel < count; channel += 1) {
    const left = (channel % across) * (columns + gap);
    const top = Math.floor(channel / across) * (rows + gap);
    for (let cell = 0; cell < rows * columns; cell += 1) {
      const value = channels === 'last' ? cell * count + channel : channel * rows * columns + cell;
      const place = (top + Math.floor(cell / columns)) * width + left + (cell % columns);
      values[place] = value;
      places[value] = place;
    }
  }
  return { width, height, values, places };
}

/** The box around the ink of an image, in pixels. @param {Uint8Array} image  28 × 28 */
export function bounds(image) {
  const inked = [...image.keys()].filter((pixel) => image[pixel] > 0);
  const [rows, columns] = [inked.map((pixel) => Math.floor(pixel / SIDE)), inked.map((pixel) => pixel % SIDE)];
  const [top, left] = [Math.min(...rows), Math.min(...columns)];
  return { top, left, height: Math.max(...rows) - top + 1, width: Math.max(...columns) - left + 1 };
}

/** How the image that a network reads lies. */
export const IMAGE = mosaic([SIDE, SIDE]);

/** Which value stands at an index, the last axis running fastest. @param {number[]} at @param {Shape} shape */
export const flatIndex = (at, shape) => at.reduce((flat, index, axis) => flat * shape[axis] + index, 0);

/**
 * Numbers as signed bytes, 127 standing for `scale`.
 * @param {number[]} numbers @param {number} scale
 */
export function toSigned(numbers, scale) {
  return Int8Array.from(numbers, (number) => Math.round((127 * number) / (scale || 1)));
}

/** @param {number[]} numbers  none below 0 @param {number} high  what 255 stands for */
export function toUnsigned(numbers, high) {
  return Uint8Array.from(numbers, (number) => Math.round((255 * number) / (high || 1)));
}

/** The largest departure from zero. @param {number[]} numbers */
export const reachOf = (numbers) => Math.max(0, ...numbers.map(Math.abs));
