import { expect, test, vi } from 'vitest';
import { mayMove, MIDDLE, movedBy, rectOf, zoomedTo } from './crop';
import { isEmojiName, nameFrom } from './EmojiAdding';

vi.mock('react-dom', () => ({ createPortal: () => null }));

const WIDE = { width: 4000, height: 1000 };

test('a crop is the largest part of its shape, in the middle', () => {
  expect(rectOf(MIDDLE, WIDE, 1)).toEqual({ x: 1500, y: 0, width: 1000, height: 1000 });
  expect(rectOf(MIDDLE, { width: 600, height: 900 }, 3)).toEqual({ x: 0, y: 350, width: 600, height: 200 });
  expect(rectOf(zoomedTo(MIDDLE, 2), WIDE, 1)).toEqual({ x: 1750, y: 250, width: 500, height: 500 });
});

test('a crop never leaves its picture, and comes back at once when turned round', () => {
  const far = movedBy(MIDDLE, 99, 99, WIDE, 1);
  expect(rectOf(far, WIDE, 1)).toEqual({ x: 3000, y: 0, width: 1000, height: 1000 });
  expect(rectOf(movedBy(far, -0.5, 0, WIDE, 1), WIDE, 1).x).toBe(2500);
  for (let zoom = 0; zoom < 9; zoom += 0.7) {
    const rect = rectOf({ ...zoomedTo(MIDDLE, zoom), x: -3, y: 7 }, WIDE, 3);
    expect(rect.x).toBeGreaterThanOrEqual(0);
    expect(rect.y + rect.height).toBeLessThanOrEqual(WIDE.height);
  }
});

test('what moves is told by its bytes, not by its name', async () => {
  const webp = (flags: number): Blob => {
    const head = new Uint8Array(30);
    head.set(new TextEncoder().encode('RIFF....WEBPVP8X'));
    head[20] = flags;
    return new Blob([head], { type: 'image/webp' });
  };
  expect(await mayMove(webp(2))).toBe(true);
  expect(await mayMove(webp(0x10))).toBe(false);
  expect(await mayMove(new Blob(['x'], { type: 'image/webp' }))).toBe(false);
  expect(await mayMove(new Blob(['GIF89a'], { type: 'image/gif' }))).toBe(true);
});

test('an emoji is named after its file, within the bounds of names', () => {
  expect(['Party Parrot (2).gif', 'Año_Nuevo.PNG', '../../etc/passwd', `${'x'.repeat(80)}.png`].map(nameFrom)).toEqual([
    'party_parrot_2',
    'ano_nuevo',
    'etc_passwd',
    'x'.repeat(32),
  ]);
  expect(['ab', 'A_9', 'a', 'a-b', 'é_é', 'x'.repeat(33)].map(isEmojiName)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
