import { useSyncExternalStore } from 'react';
import { Cell, type Readable } from '../state/Store';

export type Motion = 'system' | 'play' | 'still';

const KEY = 'tertulia.motion';
const REDUCED = '(prefers-reduced-motion: reduce)';

const cell = new Cell<Motion>(initial());

export const motion: Readable<Motion> = cell;

export function chooseMotion(chosen: Motion): void {
  localStorage.setItem(KEY, chosen);
  cell.set(chosen);
}

/** Whether pictures may move without being asked to. */
export function useMotion(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(REDUCED);
      list.addEventListener('change', listener);
      const end = cell.subscribe(listener);
      return () => {
        list.removeEventListener('change', listener);
        end();
      };
    },
    () => {
      const chosen = cell.get();
      return chosen === 'system' ? !matchMedia(REDUCED).matches : chosen === 'play';
    },
  );
}

function initial(): Motion {
  const kept = typeof localStorage === 'undefined' ? null : localStorage.getItem(KEY);
  return kept === 'play' || kept === 'still' ? kept : 'system';
}
