import type { Upload, UploadState } from '../../client/files/Upload';
import { IconButton } from '../../ui/Button';
import { classes } from '../../ui/classes';
import { Icon } from '../../ui/Icon';
import { fileSize } from '../../ui/text/dates';
import { problemText, t } from '../../ui/text/text';
import { useReadable } from '../../ui/useReadable';
import { stateText } from './Attachments';
import type { ChatViewModel } from './ChatViewModel';
import styles from './UploadTray.module.css';

/** Files that go with the next message. */
export function UploadTray({ model, uploads }: { readonly model: ChatViewModel; readonly uploads: readonly Upload[] }) {
  return (
    <ul className={styles['tray']}>
      {uploads.map((upload) => (
        <UploadRow key={upload.id} upload={upload} model={model} />
      ))}
    </ul>
  );
}

function UploadRow({ upload, model }: { readonly upload: Upload; readonly model: ChatViewModel }) {
  const state = useReadable(upload.state);
  const bad = isBad(state);
  return (
    <li
      className={classes(styles['upload'], bad && styles['bad'])}
      data-testid="upload"
      data-state={state.kind === 'stored' ? state.attachment.state : state.kind}
    >
      <span className={styles['preview']}>{bad ? <Icon name="warning" /> : <img src={upload.preview} alt="" />}</span>
      <div className={styles['words']}>
        <strong>{upload.file.name}</strong>
        <span role="status">{wordsOf(state, upload.file.size)}</span>
        {state.kind === 'sending' && <progress max={1} value={state.progress} aria-label={upload.file.name} />}
      </div>
      {state.kind === 'failed' && (
        <IconButton
          icon="retry"
          size="small"
          label={t('retry')}
          onClick={() => {
            model.retryUpload(upload);
          }}
        />
      )}
      <IconButton
        icon="close"
        size="small"
        tip="none"
        label={t('upload.remove', { name: upload.file.name })}
        onClick={() => {
          model.removeUpload(upload);
        }}
      />
    </li>
  );
}

function isBad(state: UploadState): boolean {
  if (state.kind === 'stored') return state.attachment.state === 'rejected' || state.attachment.state === 'failed';
  return state.kind === 'failed';
}

function wordsOf(state: UploadState, size: number): string {
  switch (state.kind) {
    case 'sending':
      return `${String(Math.round(state.progress * 100))} % · ${fileSize(size)}`;
    case 'stored':
      return stateText(state.attachment) || fileSize(size);
    case 'failed':
      return `${t('upload.notSent')}: ${problemText(state.problem)}`;
  }
}
