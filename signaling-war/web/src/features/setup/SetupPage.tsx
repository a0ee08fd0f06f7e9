import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { CopyField } from '../../ui/CopyField';
import { TextField } from '../../ui/Field';
import { Spinner } from '../../ui/Spinner';
import { problemText, t } from '../../ui/text/text';
import { useReadable } from '../../ui/useReadable';
import type { SetupViewModel } from './SetupViewModel';

/** Step 1: the owner's account; the form itself is the account feature's. */
export function SetupAccountPage({ form }: { readonly form: ReactNode }) {
  return (
    <Card
      testId="setup-account"
      title={t('setup.account')}
      lead={t('setup.accountLead')}
      below={t('setup.step', { step: 1 })}
    >
      {form}
    </Card>
  );
}

interface ClaimProps {
  readonly accountName: string;
  readonly other: ReactNode;
  readonly onClaim: () => void;
}

/** Somebody who is logged in already opens the link: ask before this account becomes the owner. */
export function SetupClaimPage({ accountName, other, onClaim }: ClaimProps) {
  return (
    <Card testId="setup-claim" title={t('account.as', { name: accountName })} lead={t('setup.claimLead')} below={other}>
      <div>
        <Button look="primary" wide onClick={onClaim}>
          {t('setup.claim')}
        </Button>
      </div>
    </Card>
  );
}

export function SetupFailedPage({ onHome }: { readonly onHome: () => void }) {
  return (
    <Card testId="setup-failed" title={t('setup.failed')} lead={t('setup.failedLead')}>
      <div>
        <Button wide onClick={onHome}>
          {t('gate.home')}
        </Button>
      </div>
    </Card>
  );
}

interface SetupPageProps {
  readonly model: SetupViewModel;
  readonly serverName: string;
  readonly onDone: () => void;
}

/** Steps 2 and 3. */
export function SetupPage({ model, serverName, onDone }: SetupPageProps) {
  const step = useReadable(model.step);
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  if (step.kind === 'inviting') {
    return (
      <Card
        testId="setup-invite"
        title={t('setup.invite')}
        lead={t('setup.inviteLead')}
        below={t('setup.step', { step: 3 })}
      >
        <div>
          {step.link !== null && <CopyField label={t('invite.link')} value={step.link} copyLabel={t('invite.copy')} />}
          {step.problem && <p role="alert">{problemText(step.problem)}</p>}
          {step.link === null && !step.problem && <Spinner />}
          <Button look="plain" wide onClick={onDone} data-testid="setup-finish">
            {t('setup.finish', { server: serverName })}
          </Button>
        </div>
      </Card>
    );
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void model.name(name, description);
  };
  return (
    <Card testId="setup-name" title={t('setup.name')} lead={t('setup.nameLead')} below={t('setup.step', { step: 2 })}>
      <form onSubmit={submit}>
        <TextField
          label={t('setup.serverName')}
          name="serverName"
          required
          maxLength={80}
          value={name}
          error={step.problem && problemText(step.problem)}
          onChange={(event) => {
            setName(event.target.value);
          }}
        />
        <TextField
          label={t('setup.description')}
          maxLength={300}
          value={description}
          onChange={(event) => {
            setDescription(event.target.value);
          }}
        />
        <Button type="submit" look="primary" wide busy={step.busy} disabled={name.trim() === ''}>
          {t('setup.next')}
        </Button>
      </form>
    </Card>
  );
}
