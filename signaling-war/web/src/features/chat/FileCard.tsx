import { useState } from 'react';
import type { FileId } from '../../protocol/ids';
import type { Attachment } from '../../protocol/model';
import { IconButton } from '../../ui/Button';
import { classes } from '../../ui/classes';
import { Icon } from '../../ui/Icon';
import { useStream } from '../../ui/pictures';
import { Spinner } from '../../ui/Spinner';
import { fileSize } from '../../ui/text/dates';
import { stateText } from '../../ui/text/fileTexts';
import { t } from '../../ui/text/text';
import styles from './Attachments.module.css';
import { fileEnding, fileIcon, fileKind } from './fileKind';
import { StreamPlayer, WholePlayer } from './Player';

/** Saves a file on this computer; what goes wrong is said to the reader. */
export type Downloads = (fileId: FileId, name: string) => Promise<void>;

interface FileCardProps {
  readonly attachment: Attachment;
  readonly downloads: Downloads;
}

/** A file that is no picture: what it is, how large, and what can be done with it. */
export function FileCard({ attachment, downloads }: FileCardProps) {
  const [busy, setBusy] = useState(false);
  const [playing, setPlaying] = useState(false);
  const { name, mime, size, file_id: fileId } = attachment;
  const kind = fileKind(attachment);
  const done = attachment.state === 'done';
  const playable = done && (kind === 'audio' || kind === 'video');
  const streamed = useStream(fileId) !== null;
  const facts = [fileEnding(name), fileSize(size)].filter(Boolean).join(' · ');
  return (
    <div className={classes(styles['card'], styles['file'])} role="group" aria-label={name} data-testid="file-card">
      <span className={styles['sign']}>{done ? <Icon name={fileIcon(mime)} /> : <Spinner />}</span>
      <div>
        <strong title={name}>{name}</strong>
        <small>{stateText(attachment) || facts}</small>
      </div>
      {playable && !playing && !streamed && (
        <IconButton
          icon="play"
          label={t('upload.playOf', { name })}
          data-testid="play"
          onClick={() => {
            setPlaying(true);
          }}
        />
      )}
      {done && (
        <IconButton
          icon="download"
          label={t('upload.downloadOf', { name })}
          disabled={busy}
          aria-busy={busy}
          data-testid="download"
          onClick={() => {
            setBusy(true);
            void downloads(fileId, name).finally(() => {
              setBusy(false);
            });
          }}
        />
      )}
      {playable && streamed && <StreamPlayer attachment={attachment} video={kind === 'video'} />}
      {playing && !streamed && <WholePlayer attachment={attachment} video={kind === 'video'} />}
    </div>
  );
}
