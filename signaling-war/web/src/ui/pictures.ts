import { createContext, useContext, useEffect, useState } from 'react';
import type { FileId } from '../protocol/ids';
import type { Emoji } from '../protocol/model';
import { Cell, type Readable } from '../state/Store';
import { useReadable } from './useReadable';

/** Where pictures come from: an address that is good from `acquire` to `release`. */
export interface PictureSource {
  acquire(fileId: FileId, thumb: boolean): Promise<string>;
  release(fileId: FileId, thumb: boolean): void;
}

/** Addresses that players fetch pieces of, once there is something that adds a token to their requests. */
export interface StreamSource {
  readonly ready: Readable<boolean>;
  address(fileId: FileId): string;
}

export interface KnownPictures {
  readonly source: PictureSource | null;
  readonly streams: StreamSource | null;
  /** The faces of members, by member id. */
  readonly faces: ReadonlyMap<string, FileId>;
  /** By name. */
  readonly emojis: ReadonlyMap<string, Emoji>;
}

export const NO_PICTURES: KnownPictures = { source: null, streams: null, faces: new Map(), emojis: new Map() };

export const Pictures = createContext<KnownPictures>(NO_PICTURES);

/** The address of a file's picture; undefined while it loads, null when there is none or it cannot be had. */
export function usePicture(fileId: FileId | null | undefined, thumb: boolean): string | null | undefined {
  const { source } = useContext(Pictures);
  const key = fileId && source ? `${fileId} ${String(thumb)}` : null;
  const [loaded, setLoaded] = useState<{ readonly key: string; readonly url: string | null } | null>(null);
  useEffect(() => {
    if (!fileId || !source) return undefined;
    const mine = `${fileId} ${String(thumb)}`;
    let wanted = true;
    const done = (url: string | null): void => {
      if (wanted) setLoaded({ key: mine, url });
    };
    source.acquire(fileId, thumb).then(done, () => {
      done(null);
    });
    return () => {
      wanted = false;
      source.release(fileId, thumb);
    };
  }, [source, fileId, thumb]);
  if (key === null) return null;
  return loaded?.key === key ? loaded.url : undefined;
}

const NEVER = new Cell(false);

/** Where a player may fetch this file piece by piece; null where that is not possible. */
export function useStream(fileId: FileId): string | null {
  const { streams } = useContext(Pictures);
  const ready = useReadable(streams?.ready ?? NEVER);
  return streams && ready ? streams.address(fileId) : null;
}
