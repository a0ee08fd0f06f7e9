import { type FormEvent, type ReactNode, useState } from 'react';
import { asProblem } from '../../client/RequestFailed';
import type { Problem } from '../../protocol/problem';
import { Button } from '../../ui/Button';
import { problemText, t } from '../../ui/text/text';
import styles from './SettingsDialog.module.css';

interface SavedFormProps {
  readonly changed: boolean;
  readonly save: () => Promise<unknown>;
  readonly children: ReactNode;
}

/** Fields with one button; what the server refuses stands above it. */
export function SavedForm({ changed, save, children }: SavedFormProps) {
  const [state, setState] = useState<'open' | 'busy' | 'saved'>('open');
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setState('busy');
    setProblem(null);
    try {
      await save();
      setState('saved');
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setState('open');
    }
  };
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        void submit(event);
      }}
    >
      {children}
      {problem && <p role="alert">{problemText(problem)}</p>}
      <div className={styles['save']}>
        <Button type="submit" look="primary" disabled={!changed} busy={state === 'busy'}>
          {t('save')}
        </Button>
        {state === 'saved' && !changed && <span role="status">{t('settings.saved')}</span>}
      </div>
    </form>
  );
}
