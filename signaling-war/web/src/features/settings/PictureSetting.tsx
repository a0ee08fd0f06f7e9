import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Upload, type UploadState, type UploadTools } from '../../client/files/Upload';
import { asProblem } from '../../client/RequestFailed';
import type { FileId } from '../../protocol/ids';
import { Button } from '../../ui/Button';
import { classes } from '../../ui/classes';
import { MovingImage } from '../../ui/MovingImage';
import { useMotion } from '../../ui/motion';
import { usePicture } from '../../ui/pictures';
import { fileSize } from '../../ui/text/dates';
import { uploadProblemText, verdictText } from '../../ui/text/fileTexts';
import { problemText, t } from '../../ui/text/text';
import { useReadable } from '../../ui/useReadable';
import { Cell } from '../../state/Store';
import { CropDialog, type CropShape } from './CropDialog';
import styles from './PictureSetting.module.css';

export type PictureKind = 'avatar' | 'banner' | 'icon';

const SHAPES: Readonly<Record<PictureKind, CropShape>> = {
  avatar: { aspect: 1, width: 512 },
  icon: { aspect: 1, width: 512 },
  banner: { aspect: 3, width: 1600 },
};

interface PictureSettingProps {
  readonly kind: PictureKind;
  readonly current: FileId | null | undefined;
  readonly tools: UploadTools;
  readonly maxBytes: number;
  /** Shown where there is no picture. */
  readonly children: ReactNode;
}

const NOTHING = new Cell<UploadState | null>(null);

/** One picture of a member or of the server. The old one stays until the new one is made; a refusal changes nothing. */
export function PictureSetting({ kind, current, tools, maxBytes, children }: PictureSettingProps) {
  const chooser = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<File | null>(null);
  const [upload, setUpload] = useState<Upload | null>(null);
  const [complaint, setComplaint] = useState('');
  const state = useReadable(upload ? upload.state : NOTHING);
  const path = `/api/uploads/${kind}`;
  useEffect(() => () => upload?.letGo(), [upload]);

  const send = (file: File): void => {
    setChosen(null);
    if (file.size > maxBytes) {
      setComplaint(t('upload.tooLarge', { max: fileSize(maxBytes) }));
      return;
    }
    const next = new Upload(kind, file, tools, { path, inParts: false });
    setUpload(next);
    next.start();
  };
  const choose = (file: File | undefined): void => {
    setComplaint('');
    // Too large or not is seen when it is cut: most of a photograph stays here.
    setChosen(file ?? null);
  };
  const remove = async (): Promise<void> => {
    setComplaint('');
    setUpload(null);
    await tools.api.json(path, { method: 'DELETE' }).catch((thrown: unknown) => {
      setComplaint(problemText(asProblem(thrown)));
    });
  };
  const words = complaint || (state && upload ? stateWords(state, upload.file.size) : '');
  const busy = state !== null && isBusy(state);
  return (
    <div className={styles['setting']} data-testid={`picture-${kind}`} data-state={phaseOf(state)}>
      <span className={styles['label']}>{t(`picture.${kind}`)}</span>
      <div className={styles['row']}>
        <div className={classes(styles['shown'], styles[kind])}>
          <Shown current={current} preview={busy ? (upload?.preview ?? null) : null}>
            {children}
          </Shown>
        </div>
        <div className={styles['words']}>
          <div className={styles['buttons']}>
            <Button
              icon="image"
              busy={busy}
              data-testid={`choose-${kind}`}
              onClick={() => {
                chooser.current?.click();
              }}
            >
              {current ? t('picture.change') : t('picture.choose')}
            </Button>
            {current && !busy && (
              <Button look="quiet" data-testid={`remove-${kind}`} onClick={() => void remove()}>
                {t('picture.remove')}
              </Button>
            )}
          </div>
          {state?.kind === 'sending' && (
            <progress
              max={1}
              value={state.sent / Math.max(1, upload?.file.size ?? 1)}
              aria-label={t(`picture.${kind}`)}
            />
          )}
          <p className={isBad(state) || complaint ? styles['bad'] : styles['hint']} role="status">
            {words || t(`picture.${kind}Hint`)}
          </p>
        </div>
      </div>
      <input
        ref={chooser}
        type="file"
        accept="image/*"
        hidden
        data-testid={`file-${kind}`}
        onChange={(event) => {
          choose(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      {chosen && (
        <CropDialog
          file={chosen}
          shape={SHAPES[kind]}
          onUse={send}
          onClose={() => {
            setChosen(null);
          }}
        />
      )}
    </div>
  );
}

interface ShownProps {
  readonly current: FileId | null | undefined;
  readonly preview: string | null;
  readonly children: ReactNode;
}

function Shown({ current, preview, children }: ShownProps) {
  const moving = useMotion();
  // The thumbnail is a still.
  const url = usePicture(current, !moving);
  if (preview) return <MovingImage url={preview} alt="" moving={moving} className={styles['coming']} />;
  return url ? <img src={url} alt="" /> : children;
}

function isBusy(state: UploadState): boolean {
  if (state.kind === 'stored') return state.attachment.state === 'queued' || state.attachment.state === 'processing';
  return state.kind !== 'failed';
}

function isBad(state: UploadState | null): boolean {
  return state?.kind === 'failed' || phaseOf(state) === 'rejected' || phaseOf(state) === 'failed';
}

function phaseOf(state: UploadState | null): string | undefined {
  return state?.kind === 'stored' ? state.attachment.state : state?.kind;
}

function stateWords(state: UploadState, size: number): string {
  switch (state.kind) {
    case 'waiting':
      return t('upload.waiting');
    case 'sending':
      return t('picture.sending', { percent: Math.floor((state.sent / Math.max(1, size)) * 100) });
    case 'paused':
      return t('upload.lost');
    case 'failed':
      return t('picture.refused', { reason: uploadProblemText(state.problem) });
    case 'stored':
      return storedWords(state.attachment.state, state.attachment.code);
  }
}

function storedWords(state: string, code: string | null | undefined): string {
  if (state === 'queued' || state === 'processing') return t('upload.processing');
  if (state === 'done') return t('settings.saved');
  return t('picture.refused', { reason: verdictText(code) });
}
