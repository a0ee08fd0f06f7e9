import { Cell } from '../state/Store';
import { IconButton } from './Button';
import { classes } from './classes';
import { Icon } from './Icon';
import { t } from './text/text';
import styles from './Toasts.module.css';
import { useReadable } from './useReadable';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'bad';
}

const GONE_AFTER_MS = 6000;

/** Short words in the corner, for things that happened and need no answer. */
class ToastList {
  readonly cell = new Cell<readonly Toast[]>([]);
  private next = 1;

  say(text: string): void {
    this.add(text, 'plain');
  }

  complain(text: string): void {
    this.add(text, 'bad');
  }

  remove(id: number): void {
    this.cell.update((toasts) => toasts.filter((toast) => toast.id !== id));
  }

  private add(text: string, tone: Toast['tone']): void {
    const id = this.next++;
    this.cell.update((toasts) => [...toasts.filter((toast) => toast.text !== text), { id, text, tone }].slice(-3));
    setTimeout(() => {
      this.remove(id);
    }, GONE_AFTER_MS);
  }
}

export const toasts = new ToastList();

export function Toasts() {
  const shown = useReadable(toasts.cell);
  return (
    <div className={styles['toasts']} role="status" aria-live="polite">
      {shown.map((toast) => (
        <div key={toast.id} className={classes(styles['toast'], styles[toast.tone])} data-testid="toast">
          {toast.tone === 'bad' && <Icon name="warning" size={16} />}
          <span>{toast.text}</span>
          <IconButton
            icon="close"
            size="small"
            tip="none"
            label={t('close')}
            onClick={() => {
              toasts.remove(toast.id);
            }}
          />
        </div>
      ))}
    </div>
  );
}
