import { expect, test } from 'vitest';
import { figuresBetween, findings, gradeOf, SteadyGrade } from './CallQuality';
import { type CallSample, pathOf, receivedTrack, type ReceivedTrack, sentTrack, type SentTrack } from './CallSample';
import { CallWatch, EVERY_MS, reportText } from './CallWatch';

const heard: ReceivedTrack = {
  id: 'TR_a',
  identity: 'u-teo',
  name: 'Teo',
  source: 'microphone',
  kind: 'audio',
  codec: 'opus',
  bytes: 0,
  packets: 0,
  packetsLost: 0,
  jitterMs: 3,
  framesDecoded: 0,
  framesPerSecond: 0,
  width: 0,
  height: 0,
  fullHeight: 0,
  freezes: 0,
  frozenMs: 0,
  samples: 0,
  concealed: 0,
  audioEnergy: 0,
  paused: false,
};
const spoken: SentTrack = {
  id: 'TR_b',
  source: 'microphone',
  kind: 'audio',
  codec: 'opus',
  bytes: 0,
  packets: 0,
  fractionLost: 0,
  rttMs: 40,
  layers: [],
  framesPerSecond: 0,
  limitation: 'none',
};
const path = { protocol: 'UDP', relayed: false, rttMs: 20, availableUpBps: 300_000 };

function sample(
  atMs: number,
  received: Partial<ReceivedTrack>,
  sent: Partial<SentTrack> = {},
  over: Partial<CallSample> = {},
): CallSample {
  return { atMs, path, node: 'n1', sent: [{ ...spoken, ...sent }], received: [{ ...heard, ...received }], ...over };
}

test('rates and losses are those of the time between', () => {
  const figures = figuresBetween(
    sample(1000, { bytes: 1000, packets: 100, packetsLost: 0, samples: 48_000, concealed: 0 }, { bytes: 500 }),
    sample(3000, { bytes: 11_000, packets: 190, packetsLost: 10, samples: 144_000, concealed: 4800 }, { bytes: 8000 }),
  );
  expect(figures.downBps).toBe(40_000);
  expect(figures.upBps).toBe(30_000);
  expect(figures.lossDown).toBeCloseTo(0.1);
  expect(figures.heardMs).toBe(2000);
  expect(figures.concealedMs).toBe(100);
  expect(figures.rttMs).toBe(20);
});

test('a track that has begun anew or only now says nothing of the time before', () => {
  const fresh = figuresBetween(sample(0, { id: 'other' }), sample(2000, { bytes: 9000, packets: 90, packetsLost: 9 }));
  expect(fresh.downBps).toBe(0);
  expect(fresh.lossDown).toBe(0);
  expect(figuresBetween(sample(0, { bytes: 9000 }), sample(2000, { bytes: 100 })).downBps).toBe(0);
});

test('the worst finding makes the grade', () => {
  const grade = (received: Partial<ReceivedTrack>, sent: Partial<SentTrack> = {}, over: Partial<CallSample> = {}) =>
    gradeOf(findings(figuresBetween(sample(0, {}), sample(2000, received, sent, over))));
  expect(grade({ packets: 100 })).toBe('good');
  expect(grade({ packets: 97, packetsLost: 3 })).toBe('fair');
  expect(grade({ packets: 80, packetsLost: 20 })).toBe('poor');
  expect(grade({}, { fractionLost: 0.09 })).toBe('poor');
  expect(grade({}, {}, { path: { ...path, rttMs: 300 } })).toBe('fair');
  expect(grade({ samples: 96_000, concealed: 9600 })).toBe('poor');
  expect(grade({ frozenMs: 500, freezes: 1 })).toBe('poor');
  expect(grade({}, { limitation: 'bandwidth' })).toBe('fair');
  expect(grade({ paused: true })).toBe('fair');
  const both = findings(
    figuresBetween(sample(0, {}), sample(2000, { packets: 80, packetsLost: 20 }, { limitation: 'bandwidth' })),
  );
  expect(both.map(({ trouble }) => trouble)).toEqual(['lossDown', 'bandwidth']);
});

