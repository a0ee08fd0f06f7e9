import { type ReactNode, useEffect, useId, useRef } from 'react';
import { IconButton } from './Button';
import { classes } from './classes';
import styles from './Dialog.module.css';
import { t } from './text/text';

interface DialogProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  readonly size?: 'small' | 'normal' | 'large';
  readonly onClose: () => void;
}

/** A modal by the browser's own `<dialog>`: it traps the focus, gives it back, and closes with Escape. */
export function Dialog({ title, lead, children, footer, size = 'normal', onClose }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return (
    // A click beside the panel closes; for the keyboard there is Escape, by the element itself.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={ref}
      className={classes(styles['dialog'], styles[size])}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose();
      }}
    >
      <div className={styles['panel']}>
        <header className={styles['header']}>
          <div>
            <h2 id={titleId}>{title}</h2>
            {lead !== undefined && <p className={styles['lead']}>{lead}</p>}
          </div>
          <IconButton icon="close" label={t('close')} tip="none" onClick={onClose} />
        </header>
        <div className={styles['body']}>{children}</div>
        {footer !== undefined && <footer className={styles['footer']}>{footer}</footer>}
      </div>
    </dialog>
  );
}
