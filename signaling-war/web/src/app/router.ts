import type { ChannelId } from '../protocol/ids';
import { Cell, type Readable } from '../state/Store';

export type Route =
  | { readonly kind: 'home'; readonly channelId: ChannelId | null }
  | { readonly kind: 'invite'; readonly code: string }
  | { readonly kind: 'setup'; readonly token: string }
  | { readonly kind: 'unknown' };

export function parseRoute(path: string, hash: string): Route {
  const [first, second, ...more] = path.split('/').filter((part) => part !== '');
  if (first === undefined) return { kind: 'home', channelId: null };
  if (more.length === 0 && second !== undefined) {
    if (first === 'channels') return { kind: 'home', channelId: decodeURIComponent(second) as ChannelId };
    if (first === 'invite') return { kind: 'invite', code: decodeURIComponent(second) };
  }
  if (first === 'setup' && second === undefined) return { kind: 'setup', token: hash.replace(/^#/, '') };
  return { kind: 'unknown' };
}

const cell = new Cell<Route>(parseRoute(location.pathname, location.hash));

export const route: Readable<Route> = cell;

export function go(path: string): void {
  if (path !== location.pathname || location.hash !== '') history.pushState(null, '', path);
  cell.set(parseRoute(location.pathname, location.hash));
}

const follow = (): void => {
  cell.set(parseRoute(location.pathname, location.hash));
};
window.addEventListener('popstate', follow);
// An owner's link that is pasted into an open page changes the hash only.
window.addEventListener('hashchange', follow);
