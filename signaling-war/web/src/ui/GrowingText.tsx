import { type ClipboardEvent, type KeyboardEvent, type Ref, type SyntheticEvent, useEffect, useRef } from 'react';
import styles from './GrowingText.module.css';

interface GrowingTextProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly maxLength?: number;
  /** Takes the focus when it appears, with the caret at the end. */
  readonly focused?: boolean;
  readonly testId?: string;
  /** A list of suggestions beside it, and which of them is chosen. */
  readonly suggestions?: { readonly listId: string; readonly chosenId: string } | null;
  readonly ref?: Ref<HTMLTextAreaElement>;
  readonly onChange: (value: string) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly onSelect?: (event: SyntheticEvent<HTMLTextAreaElement>) => void;
  readonly onPaste?: (event: ClipboardEvent) => void;
}

/** A text area as high as its text. The invisible twin behind it gives the height; no measuring by script. */
export function GrowingText(props: GrowingTextProps) {
  const { label, value, focused = false, testId, suggestions, ref, onChange, ...rest } = props;
  const own = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const area = own.current;
    if (!focused || !area) return;
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  }, [focused]);
  return (
    <div className={styles['grow']} data-value={`${value} `}>
      <textarea
        {...rest}
        ref={(area) => {
          own.current = area;
          if (typeof ref === 'function') ref(area);
          else if (ref) ref.current = area;
        }}
        rows={1}
        aria-label={label}
        aria-autocomplete={suggestions === undefined ? undefined : 'list'}
        aria-controls={suggestions?.listId}
        aria-activedescendant={suggestions?.chosenId}
        value={value}
        data-testid={testId}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
    </div>
  );
}
