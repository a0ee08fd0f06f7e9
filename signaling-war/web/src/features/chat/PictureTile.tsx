import { useState } from 'react';
import type { Attachment } from '../../protocol/model';
import { BlurHash } from '../../ui/BlurHash';
import { IconButton } from '../../ui/Button';
import { classes } from '../../ui/classes';
import { MovingImage } from '../../ui/MovingImage';
import { useMotion } from '../../ui/motion';
import { usePicture } from '../../ui/pictures';
import { Spinner } from '../../ui/Spinner';
import { stateText } from '../../ui/text/fileTexts';
import { t } from '../../ui/text/text';
import styles from './Attachments.module.css';

const MAX_WIDTH = 400;
const MAX_HEIGHT = 300;

interface Room {
  readonly width: number;
  readonly aspectRatio: string;
}

/** For a picture of which nothing is known yet. */
const UNKNOWN: Room = { width: 320, aspectRatio: '4 / 3' };

interface PictureTileProps {
  readonly attachment: Attachment;
  readonly inAlbum: boolean;
  readonly onOpen: (attachment: Attachment) => void;
}

/** One picture from its upload to its thumbnail. It keeps the room that it was first given, so that nothing jumps. */
export function PictureTile({ attachment, inAlbum, onOpen }: PictureTileProps) {
  const [room] = useState(() => (attachment.state === 'done' ? fitted(attachment) : UNKNOWN));
  const done = attachment.state === 'done';
  const mayMove = useMotion();
  const [asked, setAsked] = useState<boolean | null>(null);
  const moving = attachment.animated === true && (asked ?? mayMove);
  const { name } = attachment;
  return (
    <div
      className={classes(styles['tile'], inAlbum ? styles['square'] : room === UNKNOWN && styles['guessed'])}
      style={inAlbum ? undefined : room}
      data-testid="picture-tile"
    >
      {done ? (
        <button
          type="button"
          className={styles['picture']}
          style={{ backgroundColor: safeColor(attachment.dominant_color) }}
          aria-label={t('upload.open', { name })}
          onClick={() => {
            onOpen(attachment);
          }}
        >
          {attachment.blur_hash && <BlurHash hash={attachment.blur_hash} className={styles['blur']} />}
          <Thumbnail attachment={attachment} moving={moving} guessed={!inAlbum && room === UNKNOWN} />
        </button>
      ) : (
        <div className={styles['pending']} role="status">
          <Spinner />
          <strong>{name}</strong>
          <span>{stateText(attachment)}</span>
        </div>
      )}
      {done && attachment.animated === true && (
        <span className={styles['motion']}>
          <IconButton
            icon={moving ? 'pause' : 'play'}
            size="small"
            look="filled"
            tip="none"
            label={t(moving ? 'upload.stillOf' : 'upload.moveOf', { name })}
            data-testid="motion-toggle"
            onClick={() => {
              setAsked(!moving);
            }}
          />
        </span>
      )}
    </div>
  );
}

interface ThumbnailProps {
  readonly attachment: Attachment;
  readonly moving: boolean;
  /** The room was guessed: the picture may leave some of it free, which its own blur fills. */
  readonly guessed: boolean;
}

/** The thumbnail is a still; what moves is the full picture. */
function Thumbnail({ attachment, moving, guessed }: ThumbnailProps) {
  const still = usePicture(attachment.file_id, true);
  const whole = usePicture(moving ? attachment.file_id : null, false);
  const url = whole ?? still;
  if (url === undefined) return null;
  if (url === null) return <span className={styles['gone']}>{t('upload.unavailable')}</span>;
  // The button around it has the words.
  return (
    <>
      {guessed && still && <img className={styles['ambient']} src={still} alt="" />}
      <span className={styles['image']} data-testid={moving ? 'moving' : undefined}>
        {moving ? (
          <MovingImage url={url} alt={attachment.name} moving />
        ) : (
          <img src={url} alt={attachment.name} data-testid="thumbnail" />
        )}
      </span>
    </>
  );
}

/** The room that the picture will take is known before it has loaded. */
export function fitted(attachment: Attachment): Room {
  const width = attachment.width ?? attachment.thumb_width ?? 4;
  const height = attachment.height ?? attachment.thumb_height ?? 3;
  const shrink = Math.min(1, MAX_WIDTH / width, MAX_HEIGHT / height);
  return { width: Math.max(48, Math.round(width * shrink)), aspectRatio: `${String(width)} / ${String(height)}` };
}

/** Only a plain hex colour goes into a style. */
function safeColor(color: string | null | undefined): string | undefined {
  return color && /^#[0-9a-f]{6}$/i.test(color) ? color : undefined;
}
