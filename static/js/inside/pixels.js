// @ts-check

import { SIDE } from './maps.js';

/**
 * What the network reads, as the server shows it, as numbers again.
 * @param {string} url  of a grey picture, 28 × 28
 */
export async function pixelsOf(url) {
  const image = new Image(SIDE, SIDE);
  image.src = url;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIDE;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
  context.drawImage(image, 0, 0);
  return new Uint8Array(context.getImageData(0, 0, SIDE, SIDE).data.filter((_, place) => place % 4 === 0));
}
