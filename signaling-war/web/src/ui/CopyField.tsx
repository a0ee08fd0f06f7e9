import { useState } from 'react';
import { Button } from './Button';
import styles from './CopyField.module.css';
import { t } from './text/text';

interface CopyFieldProps {
  readonly label: string;
  readonly value: string;
  readonly copyLabel: string;
}

export function CopyField({ label, value, copyLabel }: CopyFieldProps) {
  const [copied, setCopied] = useState(false);
  return (
    <div className={styles['row']}>
      <input
        className={styles['value']}
        readOnly
        aria-label={label}
        value={value}
        data-testid="copy-value"
        onFocus={(event) => {
          event.target.select();
        }}
      />
      <Button
        look={copied ? 'plain' : 'primary'}
        icon={copied ? 'check' : 'copy'}
        onClick={() => {
          void navigator.clipboard.writeText(value).then(() => {
            setCopied(true);
          });
        }}
      >
        {copied ? t('copied') : copyLabel}
      </Button>
    </div>
  );
}
