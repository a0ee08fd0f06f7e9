import { IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { MovingImage } from '../../ui/MovingImage';
import { useMotion } from '../../ui/motion';
import { t } from '../../ui/text/text';
import { type EmojiAdding, type EmojiFile, emojiRefusal, isEmojiName } from './EmojiAdding';
import styles from './EmojiSettings.module.css';

/** A file that becomes an emoji, from its name to what the server said. */
export function EmojiFileRow({ file, adding }: { readonly file: EmojiFile; readonly adding: EmojiAdding }) {
  const { state } = file;
  const moving = useMotion();
  const open = state.kind === 'named' || state.kind === 'refused';
  return (
    <li className={styles['row']} data-testid="emoji-file" data-state={state.kind}>
      <span className={styles['picture']}>
        {file.preview === null ? <Icon name="file" /> : <MovingImage url={file.preview} alt="" moving={moving} />}
      </span>
      <div className={styles['name']}>
        {file.zip || !open ? (
          <strong>{file.zip ? file.file.name : `:${file.name}:`}</strong>
        ) : (
          <input
            aria-label={t('emoji.name', { file: file.file.name })}
            aria-invalid={!isEmojiName(file.name)}
            value={file.name}
            maxLength={32}
            onChange={(event) => {
              adding.rename(file.id, event.target.value);
            }}
          />
        )}
        <Words file={file} />
      </div>
      <IconButton
        icon="close"
        size="small"
        tip="none"
        label={t('upload.remove', { name: file.file.name })}
        onClick={() => {
          adding.remove(file.id);
        }}
      />
    </li>
  );
}

function Words({ file }: { readonly file: EmojiFile }) {
  const { state } = file;
  switch (state.kind) {
    case 'named':
      return <small>{t(file.zip ? 'emoji.zip' : 'emoji.nameHint')}</small>;
    case 'sending':
      return <progress max={1} value={state.part} aria-label={file.file.name} />;
    case 'added':
      return (
        <small className={styles['good']} role="status">
          {t('emoji.added')}
        </small>
      );
    case 'refused':
      return (
        <small className={styles['bad']} role="alert">
          {state.reason}
        </small>
      );
    case 'unpacked':
      return (
        <ul role="status" data-testid="emoji-results">
          {state.results.map((result, index) => (
            // A ZIP may hold the same name twice.
            <li key={index} className={result.error ? styles['bad'] : styles['good']}>
              {result.name}: {result.error ? emojiRefusal(result) : t('emoji.added')}
            </li>
          ))}
        </ul>
      );
  }
}
