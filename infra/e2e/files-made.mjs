import { readFile } from 'node:fs/promises';
import { crc32, deflateRawSync } from 'node:zlib';

/** Files of every kind that people send, made here so that the tree holds none of them. */

export const MB = 1024 * 1024;

const CORPUS = new URL('../../functions/handlers/src/test/resources/corpus/', import.meta.url);

export const asFile = (name, mimeType, buffer) => ({ name, mimeType, buffer });

/** Pictures as a camera would hand them over. */
export async function drawn(page, count, { width = 1600, height = 1200, type = 'image/jpeg' } = {}) {
  const all = await page.evaluate(
    ([wanted, size, format]) =>
      Array.from({ length: wanted }, (_, index) => {
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = size;
        const context = canvas.getContext('2d');
        const sky = context.createLinearGradient(0, 0, 0, size[1]);
        sky.addColorStop(0, `hsl(${30 + index * 80} 70% 78%)`);
        sky.addColorStop(1, `hsl(${10 + index * 80} 50% 36%)`);
        context.fillStyle = sky;
        context.fillRect(0, 0, ...size);
        context.fillStyle = 'hsl(40 90% 92%)';
        context.beginPath();
        context.arc(size[0] * (0.3 + index * 0.2), size[1] * 0.4, size[1] * 0.16, 0, 7);
        context.fill();
        return canvas.toDataURL(format, 0.9).split(',')[1];
      }),
    [count, [width, height], type],
  );
  return all.map((base64) => Buffer.from(base64, 'base64'));
}

/** A file that no picture is, as large as is wanted, and different everywhere. */
export function large(size) {
  const buffer = Buffer.alloc(size);
  for (let at = 0; at + 4 <= size; at += 4) buffer.writeUInt32LE((at * 2654435761) >>> 0, at);
  return buffer;
}

/** That of the corpus plays once; this one for ever (WebP container: the loop count behind the background of ANIM). */
export async function movingWebp() {
  const webp = await readFile(new URL('moving.webp', CORPUS));
  webp.writeUInt16LE(0, webp.indexOf('ANIM') + 12);
  return webp;
}

/** GIF 89a: a ball that rolls, eight times a second, for ever. */
export function movingGif({ width = 240, height = 160, frames = 8 } = {}) {
  const screen = Buffer.from([0, 0, 0, 0, 0xf2, 0, 0]);
  screen.writeUInt16LE(width, 0);
  screen.writeUInt16LE(height, 2);
  const colours = Buffer.from(Array.from({ length: 8 }, (_, n) => [60 + n * 24, 80 + n * 16, 230 - n * 24]).flat());
  const forEver = Buffer.from([0x21, 0xff, 11, ...Buffer.from('NETSCAPE2.0'), 3, 1, 0, 0, 0]);
  const parts = [Buffer.from('GIF89a'), screen, colours, forEver];
  for (let frame = 0; frame < frames; frame++) {
    const place = Buffer.alloc(10);
    place[0] = 0x2c;
    place.writeUInt16LE(width, 5);
    place.writeUInt16LE(height, 7);
    const ball = 30 + (frame * (width - 60)) / frames;
    const colour = (x, y) => (Math.hypot(x - ball, y - height / 2) < 28 ? 7 : Math.floor((y * 6) / height));
    parts.push(Buffer.from([0x21, 0xf9, 4, 4, 12, 0, 0, 0]), place, Buffer.from([3]), ...blocks(codes(width, height, colour)));
  }
  return Buffer.concat([...parts, Buffer.from([0x3b])]);
}

/** LZW that never learns: the table is cleared before a code would need more than four bits. */
function codes(width, height, colour) {
  const bytes = [];
  let held = 0;
  let bits = 0;
  const put = (code) => {
    held |= code << bits;
    for (bits += 4; bits >= 8; bits -= 8, held >>= 8) bytes.push(held & 0xff);
  };
  for (let n = 0; n < width * height; n++) {
    if (n % 6 === 0) put(8);
    put(colour(n % width, Math.floor(n / width)));
  }
  put(9);
  if (bits > 0) bytes.push(held & 0xff);
  return Buffer.from(bytes);
}

function blocks(bytes) {
  const all = [];
  for (let at = 0; at < bytes.length; at += 255) {
    const block = bytes.subarray(at, at + 255);
    all.push(Buffer.from([block.length]), block);
  }
  return [...all, Buffer.from([0])];
}

/** Seconds of a tone in a WAV of 16 bit and 22,050 Hz, one channel. */
export function tone(seconds) {
  const rate = 22_050;
  const samples = rate * seconds;
  const wav = Buffer.alloc(44 + samples * 2);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + samples * 2, 4);
  wav.write('WAVEfmt ', 8);
  [16, 0x0001_0001, rate, rate * 2, 0x0010_0002].forEach((value, index) => wav.writeUInt32LE(value, 16 + index * 4));
  wav.write('data', 36);
  wav.writeUInt32LE(samples * 2, 40);
  for (let n = 0; n < samples; n++) wav.writeInt16LE(Math.round(8000 * Math.sin((n * 440 * Math.PI) / rate)), 44 + n * 2);
  return wav;
}

/** A short WebM, recorded in the page. */
export async function film(page) {
  const base64 = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [640, 360];
    const context = canvas.getContext('2d');
    const recorder = new MediaRecorder(canvas.captureStream(15), { mimeType: 'video/webm;codecs=vp8' });
    const pieces = [];
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    const ended = new Promise((resolve) => {
      recorder.onstop = resolve;
    });
    recorder.start();
    for (let frame = 0; frame < 20; frame++) {
      context.fillStyle = `hsl(${200 + frame * 6} 45% 55%)`;
      context.fillRect(0, 0, 640, 360);
      context.fillStyle = 'hsl(40 90% 92%)';
      context.fillRect(40 + frame * 20, 140, 80, 80);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    recorder.stop();
    await ended;
    const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  });
  return Buffer.from(base64, 'base64');
}

/** A ZIP (APPNOTE 6.3 §4.3) of `[name, bytes]`. */
export function zip(entries) {
  const files = [];
  const directory = [];
  let at = 0;
  for (const [name, bytes] of entries) {
    const packed = deflateRawSync(bytes);
    const about = Buffer.alloc(26);
    [20, 0, 8, 0, 0x21].forEach((value, index) => about.writeUInt16LE(value, index * 2));
    about.writeUInt32LE(crc32(bytes), 10);
    about.writeUInt32LE(packed.length, 14);
    about.writeUInt32LE(bytes.length, 18);
    about.writeUInt16LE(Buffer.byteLength(name), 22);
    const file = Buffer.concat([Buffer.from('PK\x03\x04'), about, Buffer.from(name), packed]);
    const where = Buffer.alloc(14);
    where.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), about, where, Buffer.from(name)]));
    files.push(file);
    at += file.length;
  }
  const end = Buffer.alloc(18);
  const list = Buffer.concat(directory);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...files, list, Buffer.from('PK\x05\x06'), end]);
}
