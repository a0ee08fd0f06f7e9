import { language, t } from './text';

/** The browser's own variant of the chosen language, since hours and dates differ between countries. */
function locale(): string {
  const languages = typeof navigator === 'undefined' ? [] : navigator.languages;
  return languages.find((each) => each.startsWith(language.get())) ?? language.get();
}

export function timeOfDay(iso: string): string {
  return new Date(iso).toLocaleTimeString(locale(), { hour: '2-digit', minute: '2-digit' });
}

export function dayOf(iso: string, now: Date = new Date()): string {
  const date = new Date(iso);
  const days = Math.round((midnight(now) - midnight(date)) / 86_400_000);
  if (days === 0) return t('chat.today');
  if (days === 1) return t('chat.yesterday');
  return date.toLocaleDateString(locale(), { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
}

export function dateTime(iso: string): string {
  return new Date(iso).toLocaleString(locale(), { dateStyle: 'medium', timeStyle: 'short' });
}

export function inTime(iso: string, now: number = Date.now()): string {
  const hours = (Date.parse(iso) - now) / 3_600_000;
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  return Math.abs(hours) < 48 ? format.format(Math.round(hours), 'hour') : format.format(Math.round(hours / 24), 'day');
}

const UNITS = ['kB', 'MB', 'GB', 'TB'] as const;

export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${String(Math.round(bytes))} B`;
  const step = Math.min(UNITS.length, Math.floor(Math.log2(bytes) / 10));
  const amount = bytes / 1024 ** step;
  return `${amount.toLocaleString(locale(), { maximumFractionDigits: amount < 10 ? 1 : 0 })} ${UNITS[step - 1] ?? ''}`;
}

/** Roughly, as one says it: 40 s, 3 min, 2 h 10 min. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${String(Math.max(1, Math.ceil(seconds)))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${String(minutes)} min`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}

function midnight(date: Date): number {
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
}
