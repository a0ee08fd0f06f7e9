import { expect, test } from 'vitest';
import { curves, findingText, millisText, pathText, percentText, rateText, sourceText } from './qualityText';

test('figures are short', () => {
  expect([0, 0.004, 0.051, 0.25].map(percentText)).toEqual(['0 %', '0.4 %', '5.1 %', '25 %']);
  expect([null, 31_400, 1_260_000].map(rateText)).toEqual(['–', '31 kbit/s', '1.3 Mbit/s']);
  expect([null, 12.4].map(millisText)).toEqual(['–', '12 ms']);
});

test('findings are sentences', () => {
  expect(findingText({ trouble: 'lossDown', grade: 'poor', value: 0.2 })).toBe('You miss 20 % of what is sent to you');
  expect(findingText({ trouble: 'rtt', grade: 'fair', value: 300 })).toBe(
    'The way to the server and back takes 300 ms',
  );
});

test('a path says protocol and relay', () => {
  const path = { protocol: 'UDP', relayed: false, rttMs: 1, availableUpBps: null };
  expect(pathText(path)).toBe('UDP, direct');
  expect(pathText({ ...path, protocol: 'TLS', relayed: true })).toBe('TLS, by a relay');
  expect(pathText(null)).toBe('–');
});

test('unknown sources keep their name', () => {
  expect(sourceText('camera')).toBe('Camera');
  expect(sourceText('hologram')).toBe('hologram');
});

test('curves end at now', () => {
  const point = { atMs: 0, grade: 'good', upBps: 1000, downBps: 4000, loss: 0, rttMs: null } as const;
  const [up, , , rtt] = curves([{ ...point, upBps: 9000 }, point]);
  expect(up).toMatchObject({ values: [9000, 1000], now: '1 kbit/s', most: '9 kbit/s' });
  expect(rtt?.values).toEqual([0, 0]);
});
