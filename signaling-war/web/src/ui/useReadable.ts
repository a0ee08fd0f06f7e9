import { useSyncExternalStore } from 'react';
import type { Readable } from '../state/Store';

/** The current value; the component is drawn again when it changes. */
export function useReadable<T>(readable: Readable<T>): T {
  return useSyncExternalStore(
    (listener) => readable.subscribe(listener),
    () => readable.get(),
  );
}
