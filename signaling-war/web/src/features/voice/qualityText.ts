import type { Finding } from '../../media/CallQuality';
import type { CallPath } from '../../media/CallSample';
import type { HistoryPoint, PoorCall } from '../../media/CallWatch';
import { en } from '../../ui/text/en';
import { t, type TextKey } from '../../ui/text/text';

export function findingText({ trouble, value }: Finding): string {
  const shown = trouble === 'rtt' || trouble === 'jitter' ? millisText(value) : percentText(value);
  return t(`quality.trouble.${trouble}`, { value: shown });
}

export function pathText(path: CallPath | null): string {
  if (!path?.protocol) return '–';
  return t(path.relayed ? 'quality.relayed' : 'quality.direct', { protocol: path.protocol });
}

export function summaryText(call: PoorCall): string {
  return t('quality.summaryLead', {
    part: percentText(call.poorPart),
    minutes: Math.max(1, Math.round(call.minutes)),
    reason: findingText(call.worst),
  });
}

export function sourceText(source: string): string {
  const key = `voice.source.${source}`;
  return key in en ? t(key as TextKey) : source;
}

/** One decimal below ten, so that small losses do not look like none. */
export function percentText(part: number): string {
  const percent = part * 100;
  return `${percent > 0 && percent < 10 ? percent.toFixed(1) : percent.toFixed(0)} %`;
}

export function millisText(ms: number | null): string {
  return ms === null ? '–' : `${ms.toFixed(0)} ms`;
}

export function rateText(bps: number | null): string {
  if (bps === null) return '–';
  return bps >= 1e6 ? `${(bps / 1e6).toFixed(1)} Mbit/s` : `${(bps / 1000).toFixed(0)} kbit/s`;
}

export interface Curve {
  readonly key: 'up' | 'down' | 'loss' | 'rtt';
  readonly values: readonly number[];
  readonly now: string;
  readonly most: string;
}

/** The four curves of the details, oldest value first. */
export function curves(history: readonly HistoryPoint[]): readonly Curve[] {
  const curve = (key: Curve['key'], value: (point: HistoryPoint) => number, text: (value: number) => string): Curve => {
    const values = history.map(value);
    return { key, values, now: text(values.at(-1) ?? 0), most: text(Math.max(0, ...values)) };
  };
  return [
    curve('up', ({ upBps }) => upBps, rateText),
    curve('down', ({ downBps }) => downBps, rateText),
    curve('loss', ({ loss }) => loss, percentText),
    curve('rtt', ({ rttMs }) => rttMs ?? 0, millisText),
  ];
}
