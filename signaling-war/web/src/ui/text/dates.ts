import { language, t } from './text';

/** The browser's own variant of the chosen language, since hours and dates differ between countries. */
function locale(): string {
  return navigator.languages.find((each) => each.startsWith(language.get())) ?? language.get();
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

export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${String(bytes)} B`;
  const unit = bytes < 1024 * 1024 ? 'kB' : 'MB';
  const amount = bytes / (unit === 'kB' ? 1024 : 1024 * 1024);
  return `${amount.toLocaleString(locale(), { maximumFractionDigits: amount < 10 ? 1 : 0 })} ${unit}`;
}

function midnight(date: Date): number {
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
}
