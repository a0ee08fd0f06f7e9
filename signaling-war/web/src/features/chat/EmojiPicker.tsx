import { type KeyboardEvent, useContext, useState } from 'react';
import { EmojiImage } from '../../ui/EmojiImage';
import type { MenuAt } from '../../ui/Menu';
import { Pictures } from '../../ui/pictures';
import { Popover } from '../../ui/Popover';
import { t } from '../../ui/text/text';
import styles from './EmojiPicker.module.css';
import { COMMON_EMOJIS, matchingEmojis } from './emojiSearch';

const COLUMNS = 8;

interface EmojiPickerProps {
  readonly label: string;
  readonly at: MenuAt;
  /** It ends at that point instead of beginning there. */
  readonly above?: boolean;
  /** A character, or `:name:` for one of the server's own. */
  readonly onPick: (src: string) => void;
  readonly onClose: () => void;
}

export function EmojiPicker({ label, at, above = false, onPick, onClose }: EmojiPickerProps) {
  const { emojis } = useContext(Pictures);
  const [sought, setSought] = useState('');
  const own = matchingEmojis(
    sought,
    [...emojis.values()].filter((emoji) => emoji.state === 'done').map((emoji) => emoji.name),
  );
  const common = COMMON_EMOJIS.filter(({ names }) => sought === '' || matchingEmojis(sought, names).length > 0);
  const pick = (src: string): void => {
    onPick(src);
    onClose();
  };
  return (
    <Popover label={label} at={at} above={above} onClose={onClose} onKeyDown={moveInGrid}>
      <div className={styles['picker']} data-testid="emoji-picker">
        <input
          type="search"
          className={styles['search']}
          aria-label={t('emoji.search')}
          placeholder={t('emoji.search')}
          value={sought}
          onChange={(event) => {
            setSought(event.target.value);
          }}
          onKeyDown={(event) => {
            const first = own[0] === undefined ? common[0]?.src : `:${own[0]}:`;
            if (event.key === 'Enter' && first !== undefined) pick(first);
          }}
        />
        <div className={styles['scroll']}>
          {own.length > 0 && <h3>{t('emoji.own')}</h3>}
          <div className={styles['grid']}>
            {own.map((name) => (
              <button
                key={name}
                type="button"
                aria-label={`:${name}:`}
                title={`:${name}:`}
                data-testid="own-emoji"
                onClick={() => {
                  pick(`:${name}:`);
                }}
              >
                <EmojiImage name={name} />
              </button>
            ))}
          </div>
          {common.length > 0 && <h3>{t('emoji.common')}</h3>}
          <div className={styles['grid']}>
            {common.map(({ src, names }) => (
              <button
                key={src}
                type="button"
                aria-label={`${src} ${names[0] ?? ''}`}
                onClick={() => {
                  pick(src);
                }}
              >
                {src}
              </button>
            ))}
          </div>
          {own.length + common.length === 0 && <p role="status">{t('emoji.notFound')}</p>}
        </div>
      </div>
    </Popover>
  );
}

/** Arrows from button to button; up from the first row is the search. */
function moveInGrid(event: KeyboardEvent): void {
  const box = event.currentTarget;
  const cells = [...box.querySelectorAll<HTMLElement>('button')];
  const now = cells.indexOf(document.activeElement as HTMLElement);
  const typing = now < 0;
  const step = { ArrowDown: typing ? 1 : COLUMNS, ArrowUp: -COLUMNS, ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined || (typing && event.key !== 'ArrowDown')) return;
  event.preventDefault();
  const next = now + step;
  if (next < 0) box.querySelector('input')?.focus();
  else cells[Math.min(next, cells.length - 1)]?.focus();
}
