import { useEffect, useRef } from 'react';
import type { FileBlobs } from '../../client/files/FileBlobs';
import type { Attachment } from '../../protocol/model';
import { IconButton } from '../../ui/Button';
import { Spinner } from '../../ui/Spinner';
import { t } from '../../ui/text/text';
import { useBlob } from './Attachments';
import styles from './Lightbox.module.css';

interface LightboxProps {
  readonly attachment: Attachment;
  readonly blobs: FileBlobs;
  readonly onClose: () => void;
}

/** The whole picture on the whole window. */
export function Lightbox({ attachment, blobs, onClose }: LightboxProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const url = useBlob(blobs, attachment.file_id, false);
  useEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return (
    // A click anywhere closes; Escape does too, by the element itself.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={ref}
      className={styles['lightbox']}
      aria-label={attachment.name}
      data-testid="lightbox"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={onClose}
    >
      <header className={styles['bar']}>
        <span>{attachment.name}</span>
        {url && (
          <a
            href={url}
            download={attachment.name}
            onClick={(event) => {
              event.stopPropagation();
            }}
          >
            {t('upload.download')}
          </a>
        )}
        <IconButton icon="close" label={t('close')} tip="none" onClick={onClose} />
      </header>
      <div className={styles['stage']}>
        {url ? <img src={url} alt={attachment.name} /> : url === null ? t('upload.unavailable') : <Spinner size={32} />}
      </div>
    </dialog>
  );
}
