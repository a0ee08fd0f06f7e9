import { type KeyboardEvent, type RefObject, useContext, useId, useState } from 'react';
import { Pictures } from '../../ui/pictures';
import { suggestionId } from './EmojiSuggestions';
import { inserted, suggestionsFor } from './emojiSearch';

interface Editing {
  readonly areaRef: RefObject<HTMLTextAreaElement | null>;
  readonly text: string;
  readonly onText: (text: string) => void;
}

/** `:na` becomes `:name:` by arrows and Enter, Tab or a click; Escape leaves the text as it is. */
export function useEmojiSuggestions({ areaRef, text, onText }: Editing) {
  const { emojis } = useContext(Pictures);
  const listId = useId();
  const [caret, setCaret] = useState(0);
  const [chosen, setChosen] = useState(0);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const done = [...emojis.values()].filter((emoji) => emoji.state === 'done').map((emoji) => emoji.name);
  const found = dismissed === text ? null : suggestionsFor(text, caret, done);
  const at = found ? Math.min(chosen, found.names.length - 1) : 0;

  const put = (from: number, to: number, what: string): void => {
    const next = inserted(text, from, to, what);
    onText(next.text);
    setCaret(next.caret);
    setChosen(0);
    // The caret can be set only when the area holds the new text.
    requestAnimationFrame(() => {
      areaRef.current?.focus();
      areaRef.current?.setSelectionRange(next.caret, next.caret);
    });
  };
  const pick = (name: string): void => {
    if (found) put(found.from, caret, `:${name}:`);
  };

  /** True when the key was meant for the list. */
  const onKey = (event: KeyboardEvent): boolean => {
    if (!found || event.nativeEvent.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setChosen((at + step + found.names.length) % found.names.length);
    else if (event.key === 'Enter' || event.key === 'Tab') pick(found.names[at] ?? '');
    else if (event.key === 'Escape') setDismissed(text);
    else return false;
    event.preventDefault();
    return true;
  };
  return {
    listId,
    names: found?.names ?? [],
    chosen: at,
    described: found ? { listId, chosenId: suggestionId(listId, at) } : null,
    onKey,
    pick,
    /** From the picker, wherever the caret is. */
    insert: (what: string): void => {
      const area = areaRef.current;
      put(area?.selectionStart ?? text.length, area?.selectionEnd ?? text.length, what);
    },
    onCaret: (place: number): void => {
      if (place !== caret) setChosen(0);
      setCaret(place);
    },
  };
}
