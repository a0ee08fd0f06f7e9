import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
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
    // A modal gives the focus to its first button; the picture is what one came for.
    dialog?.querySelector<HTMLElement>('[role=group]')?.focus();
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
      >
        <Leaf show={known > 0} by={-1} go={go} />
        <Leaf show={known >= 0 && known < pictures.length - 1} by={1} go={go} />
      </Stage>
    </dialog>
  );
}

interface LeafProps {
  readonly show: boolean;
  readonly by: 1 | -1;
  readonly go: (by: number) => void;
}

function Leaf({ show, by, go }: LeafProps) {
  if (!show) return null;
  return (
    <span className={by > 0 ? styles['next'] : styles['previous']}>
      <IconButton
        icon={by > 0 ? 'chevronRight' : 'chevronLeft'}
        size="large"
        tip="none"
        label={t(by > 0 ? 'lightbox.next' : 'lightbox.previous')}
        onClick={() => {
          go(by);
        }}
      />
    </span>
  );
}

interface StageProps {
  readonly attachment: Attachment;
  readonly place: string;
  readonly downloads: Downloads;
  readonly go: (by: number) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

function Stage({ attachment, place, downloads, go, onClose, children }: StageProps) {
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
    // Keys are for the picture, whichever button has the focus.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={styles['frame']} onKeyDown={onKey}>
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
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events */}
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
      {children}
    </div>
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