test('it grows worse at once and better after a while', () => {
  const steady = new SteadyGrade(3);
  const shown = (['good', 'poor', 'good', 'good', 'fair', 'good'] as const).map((grade) => steady.next(grade));
  expect(shown).toEqual(['good', 'poor', 'poor', 'poor', 'fair', 'fair']);
});

/** A call that loses the given part of its packets for so many samples. */
function lossy(watch: CallWatch, count: number, part: number, from = 0): void {
  for (let i = from; i < from + count; i++) {
    const lost = Math.round(i * 100 * part);
    watch.take(sample(i * EVERY_MS, { packets: i * 100 - lost, packetsLost: lost, samples: i * 96_000 }));
  }
}

test('the server is told every twenty seconds, of the time since', () => {
  const told: unknown[] = [];
  const watch = new CallWatch((report) => told.push(report));
  lossy(watch, 21, 0.2);
  expect(told).toHaveLength(2);
  expect(told[0]).toMatchObject({ seconds: 20, grade: 'poor', lossDown: 0.2, heardMs: 20_000, rttMs: 20 });
});

test('a poor call has a summary, a good one has none', () => {
  const poor = new CallWatch(() => undefined);
  lossy(poor, 30, 0.2);
  expect(poor.summary()).toMatchObject({ worst: { trouble: 'lossDown' }, minutes: 58 / 60 });
  const good = new CallWatch(() => undefined);
  lossy(good, 30, 0);
  expect(good.summary()).toBeNull();
});

test('history has a bound', () => {
  const watch = new CallWatch(() => undefined);
  lossy(watch, 400, 0);
  expect(watch.report.get().history).toHaveLength(150);
});

test('a copied report names nobody and no address', () => {
  const watch = new CallWatch(() => undefined);
  lossy(watch, 3, 0.2);
  const text = reportText(watch.report.get());
  expect(text).not.toMatch(/Teo|u-teo|TR_|n1|\d+\.\d+\.\d+\.\d+/);
  expect(JSON.parse(text)).toMatchObject({
    grade: 'poor',
    path: { protocol: 'UDP', relayed: false },
    received: [{ person: 1, source: 'microphone', loss: 0.2 }],
  });
});

test('the browser’s statistics are read', () => {
  const entries = [
    { id: 'c', type: 'codec', mimeType: 'video/VP8' },
    { id: 'i', type: 'inbound-rtp', codecId: 'c', bytesReceived: 7, jitter: 0.004, totalFreezesDuration: 1.5 },
    {
      id: 'o1',
      type: 'outbound-rtp',
      codecId: 'c',
      bytesSent: 3,
      framesPerSecond: 20,
      frameWidth: 320,
      frameHeight: 180,
    },
    { id: 'o2', type: 'outbound-rtp', bytesSent: 4, qualityLimitationReason: 'bandwidth' },
    { id: 'r', type: 'remote-inbound-rtp', fractionLost: 0.05, roundTripTime: 0.08 },
    { id: 't', type: 'transport', selectedCandidatePairId: 'p2' },
    { id: 'p1', type: 'candidate-pair', nominated: true, state: 'succeeded' },
    { id: 'p2', type: 'candidate-pair', localCandidateId: 'l', currentRoundTripTime: 0.05 },
    {
      id: 'l',
      type: 'local-candidate',
      candidateType: 'relay',
      protocol: 'udp',
      relayProtocol: 'tls',
      address: '10.0.0.1',
    },
  ];
  expect(receivedTrack(entries, heard)).toMatchObject({ codec: 'VP8', bytes: 7, jitterMs: 4, frozenMs: 1500 });
  expect(receivedTrack([], heard)).toBeNull();
  expect(sentTrack(entries, spoken)).toMatchObject({
    bytes: 7,
    fractionLost: 0.05,
    rttMs: 80,
    layers: ['320×180'],
    limitation: 'none',
  });
  expect(pathOf(entries)).toEqual({ protocol: 'TLS', relayed: true, rttMs: 50, availableUpBps: null });
});
