import type { Attachment } from '../../protocol/model';
import { classes } from '../../ui/classes';
import { Icon } from '../../ui/Icon';
import { fileSize } from '../../ui/text/dates';
import { stateText } from '../../ui/text/fileTexts';
import styles from './Attachments.module.css';
import { FileCard, type Downloads } from './FileCard';
import { fileKind } from './fileKind';
import { PictureTile } from './PictureTile';

interface AttachmentsProps {
  readonly attachments: readonly Attachment[];
  readonly downloads: Downloads;
  readonly onOpen: (attachment: Attachment) => void;
}

export function Attachments({ attachments, downloads, onOpen }: AttachmentsProps) {
  const pictures = attachments.filter((each) => fileKind(each) === 'picture' && !isBad(each));
  const rest = attachments.filter((each) => !pictures.includes(each));
  const album = pictures.length > 1;
  return (
    <>
      {pictures.length > 0 && (
        <ul className={classes(styles['attachments'], album && styles['album'])}>
          {pictures.map((picture) => (
            <li key={picture.file_id} data-testid="attachment" data-state={picture.state}>
              <PictureTile attachment={picture} inAlbum={album} onOpen={onOpen} />
            </li>
          ))}
        </ul>
      )}
      {rest.length > 0 && (
        <ul className={styles['attachments']}>
          {rest.map((attachment) => (
            <li key={attachment.file_id} data-testid="attachment" data-state={attachment.state}>
              {isBad(attachment) ? (
                <BadCard attachment={attachment} />
              ) : (
                <FileCard attachment={attachment} downloads={downloads} />
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function isBad({ state }: Attachment): boolean {
  return state === 'rejected' || state === 'failed';
}

function BadCard({ attachment }: { readonly attachment: Attachment }) {
  return (
    <div className={classes(styles['card'], styles['bad'])} role="group" aria-label={attachment.name}>
      <span className={styles['sign']}>
        <Icon name="warning" />
      </span>
      <div>
        <strong title={attachment.name}>{attachment.name}</strong>
        <span data-testid="attachment-reason">{stateText(attachment)}</span>
        <small>{fileSize(attachment.size)}</small>
      </div>
    </div>
  );
}
