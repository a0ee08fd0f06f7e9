import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Attachment } from '../../protocol/model';
import { IconButton } from '../../ui/Button';
import { MovingImage } from '../../ui/MovingImage';
import { useMotion } from '../../ui/motion';
import { usePicture } from '../../ui/pictures';
import { Spinner } from '../../ui/Spinner';
import { t } from '../../ui/text/text';
import type { Downloads } from './FileCard';
import styles from './Lightbox.module.css';
import { useZoom } from './useZoom';
import { MOST } from './zoom';

const STEP = 1.5;
const PAN_PX = 80;

interface LightboxProps {
  /** All that one can leaf through, in the order of the conversation. */
  readonly pictures: readonly Attachment[];
  readonly first: Attachment;
  readonly downloads: Downloads;
  readonly onClose: () => void;
}

/** The whole picture on the whole window. */
export function Lightbox({ pictures, first, downloads, onClose }: LightboxProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const [shown, setShown] = useState(first);
  const known = pictures.findIndex((each) => each.file_id === shown.file_id);
  const go = (by: number): void => {
    const next = known < 0 ? undefined : pictures[known + by];
    if (next) setShown(next);
  };
  useEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      className={styles['lightbox']}
      aria-label={shown.name}
      data-testid="lightbox"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <Stage
        key={shown.file_id}
        attachment={shown}
        place={
          known < 0 || pictures.length < 2 ? '' : t('lightbox.count', { index: known + 1, count: pictures.length })
        }
        downloads={downloads}
        go={go}
        onClose={onClose}
      />
      {known > 0 && (
        <span className={styles['previous']}>
          <IconButton
            icon="chevronLeft"
            size="large"
            tip="none"
            label={t('lightbox.previous')}
            onClick={() => {
              go(-1);
            }}
          />
        </span>
      )}
      {known >= 0 && known < pictures.length - 1 && (
        <span className={styles['next']}>
          <IconButton
            icon="chevronRight"
            size="large"
            tip="none"
            label={t('lightbox.next')}
            onClick={() => {
              go(1);
            }}
          />
        </span>
      )}
    </dialog>
  );
}

interface StageProps {
  readonly attachment: Attachment;
  readonly place: string;
  readonly downloads: Downloads;
  readonly go: (by: number) => void;
  readonly onClose: () => void;
}

function Stage({ attachment, place, downloads, go, onClose }: StageProps) {
  const stageRef = useRef<HTMLDivElement>(null);
  const { zoom, by, pan, reset, wasDragged, handlers } = useZoom(stageRef);
  const mayMove = useMotion();
  const [asked, setAsked] = useState<boolean | null>(null);
  const moving = attachment.animated !== true || (asked ?? mayMove);
  const large = usePicture(attachment.file_id, false);
  const small = usePicture(attachment.file_id, true);
  const url = large ?? small;
  const { name } = attachment;
  useEffect(() => {
    stageRef.current?.focus();
  }, []);

  const onKey = (event: KeyboardEvent): void => {
    const act = keyAction(event.key, zoom.scale > 1, { by, pan, reset, go });
    if (!act) return;
    event.preventDefault();
    act();
  };
  return (
    <>
      <header className={styles['bar']}>
        <span className={styles['name']}>{name}</span>
        <span className={styles['place']} role="status">
          {place}
        </span>
        {attachment.animated === true && (
          <IconButton
            icon={moving ? 'pause' : 'play'}
            tip="none"
            label={t(moving ? 'upload.stillOf' : 'upload.moveOf', { name })}
            onClick={() => {
              setAsked(!moving);
            }}
          />
        )}
        <IconButton
          icon="zoomOut"
          tip="none"
          label={t('lightbox.zoomOut')}
          disabled={zoom.scale <= 1}
          onClick={() => {
            by(1 / STEP);
          }}
        />
        <IconButton
          icon="zoomIn"
          tip="none"
          label={t('lightbox.zoomIn')}
          disabled={zoom.scale >= MOST}
          data-testid="zoom-in"
          onClick={() => {
            by(STEP);
          }}
        />
        <IconButton
          icon="download"
          tip="none"
          label={t('upload.downloadOf', { name })}
          data-testid="lightbox-download"
          onClick={() => void downloads(attachment.file_id, name)}
        />
        <IconButton icon="close" label={t('close')} tip="none" onClick={onClose} />
      </header>
      {/* A click beside the picture closes; for the keyboard there are Escape and the button. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={stageRef}
        className={styles['stage']}
        // The picture is moved by keys, so it takes the focus.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="group"
        aria-label={t('lightbox.stage', { name, zoom: Math.round(zoom.scale * 100) })}
        data-zoom={zoom.scale.toFixed(2)}
        data-testid="lightbox-stage"
        onKeyDown={onKey}
        onClick={(event) => {
          if (event.target === stageRef.current && !wasDragged()) onClose();
        }}
        onDoubleClick={() => {
          if (zoom.scale > 1) reset();
          else by(2.5);
        }}
        {...handlers}
      >
        {url ? (
          <div
            className={zoom.scale > 1 ? styles['near'] : styles['fit']}
            style={{
              transform: `translate(${String(zoom.x)}px, ${String(zoom.y)}px) scale(${String(zoom.scale)})`,
            }}
          >
            <MovingImage url={url} alt={name} moving={moving} />
          </div>
        ) : url === null ? (
          t('upload.unavailable')
        ) : (
          <Spinner size={32} />
        )}
      </div>
    </>
  );
}

interface Actions {
  readonly by: (factor: number) => void;
  readonly pan: (dx: number, dy: number) => void;
  readonly reset: () => void;
  readonly go: (by: number) => void;
}

/** Left and right leaf; once the picture is larger than the window, the arrows move it. */
function keyAction(key: string, near: boolean, { by, pan, reset, go }: Actions): (() => void) | undefined {
  const arrows: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [1, 0],
    ArrowRight: [-1, 0],
    ArrowUp: [0, 1],
    ArrowDown: [0, -1],
  };
  const arrow = arrows[key];
  if (arrow && near) {
    return () => {
      pan(arrow[0] * PAN_PX, arrow[1] * PAN_PX);
    };
  }
  const acts: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => {
      go(-1);
    },
    ArrowRight: () => {
      go(1);
    },
    '+': () => {
      by(STEP);
    },
    '=': () => {
      by(STEP);
    },
    '-': () => {
      by(1 / STEP);
    },
    '0': reset,
  };
  return acts[key];
}
