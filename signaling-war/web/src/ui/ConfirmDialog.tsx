import { type ReactNode, useState } from 'react';
import type { Problem } from '../protocol/problem';
import { isProblem } from '../protocol/problem';
import { Button } from './Button';
import { Dialog } from './Dialog';
import { problemText, t } from './text/text';

interface ConfirmDialogProps {
  readonly title: string;
  readonly lead: string;
  readonly action: string;
  readonly children?: ReactNode;
  /** A thrown `{problem}` is shown and the dialog stays. */
  readonly run: () => Promise<void>;
  readonly onClose: () => void;
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog({ title, lead, action, children, run, onClose }: ConfirmDialogProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const confirm = async (): Promise<void> => {
    setBusy(true);
    try {
      await run();
      onClose();
    } catch (thrown) {
      setProblem(problemOf(thrown));
      setBusy(false);
    }
  };
  return (
    <Dialog
      size="small"
      title={title}
      lead={lead}
      onClose={onClose}
      footer={
        <>
          <Button look="quiet" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button look="danger" busy={busy} data-testid="confirm" onClick={() => void confirm()}>
            {action}
          </Button>
        </>
      }
    >
      {children}
      {problem && <p role="alert">{problemText(problem)}</p>}
    </Dialog>
  );
}

function problemOf(thrown: unknown): Problem {
  const inner = typeof thrown === 'object' && thrown !== null && 'problem' in thrown ? thrown.problem : thrown;
  return isProblem(inner) ? inner : { ok: false, error: 'internal', message: String(thrown) };
}
