import type { Attachment } from '../../protocol/model';
import type { IconName } from '../../ui/Icon';

export type FileKind = 'picture' | 'audio' | 'video' | 'file';

/** By the type that the server found, never by the name. */
export function fileKind({ mime }: Pick<Attachment, 'mime'>): FileKind {
  if (mime.startsWith('image/')) return 'picture';
  if (mime.startsWith('audio/')) return 'audio';
  return mime.startsWith('video/') ? 'video' : 'file';
}

const ICONS: Readonly<Record<FileKind, IconName>> = {
  picture: 'image',
  audio: 'music',
  video: 'film',
  file: 'file',
};

export function fileIcon(mime: string): IconName {
  return ICONS[fileKind({ mime })];
}

/** What people call the type of a file; the server says of all but pictures and media that they are opaque. */
export function fileEnding(name: string): string {
  return /[^.]\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toUpperCase() ?? '';
}
