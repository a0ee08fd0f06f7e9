import { EmojiImage } from '../../ui/EmojiImage';
import { t } from '../../ui/text/text';
import styles from './EmojiSuggestions.module.css';

interface EmojiSuggestionsProps {
  readonly listId: string;
  readonly names: readonly string[];
  readonly chosen: number;
  readonly onPick: (name: string) => void;
}

export function suggestionId(listId: string, index: number): string {
  return `${listId}-${String(index)}`;
}

/** Names that may be meant, above the editor; the focus stays in the text. */
export function EmojiSuggestions({ listId, names, chosen, onPick }: EmojiSuggestionsProps) {
  return (
    <div
      id={listId}
      role="listbox"
      aria-label={t('emoji.suggestions')}
      className={styles['list']}
      data-testid="emoji-suggestions"
    >
      {names.map((name, index) => (
        // Keys come to the editor, which says by aria-activedescendant where one is.
        // eslint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={name}
          id={suggestionId(listId, index)}
          role="option"
          aria-selected={index === chosen}
          tabIndex={-1}
          onPointerDown={(event) => {
            event.preventDefault();
          }}
          onClick={() => {
            onPick(name);
          }}
        >
          <EmojiImage name={name} />
          <span>:{name}:</span>
        </div>
      ))}
    </div>
  );
}
