// A screenshot as a PNG with a palette of 256 colours: a third of the size, and the page has few colours.
import {deflateSync, inflateSync} from 'node:zlib';

const crcTable = Array.from({length: 256}, (_, n) => {
  for (let bit = 0; bit < 8; ++bit) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});

const crc = (bytes) => {
  let value = 0xffffffff;
  for (const byte of bytes) value = crcTable[(value ^ byte) & 255] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
};

const chunk = (type, data) => {
  const whole = Buffer.alloc(12 + data.length);
  whole.writeUInt32BE(data.length, 0);
  whole.write(type, 4, 'latin1');
  data.copy(whole, 8);
  whole.writeUInt32BE(crc(whole.subarray(4, 8 + data.length)), 8 + data.length);
  return whole;
};

const chunks = (png) => {
  const found = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    found.push({type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length)});
    at += 12 + length;
  }
  return found;
};

const paeth = (left, up, corner) => {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
};

/** Undoes the filters of an 8-bit RGB or RGBA image. Source: PNG specification, section 9. */
const pixels = (raw, height, stride, depth) => {
  const out = Buffer.alloc(height * stride);
  for (let y = 0; y < height; ++y) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; ++x) {
      const left = x >= depth ? out[y * stride + x - depth] : 0;
      const up = y > 0 ? out[(y - 1) * stride + x] : 0;
      const corner = x >= depth && y > 0 ? out[(y - 1) * stride + x - depth] : 0;
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      out[y * stride + x] = raw[y * (stride + 1) + 1 + x] + predicted;
    }
  }
  return out;
};

/** The 256 colours that occur most, of colours that differ by a little only the commonest. */
const commonColours = (counts) => {
  const chosen = [];
  const taken = new Set();
  for (const [colour] of [...counts].sort((a, b) => b[1] - a[1])) {
    const cell = colour & 0xf8f8f8;
    if (taken.has(cell)) continue;
    taken.add(cell);
    chosen.push(colour);
    if (chosen.length === 256) break;
  }
  return chosen;
};

const nearest = (palette, colour) => {
  let best = 0;
  let least = Infinity;
  palette.forEach((known, index) => {
    const distance = ((known >> 16) - (colour >> 16)) ** 2 + (((known >> 8) & 255) - ((colour >> 8) & 255)) ** 2 + ((known & 255) - (colour & 255)) ** 2;
    if (distance < least) [best, least] = [index, distance];
  });
  return best;
};

export const withPalette = (png) => {
  const parts = chunks(png);
  const header = Buffer.from(parts.find((part) => part.type === 'IHDR').data);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const depth = header[9] === 6 ? 4 : 3;
  const raw = inflateSync(Buffer.concat(parts.filter((part) => part.type === 'IDAT').map((part) => part.data)));
  const rgb = pixels(raw, height, width * depth, depth);
  const colourAt = (index) => (rgb[index] << 16) | (rgb[index + 1] << 8) | rgb[index + 2];
  const counts = new Map();
  for (let at = 0; at < rgb.length; at += depth) counts.set(colourAt(at), (counts.get(colourAt(at)) || 0) + 1);
  const palette = commonColours(counts);
  const indexOf = new Map([...counts.keys()].map((colour) => [colour, nearest(palette, colour)]));
  const lines = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; ++y) {
    for (let x = 0; x < width; ++x) lines[y * (width + 1) + 1 + x] = indexOf.get(colourAt((y * width + x) * depth));
  }
  header[9] = 3;
  const table = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return Buffer.concat([png.subarray(0, 8), chunk('IHDR', header), chunk('PLTE', table), chunk('IDAT', deflateSync(lines, {level: 9, memLevel: 9})),
    chunk('IEND', Buffer.alloc(0))]);
};
