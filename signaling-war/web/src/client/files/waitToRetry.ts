import type { ConnectionStatus } from '../Connection';
import type { Readable } from '../../state/Store';
import type { WaitToRetry } from './followFile';

/** Patience that ends early when the socket is back: the same line carries the files. */
export function waitingFor(status: Readable<ConnectionStatus>): WaitToRetry {
  return (inMs, signal) =>
    new Promise((resolve) => {
      let wasAway = status.get().kind !== 'online';
      const done = (): void => {
        clearTimeout(timer);
        unsubscribe();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, inMs);
      const unsubscribe = status.subscribe(() => {
        const online = status.get().kind === 'online';
        if (online && wasAway) done();
        wasAway ||= !online;
      });
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });
}
