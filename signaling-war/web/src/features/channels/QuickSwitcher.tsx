import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Channel } from '../../protocol/model';
import { classes } from '../../ui/classes';
import { Icon } from '../../ui/Icon';
import { t } from '../../ui/text/text';
import styles from './QuickSwitcher.module.css';
import { inOrder } from './channelOrder';

interface QuickSwitcherProps {
  readonly channels: readonly Channel[];
  readonly onGo: (channel: Channel) => void;
  readonly onClose: () => void;
}

/** Ctrl+K: a few letters and Enter. A combobox with a listbox, as the ARIA practices describe it. */
export function QuickSwitcher({ channels, onGo, onClose }: QuickSwitcherProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const found = matching([...inOrder(channels, 'text'), ...inOrder(channels, 'voice')], words);
  const chosen = found[Math.min(at, found.length - 1)];
  useEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);

  const onKey = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setAt((now) => (Math.min(now, found.length - 1) + step + found.length) % found.length);
    } else if (event.key === 'Enter' && chosen) {
      event.preventDefault();
      onGo(chosen);
    }
  };

  return (
    // A click beside the panel closes; Escape does too, by the element itself.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={ref}
      className={styles['switcher']}
      aria-label={t('switcher.label')}
      data-testid="switcher"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose();
      }}
    >
      <div className={styles['field']}>
        <Icon name="search" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls="switcher-list"
          aria-activedescendant={chosen && `switch-${chosen.channelId}`}
          aria-label={t('switcher.label')}
          placeholder={t('switcher.placeholder')}
          value={words}
          onChange={(event) => {
            setWords(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKey}
        />
      </div>
      <div id="switcher-list" className={styles['list']} role="listbox" aria-label={t('channel.list')}>
        {found.map((channel) => (
          <button
            key={channel.channelId}
            id={`switch-${channel.channelId}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={channel === chosen}
            className={classes(styles['option'], channel === chosen && styles['chosen'])}
            onClick={() => {
              onGo(channel);
            }}
          >
            <Icon name={channel.type === 'voice' ? 'voice' : 'hash'} size={18} />
            <span>{channel.name}</span>
            <small>{channel.description}</small>
          </button>
        ))}
        {found.length === 0 && <p className={styles['none']}>{t('switcher.none')}</p>}
      </div>
      <p className={styles['hint']}>{t('switcher.hint')}</p>
    </dialog>
  );
}

/** Names that begin with the words first, then those that contain them. */
export function matching(channels: readonly Channel[], words: string): readonly Channel[] {
  const wanted = words.trim().toLocaleLowerCase();
  if (wanted === '') return channels;
  const place = (channel: Channel): number => channel.name.toLocaleLowerCase().indexOf(wanted);
  return channels
    .filter((channel) => place(channel) >= 0)
    .sort((a, b) => Math.min(place(a), 1) - Math.min(place(b), 1));
}
