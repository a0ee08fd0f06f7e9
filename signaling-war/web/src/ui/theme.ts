import { Cell, type Readable } from '../state/Store';

export type Theme = 'system' | 'light' | 'dark';

/** public/theme.js reads the same key before the first paint. */
const KEY = 'tertulia.theme';

const cell = new Cell<Theme>(initialTheme());

export const theme: Readable<Theme> = cell;

export function chooseTheme(chosen: Theme): void {
  cell.set(chosen);
  if (chosen === 'system') {
    localStorage.removeItem(KEY);
    delete document.documentElement.dataset['theme'];
  } else {
    localStorage.setItem(KEY, chosen);
    document.documentElement.dataset['theme'] = chosen;
  }
}

function initialTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}
