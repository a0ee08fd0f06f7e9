import type { Problem } from '../../protocol/problem';
import { Cell, type Readable } from '../../state/Store';
import { type Catalogue, en, type TextKey } from './en';
import { es } from './es';

export type { TextKey } from './en';

export type Language = 'en' | 'es';

const CATALOGUES: Readonly<Record<Language, Catalogue>> = { en, es };
const KEY = 'tertulia.language';

const cell = new Cell<Language>(initialLanguage());

/** The app draws itself anew when this changes, so `t` may be called anywhere while drawing. */
export const language: Readable<Language> = cell;

export function chooseLanguage(chosen: Language): void {
  localStorage.setItem(KEY, chosen);
  cell.set(chosen);
}

export type Params = Readonly<Record<string, string | number>>;

export function t(key: TextKey, params?: Params): string {
  const text = CATALOGUES[cell.get()][key];
  return params ? text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole)) : text;
}

type CountedKey = TextKey extends infer K ? (K extends `${infer Stem}.many` ? Stem : never) : never;

/** `key.one` or `key.many`, with `{count}` filled in. */
export function tCount(key: CountedKey, count: number): string {
  return t(`${key}.${count === 1 ? 'one' : 'many'}` as TextKey, { count });
}

/** A refusal in the reader's language; codes that we have no words for come in the server's own. */
export function problemText(problem: Problem): string {
  const key = `error.${problem.error}`;
  if (!(key in en)) return problem.message || t('error.internal');
  return t(key as TextKey, { seconds: Math.max(1, Math.ceil((problem.retryAfterMs ?? 1000) / 1000)) });
}

function initialLanguage(): Language {
  const chosen = typeof localStorage === 'undefined' ? null : localStorage.getItem(KEY);
  if (chosen === 'en' || chosen === 'es') return chosen;
  return typeof navigator !== 'undefined' && navigator.language.startsWith('es') ? 'es' : 'en';
}
