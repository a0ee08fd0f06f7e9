import { useState } from 'react';
import type { PoorCall } from '../../media/CallWatch';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { t } from '../../ui/text/text';
import styles from './CallSummary.module.css';
import { summaryText } from './qualityText';

/** Some words after a poor call, with what somebody who can mend it would ask for. */
export function CallSummary({ call, onForget }: { readonly call: PoorCall; readonly onForget: () => void }) {
  const [copied, setCopied] = useState(false);
  return (
    <div className={styles['summary']} role="status" data-testid="call-summary">
      <Icon name="warning" />
      <div>
        <strong>{t('quality.summary')}</strong>
        <p>{summaryText(call)}</p>
        <div className={styles['acts']}>
          <Button
            icon={copied ? 'check' : 'copy'}
            onClick={() => {
              void navigator.clipboard.writeText(call.text).then(() => {
                setCopied(true);
              });
            }}
          >
            {copied ? t('copied') : t('quality.copy')}
          </Button>
          <Button look="quiet" onClick={onForget}>
            {t('quality.summaryForget')}
          </Button>
        </div>
      </div>
    </div>
  );
}
