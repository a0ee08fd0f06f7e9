import type { VoiceQuality } from '../protocol/events';
import { Cell, type Readable } from '../state/Store';
import {
  type CallFigures,
  figuresBetween,
  type Finding,
  findings,
  type Grade,
  gradeOf,
  SteadyGrade,
} from './CallQuality';
import type { CallSample } from './CallSample';

/** What is known of a call just now, and how it got there. */
export interface CallReport {
  readonly grade: Grade;
  readonly findings: readonly Finding[];
  readonly figures: CallFigures | null;
  readonly history: readonly HistoryPoint[];
}

export interface HistoryPoint {
  readonly atMs: number;
  readonly grade: Grade;
  readonly upBps: number;
  readonly downBps: number;
  readonly loss: number;
  readonly rttMs: number | null;
}

/** A call that was poor for a good part of its time. */
export interface PoorCall {
  readonly minutes: number;
  readonly poorPart: number;
  readonly concealedPart: number;
  readonly freezes: number;
  readonly worst: Finding;
  readonly text: string;
}

export const EVERY_MS = 2_000;
export const HISTORY = 150;
/** What a verdict looks back on: long enough for a lost packet not to be a loss of a third. */
const WINDOW = 5;
const TELL_EVERY_MS = 20_000;
const POOR_PART = 0.1;
const POOR_AT_LEAST = 5;

export const NOTHING: CallReport = { grade: 'unknown', findings: [], figures: null, history: [] };

/** Follows one call from its start to its end. Owned by: the view model of voice, which feeds it and closes it. */
export class CallWatch {
  private readonly cell = new Cell<CallReport>(NOTHING);
  private readonly steady = new SteadyGrade(3);
  private readonly samples: CallSample[] = [];
  private first: CallSample | null = null;
  private told: CallSample | null = null;
  private seen = 0;
  private poor = 0;
  private readonly troubles = new Map<string, { finding: Finding; count: number }>();

  constructor(private readonly tell: (report: VoiceQuality) => void) {}

  get report(): Readable<CallReport> {
    return this.cell;
  }

  take(sample: CallSample): void {
    this.first ??= sample;
    this.told ??= sample;
    this.samples.push(sample);
    if (this.samples.length > WINDOW + 1) this.samples.shift();
    const [oldest] = this.samples;
    if (!oldest || this.samples.length < 2) return;
    const figures = figuresBetween(oldest, sample);
    const found = findings(figures);
    const grade = this.steady.next(gradeOf(found));
    this.remember(grade, found);
    this.cell.update(({ history }) => ({
      grade,
      findings: found,
      figures,
      history: [...history, point(figures, grade)].slice(-HISTORY),
    }));
    if (sample.atMs - this.told.atMs >= TELL_EVERY_MS) {
      this.tell(serverReport(figuresBetween(this.told, sample), grade));
      this.told = sample;
    }
  }

  /** Null unless the call was poor. */
  summary(): PoorCall | null {
    const last = this.samples.at(-1);
    const worst = [...this.troubles.values()].sort((a, b) => b.count - a.count)[0]?.finding;
    if (!last || !this.first || !worst || this.poor < POOR_AT_LEAST || this.poor / this.seen < POOR_PART) return null;
    const whole = figuresBetween(this.first, last);
    return {
      minutes: whole.seconds / 60,
      poorPart: this.poor / this.seen,
      concealedPart: whole.heardMs > 0 ? whole.concealedMs / whole.heardMs : 0,
      freezes: whole.freezes,
      worst,
      text: reportText(this.cell.get()),
    };
  }

  private remember(grade: Grade, found: readonly Finding[]): void {
    this.seen += 1;
    if (grade !== 'poor') return;
    this.poor += 1;
    const [finding] = found;
    if (!finding) return;
    const before = this.troubles.get(finding.trouble);
    this.troubles.set(finding.trouble, { finding, count: (before?.count ?? 0) + 1 });
  }
}

/**
 * The report as JSON for a bug tracker. Made from named figures only, so that no address, name or token can be in it; people
 * are numbers.
 */
export function reportText({ grade, findings: found, figures, history }: CallReport): string {
  const people = [...new Set(figures?.received.map(({ track }) => track.identity))];
  const report = {
    grade,
    findings: found.map(({ trouble, value }) => ({ trouble, value: round(value, 3) })),
    path: figures?.path && {
      protocol: figures.path.protocol,
      relayed: figures.path.relayed,
      rttMs: round(figures.path.rttMs ?? 0, 0),
      availableUpKbps: kbps(figures.path.availableUpBps ?? 0),
    },
    sent: figures?.sent.map(({ track, bps }) => ({
      source: track.source,
      codec: track.codec,
      kbps: kbps(bps),
      loss: round(track.fractionLost, 3),
      rttMs: track.rttMs === null ? null : round(track.rttMs, 0),
      layers: track.layers,
      limitation: track.limitation,
    })),
    received: figures?.received.map(({ track, bps, loss, concealed, freezes }) => ({
      person: people.indexOf(track.identity) + 1,
      source: track.source,
      codec: track.codec,
      picture: track.kind === 'video' ? `${String(track.width)}x${String(track.height)}` : null,
      framesPerSecond: round(track.framesPerSecond, 0),
      kbps: kbps(bps),
      loss: round(loss, 3),
      jitterMs: round(track.jitterMs, 1),
      concealed: round(concealed, 3),
      freezes,
      paused: track.paused,
    })),
    history: history.map(({ grade: then, upBps, downBps, loss, rttMs }) => ({
      grade: then,
      upKbps: kbps(upBps),
      downKbps: kbps(downBps),
      loss: round(loss, 3),
      rttMs: rttMs === null ? null : round(rttMs, 0),
    })),
  };
  return JSON.stringify(report, null, 2);
}

function point(figures: CallFigures, grade: Grade): HistoryPoint {
  const { atMs, upBps, downBps, lossUp, lossDown, rttMs } = figures;
  return { atMs, grade, upBps, downBps, loss: Math.max(lossUp, lossDown), rttMs };
}

function serverReport(figures: CallFigures, grade: Grade): VoiceQuality {
  return {
    seconds: Math.round(figures.seconds),
    grade: grade === 'unknown' ? 'good' : grade,
    rttMs: Math.round(figures.rttMs ?? 0),
    jitterMs: Math.round(figures.jitterMs),
    lossUp: round(figures.lossUp, 4),
    lossDown: round(figures.lossDown, 4),
    heardMs: Math.round(figures.heardMs),
    concealedMs: Math.round(figures.concealedMs),
    freezes: figures.freezes,
    frozenMs: Math.round(figures.frozenMs),
  };
}

function kbps(bps: number): number {
  return round(bps / 1000, 0);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
