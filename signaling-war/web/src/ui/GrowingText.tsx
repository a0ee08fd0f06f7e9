import { type ClipboardEvent, type KeyboardEvent, type Ref, useEffect, useRef } from 'react';
import styles from './GrowingText.module.css';

interface GrowingTextProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly maxLength?: number;
  /** Takes the focus when it appears, with the caret at the end. */
  readonly focused?: boolean;
  readonly testId?: string;
  readonly ref?: Ref<HTMLTextAreaElement>;
  readonly onChange: (value: string) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly onPaste?: (event: ClipboardEvent) => void;
}

/** A text area as high as its text. The invisible twin behind it gives the height; no measuring by script. */
export function GrowingText({ label, value, focused = false, testId, ref, onChange, ...rest }: GrowingTextProps) {
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
        value={value}
        data-testid={testId}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
    </div>
  );
}
