import type { CallPath, CallSample, ReceivedTrack, SentTrack } from './CallSample';

export type Grade = 'good' | 'fair' | 'poor' | 'unknown';

/** What speaks against a connection; worst first in a report. */
export type Trouble = 'lossUp' | 'lossDown' | 'rtt' | 'jitter' | 'concealed' | 'frozen' | 'bandwidth' | 'paused';

export interface Finding {
  readonly trouble: Trouble;
  readonly grade: 'fair' | 'poor';
  /** In the unit of the limit that it exceeds. */
  readonly value: number;
}

export interface SentFigures {
  readonly track: SentTrack;
  readonly bps: number;
}

export interface ReceivedFigures {
  readonly track: ReceivedTrack;
  readonly bps: number;
  /** Parts of 1. */
  readonly loss: number;
  readonly concealed: number;
  readonly freezes: number;
}

/** The call over the time between two samples. */
export interface CallFigures {
  readonly atMs: number;
  readonly seconds: number;
  readonly path: CallPath | null;
  readonly node: string;
  readonly upBps: number;
  readonly downBps: number;
  readonly lossUp: number;
  readonly lossDown: number;
  readonly rttMs: number | null;
  readonly jitterMs: number;
  readonly heardMs: number;
  readonly concealedMs: number;
  readonly freezes: number;
  readonly frozenMs: number;
  readonly sent: readonly SentFigures[];
  readonly received: readonly ReceivedFigures[];
}

interface Limit {
  readonly fair: number;
  readonly poor: number;
}

/** Parts of 1, or milliseconds. Above the first a call is only fair, above the second poor. */
const LIMITS: Readonly<Record<Exclude<Trouble, 'bandwidth' | 'paused'>, Limit>> = {
  lossUp: { fair: 0.02, poor: 0.08 },
  lossDown: { fair: 0.02, poor: 0.08 },
  rtt: { fair: 250, poor: 500 },
  jitter: { fair: 30, poor: 80 },
  concealed: { fair: 0.01, poor: 0.05 },
  frozen: { fair: 0.01, poor: 0.08 },
};
/** The rate at which WebRTC plays sound in every browser of today. */
const SAMPLES_PER_MS = 48;
const ORDER: readonly Grade[] = ['unknown', 'good', 'fair', 'poor'];

/** Counters that went back belong to another stream, of which nothing is known yet. */
export function figuresBetween(before: CallSample, now: CallSample): CallFigures {
  const seconds = Math.max(0.001, (now.atMs - before.atMs) / 1000);
  const received = now.received.map((track) => receivedFigures(before, track, seconds));
  const sent = now.sent.map((track) => {
    const last = before.sent.find((each) => each.id === track.id);
    return { track, bps: last ? (grown(last.bytes, track.bytes) * 8) / seconds : 0 };
  });
  const trips = now.sent.map(({ rttMs }) => rttMs).filter((trip) => trip !== null);
  const each = now.received.map((track) => grownTrack(before, track));
  return {
    atMs: now.atMs,
    seconds,
    path: now.path,
    node: now.node,
    upBps: total(sent.map(({ bps }) => bps)),
    downBps: total(received.map(({ bps }) => bps)),
    lossUp: Math.max(0, ...now.sent.map(({ fractionLost }) => fractionLost)),
    lossDown: part(total(each.map(({ lost }) => lost)), total(each.map(({ packets, lost }) => packets + lost))),
    rttMs: now.path?.rttMs ?? (trips.length > 0 ? Math.max(...trips) : null),
    jitterMs: Math.max(0, ...now.received.map(({ jitterMs }) => jitterMs)),
    heardMs: total(each.map(({ samples }) => samples)) / SAMPLES_PER_MS,
    concealedMs: total(each.map(({ concealed }) => concealed)) / SAMPLES_PER_MS,
    freezes: total(each.map(({ freezes }) => freezes)),
    frozenMs: total(each.map(({ frozenMs }) => frozenMs)),
    sent,
    received,
  };
}

/** Everything that speaks against the call, worst first. */
export function findings(figures: CallFigures): readonly Finding[] {
  const found: Finding[] = [];
  const judge = (trouble: keyof typeof LIMITS, value: number): void => {
    const { fair, poor } = LIMITS[trouble];
    if (value >= fair) found.push({ trouble, value, grade: value >= poor ? 'poor' : 'fair' });
  };
  judge('lossUp', figures.lossUp);
  judge('lossDown', figures.lossDown);
  judge('rtt', figures.rttMs ?? 0);
  judge('jitter', figures.jitterMs);
  judge('concealed', part(figures.concealedMs, figures.heardMs));
  judge('frozen', part(figures.frozenMs, figures.seconds * 1000));
  if (figures.sent.some(({ track }) => track.limitation === 'bandwidth'))
    found.push({ trouble: 'bandwidth', grade: 'fair', value: figures.path?.availableUpBps ?? 0 });
  const paused = figures.received.filter(({ track }) => track.paused).length;
  if (paused > 0) found.push({ trouble: 'paused', grade: 'fair', value: paused });
  return found.sort((a, b) => worse(b.grade) - worse(a.grade));
}

export function gradeOf(found: readonly Finding[]): Grade {
  return found[0]?.grade ?? 'good';
}

/** Grows worse at once, better only after a while, so that it does not flicker. */
export class SteadyGrade {
  private shown: Grade = 'unknown';
  private better = 0;

  constructor(private readonly patience: number) {}

  next(grade: Grade): Grade {
    this.better = worse(grade) < worse(this.shown) ? this.better + 1 : 0;
    if (worse(grade) >= worse(this.shown) || this.better >= this.patience) {
      this.shown = grade;
      this.better = 0;
    }
    return this.shown;
  }
}

function receivedFigures(before: CallSample, track: ReceivedTrack, seconds: number): ReceivedFigures {
  const { bytes, packets, lost, samples, concealed, freezes } = grownTrack(before, track);
  return {
    track,
    bps: (bytes * 8) / seconds,
    loss: part(lost, packets + lost),
    concealed: part(concealed, samples),
    freezes,
  };
}

function grownTrack(before: CallSample, now: ReceivedTrack) {
  const last = before.received.find((each) => each.id === now.id);
  const by = (name: 'bytes' | 'packets' | 'packetsLost' | 'samples' | 'concealed' | 'freezes' | 'frozenMs'): number =>
    last ? grown(last[name], now[name]) : 0;
  return {
    bytes: by('bytes'),
    packets: by('packets'),
    lost: by('packetsLost'),
    samples: by('samples'),
    concealed: by('concealed'),
    freezes: by('freezes'),
    frozenMs: by('frozenMs'),
  };
}

function worse(grade: Grade): number {
  return ORDER.indexOf(grade);
}

function grown(before: number, now: number): number {
  return Math.max(0, now - before);
}

function part(of: number, whole: number): number {
  return whole > 0 ? of / whole : 0;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
