import { useEffect, useState } from 'react';
import type { FileBlobs } from '../../client/files/FileBlobs';
import type { FileId } from '../../protocol/ids';
import type { Attachment } from '../../protocol/model';
import { classes } from '../../ui/classes';
import { Icon } from '../../ui/Icon';
import { Spinner } from '../../ui/Spinner';
import { fileSize } from '../../ui/text/dates';
import { t, type TextKey } from '../../ui/text/text';
import styles from './Attachments.module.css';

/** The blob URL of a file while a component shows it; undefined while it loads, null when it cannot be had. */
export function useBlob(blobs: FileBlobs, fileId: FileId, thumb: boolean): string | null | undefined {
  const [url, setUrl] = useState<string | null | undefined>(undefined);
  useEffect(() => {
    let shown = true;
    blobs.acquire(fileId, thumb).then(
      (loaded) => {
        if (shown) setUrl(loaded);
      },
      () => {
        if (shown) setUrl(null);
      },
    );
    return () => {
      shown = false;
      blobs.release(fileId, thumb);
    };
  }, [blobs, fileId, thumb]);
  return url;
}

interface AttachmentsProps {
  readonly attachments: readonly Attachment[];
  readonly blobs: FileBlobs;
  readonly onOpen: (attachment: Attachment) => void;
}

export function Attachments({ attachments, blobs, onOpen }: AttachmentsProps) {
  return (
    <ul className={styles['attachments']}>
      {attachments.map((attachment) => (
        <li key={attachment.file_id} data-testid="attachment" data-state={attachment.state}>
          {attachment.state === 'done' ? (
            <Picture attachment={attachment} blobs={blobs} onOpen={onOpen} />
          ) : (
            <AttachmentCard attachment={attachment} />
          )}
        </li>
      ))}
    </ul>
  );
}

const MAX_WIDTH = 400;
const MAX_HEIGHT = 300;

interface PictureProps {
  readonly attachment: Attachment;
  readonly blobs: FileBlobs;
  readonly onOpen: (attachment: Attachment) => void;
}

function Picture({ attachment, blobs, onOpen }: PictureProps) {
  const url = useBlob(blobs, attachment.file_id, true);
  const size = fitted(attachment);
  return (
    <button
      type="button"
      className={styles['picture']}
      style={{ ...size, backgroundColor: safeColor(attachment.dominant_color) }}
      aria-label={t('upload.open', { name: attachment.name })}
      onClick={() => {
        onOpen(attachment);
      }}
    >
      {url && <img src={url} alt={attachment.name} data-testid="thumbnail" />}
      {url === null && <span className={styles['gone']}>{t('upload.unavailable')}</span>}
    </button>
  );
}

/** The room that the picture will take is known before it has loaded, so that nothing jumps. */
export function fitted(attachment: Attachment): { width: number; aspectRatio: string } {
  const width = attachment.width ?? attachment.thumb_width ?? 4;
  const height = attachment.height ?? attachment.thumb_height ?? 3;
  const shrink = Math.min(1, MAX_WIDTH / width, MAX_HEIGHT / height);
  return { width: Math.max(48, Math.round(width * shrink)), aspectRatio: `${String(width)} / ${String(height)}` };
}

/** Only a plain hex colour goes into a style. */
function safeColor(color: string | null | undefined): string | undefined {
  return color && /^#[0-9a-f]{6}$/i.test(color) ? color : undefined;
}

export function AttachmentCard({ attachment }: { readonly attachment: Attachment }) {
  const bad = attachment.state === 'rejected' || attachment.state === 'failed';
  return (
    <div className={classes(styles['card'], bad && styles['bad'])} role={bad ? 'group' : 'status'}>
      <span className={styles['sign']}>{bad ? <Icon name="warning" /> : <Spinner />}</span>
      <div>
        <strong>{attachment.name}</strong>
        <span data-testid="attachment-reason">{stateText(attachment)}</span>
        <small>{fileSize(attachment.size)}</small>
      </div>
    </div>
  );
}

/** The verdict codes of the image function; an unknown code is shown as it is, better than nothing. */
const REASONS: ReadonlyMap<string, TextKey> = new Map([
  ['unsupported_format', 'upload.code.unsupported_format'],
  ['too_large', 'upload.code.too_large'],
  ['corrupt', 'upload.code.corrupt'],
  ['too_many_pixels', 'upload.code.too_many_pixels'],
  ['too_many_frames', 'upload.code.too_many_frames'],
  ['timed_out', 'upload.code.timed_out'],
]);

export function stateText({ state, code }: Attachment): string {
  if (state === 'queued' || state === 'processing') return t(`upload.${state}`);
  const reason = code ? REASONS.get(code) : undefined;
  const words = reason ? t(reason) : (code?.replaceAll('_', ' ') ?? '');
  return state === 'done' ? '' : [t(`upload.${state}`), words].filter(Boolean).join(': ');
}
