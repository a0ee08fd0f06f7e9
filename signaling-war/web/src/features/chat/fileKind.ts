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
