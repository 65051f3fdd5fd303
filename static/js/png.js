// @ts-check
/** Writing a PNG image (third edition, https://www.w3.org/TR/png-3) of grey pixels, as small as it can be. */

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const GREY = [8, 0, 0, 0, 0]; // bits a sample, colour, compression, filters, no interlace

/** The remainders of CRC-32 by byte (appendix D of the PNG specification). */
const REMAINDERS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest;
});

/** @param {Uint8Array} bytes */
function crc32(bytes) {
  let rest = 0xffffffff;
  for (const byte of bytes) rest = REMAINDERS[(rest ^ byte) & 0xff] ^ (rest >>> 8);
  return ~rest;
}

/** @param {string} kind  four letters @param {ArrayLike<number>} data */
function chunk(kind, data) {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i += 1) bytes[4 + i] = kind.charCodeAt(i);
  bytes.set(data, 8);
  view.setInt32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/** @param {number} number */
const bytesOf = (number) => [number >>> 24, number >>> 16 & 0xff, number >>> 8 & 0xff, number & 0xff];

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function deflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Whether this browser has what it takes, as those since 2023 have. */
export const canWriteGrey = 'CompressionStream' in globalThis;

/**
 * Write an opaque picture in grey, by ITU-R BT.601's luma, rounded as the server would round it.
 * @param {ImageData} picture
 * @returns {Promise<string>} a data URL
 */
export async function greyPNG({ width, height, data }) {
  const rows = new Uint8Array(height * (width + 1)); // each begins with its filter: none
  for (let y = 0, from = 0, to = 0; y < height; y += 1) {
    to += 1;
    for (let x = 0; x < width; x += 1, from += 4, to += 1) {
      rows[to] = (data[from] * 19595 + data[from + 1] * 38470 + data[from + 2] * 7471 + 0x8000) >> 16;
    }
  }
  const chunks = [
    chunk('IHDR', [...bytesOf(width), ...bytesOf(height), ...GREY]),
    chunk('IDAT', await deflate(rows)),
    chunk('IEND', []),
  ];
  let text = String.fromCharCode(...SIGNATURE);
  for (const bytes of chunks) for (const byte of bytes) text += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(text)}`;
}
