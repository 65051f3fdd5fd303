// @ts-check
/**
 * The colours of maps, those of the page's theme, and painting with them: from paper to ink for what is
 * never below zero; from blue over paper to red, which colour-blind eyes tell apart, for what may be.
 *
 * @typedef {import('./maps.js').Mosaic} Mosaic
 * @typedef {[number, number, number]} Colour
 */

/** @param {string} token  of the style sheet, #rrggbb @returns {Colour} */
function colour(token) {
  const hex = getComputedStyle(document.documentElement).getPropertyValue(token).trim();
  return /** @type {Colour} */ ([1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16)));
}

/** @param {Colour} from @param {Colour} to @param {number} share  0…1 @returns {Colour} */
export function mix(from, to, share) {
  return /** @type {Colour} */ (from.map((channel, i) => channel + (to[i] - channel) * share));
}

function read() {
  const [paper, ink, wants, rejects] = ['--map-paper', '--map-ink', '--wants', '--rejects'].map(colour);
  return {
    paper, ink, wants, rejects,
    /** By value 0…255. */
    unsigned: Array.from({ length: 256 }, (_, value) => mix(paper, ink, value / 255)),
    /** By value -128…127, from 0 on. Roots lift what is weak: it is there, and would not be seen. */
    signed: Array.from({ length: 256 }, (_, place) => {
      const share = Math.min(1, (Math.abs(place - 128) / 127) ** 0.8);
      return mix(paper, place < 128 ? rejects : wants, share);
    }),
  };
}

/** The palette of the theme; another object after a change of theme, so that views can tell. */
export let palette = read();

/** @param {() => void} onChange */
export function onTheme(onChange) {
  new MutationObserver(() => {
    palette = read();
    onChange();
  }).observe(document.documentElement, { attributeFilter: ['data-theme'] });
}

/**
 * Paint pixel by pixel; the style sheet makes the canvas larger.
 * @param {HTMLCanvasElement} canvas @param {number} width @param {number} height
 * @param {(pixel: number) => Colour | null} colourOf  null leaves it transparent
 */
export function paintPixels(canvas, width, height, colourOf) {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const image = context.createImageData(width, height);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const paint = colourOf(pixel);
    if (!paint) continue;
    image.data.set(paint, 4 * pixel);
    image.data[4 * pixel + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Mosaic} mosaic
 * @param {Uint8Array | Int8Array} bytes  signed ones are painted red and blue
 */
export function paint(canvas, { width, height, values }, bytes) {
  const [colours, zero] = bytes instanceof Int8Array ? [palette.signed, 128] : [palette.unsigned, 0];
  paintPixels(canvas, width, height, (pixel) => (
    values[pixel] < 0 ? null : colours[bytes[values[pixel]] + zero]
  ));
}

/** @param {HTMLCanvasElement} canvas */
export function wipe(canvas) {
  canvas.getContext('2d')?.clearRect(0, 0, canvas.width, canvas.height);
}
