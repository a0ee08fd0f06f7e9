import { useEffect, useState } from 'react';
import type { KeptUpload } from '../../client/files/KeptUploads';
import type { Upload, UploadState } from '../../client/files/Upload';
import { IconButton } from '../../ui/Button';
import { classes } from '../../ui/classes';
import { Icon } from '../../ui/Icon';
import { MovingImage } from '../../ui/MovingImage';
import { useMotion } from '../../ui/motion';
import { fileSize } from '../../ui/text/dates';
import { t } from '../../ui/text/text';
import { useReadable } from '../../ui/useReadable';
import type { ChatViewModel } from './ChatViewModel';
import { fileIcon } from './fileKind';
import styles from './UploadTray.module.css';
import { spokenState, uploadText } from './uploadText';

/** Files that go with the next message. */
export function UploadTray({ model }: { readonly model: ChatViewModel }) {
  const uploads = useReadable(model.uploads);
  const interrupted = useReadable(model.interrupted);
  return (
    <>
      {uploads.length + interrupted.length > 0 && (
        <ul className={styles['tray']} aria-label={t('upload.list')}>
          {interrupted.map((kept) => (
            <InterruptedRow key={kept.uploadId} kept={kept} model={model} />
          ))}
          {uploads.map((upload) => (
            <UploadRow
              key={upload.id}
              upload={upload}
              onRemove={() => {
                model.removeUpload(upload);
              }}
            />
          ))}
        </ul>
      )}
      <SpokenUploads uploads={uploads} />
    </>
  );
}

interface UploadRowProps {
  readonly upload: Upload;
  readonly onRemove: () => void;
}

export function UploadRow({ upload, onRemove }: UploadRowProps) {
  const state = useReadable(upload.state);
  const { name, size } = upload.file;
  const bad = isBad(state);
  const moving = state.kind === 'sending' || state.kind === 'paused' || state.kind === 'waiting';
  return (
    <li
      className={classes(styles['upload'], bad && styles['bad'])}
      data-testid="upload"
      data-state={state.kind === 'stored' ? state.attachment.state : state.kind}
    >
      <Preview upload={upload} bad={bad} />
      <div className={styles['words']}>
        <strong title={name}>{name}</strong>
        <span data-testid="upload-words">{uploadText(state, size)}</span>
        {moving && (
          <progress
            max={Math.max(1, size)}
            value={state.kind === 'waiting' ? 0 : state.sent}
            aria-label={t('upload.progressOf', { name })}
          />
        )}
      </div>
      {upload.pausable && state.kind === 'sending' && (
        <IconButton
          icon="pause"
          size="small"
          label={t('upload.pause', { name })}
          tip="none"
          onClick={() => {
            upload.pause();
          }}
        />
      )}
      {(state.kind === 'paused' || state.kind === 'failed') && (
        <IconButton
          icon={state.kind === 'paused' && state.why === 'user' ? 'play' : 'retry'}
          size="small"
          label={t(state.kind === 'paused' ? 'upload.resume' : 'upload.retry', { name })}
          tip="none"
          data-testid="upload-again"
          onClick={() => {
            upload.start();
          }}
        />
      )}
      <IconButton
        icon="close"
        size="small"
        tip="none"
        label={t(moving ? 'upload.cancel' : 'upload.remove', { name })}
        data-testid="upload-remove"
        onClick={onRemove}
      />
    </li>
  );
}

function Preview({ upload, bad }: { readonly upload: Upload; readonly bad: boolean }) {
  const [shown, setShown] = useState(true);
  const moving = useMotion();
  return (
    <span className={styles['preview']}>
      {bad || upload.preview === null || !shown ? (
        <Icon name={bad ? 'warning' : fileIcon(upload.file.type)} />
      ) : (
        // What the browser cannot decode has the sign of its kind instead.
        <MovingImage
          url={upload.preview}
          alt=""
          moving={moving}
          onError={() => {
            setShown(false);
          }}
        />
      )}
    </span>
  );
}

/** The page was loaded anew in the middle of it, and the file is not at hand any more. */
function InterruptedRow({ kept, model }: { readonly kept: KeptUpload; readonly model: ChatViewModel }) {
  return (
    <li className={styles['upload']} data-testid="upload" data-state="interrupted">
      <span className={styles['preview']}>
        <Icon name="attach" />
      </span>
      <div className={styles['words']}>
        <strong title={kept.name}>{kept.name}</strong>
        <span>{t('upload.interrupted', { size: fileSize(kept.size) })}</span>
      </div>
      <IconButton
        icon="close"
        size="small"
        tip="none"
        label={t('upload.cancel', { name: kept.name })}
        onClick={() => {
          model.forgetInterrupted(kept);
        }}
      />
    </li>
  );
}

/** Percentages would talk without end; only what has come to an end is spoken. */
export function SpokenUploads({ uploads }: { readonly uploads: readonly Upload[] }) {
  const [words, setWords] = useState('');
  useEffect(() => {
    const ends = uploads.map((upload) => {
      let last = spokenState(upload.file.name, upload.state.get());
      return upload.state.subscribe(() => {
        const next = spokenState(upload.file.name, upload.state.get());
        if (next !== '' && next !== last) setWords(next);
        last = next;
      });
    });
    return () => {
      for (const end of ends) end();
    };
  }, [uploads]);
  return (
    <div className="unseen" aria-live="polite" data-testid="upload-announcer">
      {words}
    </div>
  );
}

function isBad(state: UploadState): boolean {
  if (state.kind === 'stored') return state.attachment.state === 'rejected' || state.attachment.state === 'failed';
  return state.kind === 'failed';
}
