import { Menu, type MenuAt } from '../../ui/Menu';
import { t } from '../../ui/text/text';
import styles from './ReactionPicker.module.css';

/** What people answer with; content, not decoration of ours. */
const REACTIONS = [
  '👍',
  '❤️',
  '😂',
  '😮',
  '😢',
  '🎉',
  '🙏',
  '🔥',
  '👀',
  '✅',
  '🤔',
  '👏',
  '💯',
  '☕',
  '🌱',
  '👋',
] as const;

interface ReactionPickerProps {
  readonly at: MenuAt;
  readonly onPick: (src: string) => void;
  readonly onClose: () => void;
}

export function ReactionPicker({ at, onPick, onClose }: ReactionPickerProps) {
  return (
    <Menu
      label={t('chat.react')}
      items={[]}
      at={at}
      onClose={onClose}
      header={
        <div className={styles['grid']}>
          {REACTIONS.map((src) => (
            <button
              key={src}
              type="button"
              role="menuitem"
              onClick={() => {
                onPick(src);
                onClose();
              }}
            >
              {src}
            </button>
          ))}
        </div>
      }
    />
  );
}
