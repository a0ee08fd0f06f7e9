import { type FormEvent, useState } from 'react';
import type { Problem } from '../../protocol/problem';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { TextField } from '../../ui/Field';
import { Spinner } from '../../ui/Spinner';
import { problemText, t, type TextKey } from '../../ui/text/text';
import styles from './GatePages.module.css';

/** Pages for everybody who is, for one reason or another, not inside. */

export function WaitPage({ text }: { readonly text: TextKey }) {
  return (
    <main className={styles['wait']} aria-busy="true">
      <Spinner size={28} />
      <p>{t(text)}</p>
    </main>
  );
}

interface NoMembershipProps {
  readonly problem: Problem;
  readonly serverName: string;
  readonly accountName: string;
  readonly onJoin: (inviteCode: string) => void;
  readonly onLogOut: () => void;
}

export function NoMembershipPage({ problem, serverName, accountName, onJoin, onLogOut }: NoMembershipProps) {
  const [code, setCode] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onJoin(inviteCodeOf(code));
  };
  return (
    <Card
      testId="no-membership"
      title={t('gate.noMembership')}
      lead={t('gate.noMembershipLead', { server: serverName })}
      below={<OtherAccount name={accountName} onLogOut={onLogOut} />}
    >
      <form onSubmit={submit}>
        <TextField
          label={t('gate.inviteCode')}
          value={code}
          required
          autoComplete="off"
          error={problem.error === 'invalid_invite' ? problemText(problem) : null}
          onChange={(event) => {
            setCode(event.target.value);
          }}
        />
        <Button type="submit" look="primary" wide>
          {t('gate.join')}
        </Button>
      </form>
    </Card>
  );
}

/** The code of whatever was pasted: the code, or a link that ends with it. */
export function inviteCodeOf(pasted: string): string {
  return (
    pasted
      .trim()
      .replace(/[/?#]+$/, '')
      .split('/')
      .at(-1) ?? ''
  );
}

interface RefusedProps {
  readonly problem: Problem;
  readonly onAgain: () => void;
  readonly onLogOut: (() => void) | null;
}

export function RefusedPage({ problem, onAgain, onLogOut }: RefusedProps) {
  return (
    <Card
      testId="refused"
      title={problem.error === 'join_refused' ? t('gate.refused') : t('gate.broken')}
      lead={problemText(problem)}
    >
      {problem.correlationId !== undefined && (
        <p className={styles['reference']}>{t('gate.correlation', { id: problem.correlationId })}</p>
      )}
      <div>
        <Button look="primary" wide icon="retry" onClick={onAgain}>
          {t('retry')}
        </Button>
        {onLogOut && (
          <Button wide look="quiet" onClick={onLogOut}>
            {t('account.notYou')}
          </Button>
        )}
      </div>
    </Card>
  );
}

interface EndedProps {
  readonly how: 'kicked' | 'revoked' | 'left';
  readonly reason: string;
  readonly onAgain: () => void;
}

export function EndedPage({ how, reason, onAgain }: EndedProps) {
  return (
    <Card testId="ended" title={t(`gate.${how}`)} lead={t(`gate.${how}Lead`)}>
      {how === 'kicked' && reason !== '' && <p className={styles['reason']}>{t('gate.reason', { reason })}</p>}
      <div>
        <Button look="primary" wide onClick={onAgain}>
          {t('gate.again')}
        </Button>
      </div>
    </Card>
  );
}

interface KeyChangedProps {
  readonly pinned: string;
  readonly met: string;
  readonly onAgain: () => void;
  readonly onTrust: () => void;
}

export function KeyChangedPage({ pinned, met, onAgain, onTrust }: KeyChangedProps) {
  return (
    <main className={styles['alarm']} data-testid="key-changed" role="alert">
      <section className={styles['alarmCard']}>
        <h1>{t('gate.key')}</h1>
        <p>{t('gate.keyLead')}</p>
        <p>{t('gate.keyWhy')}</p>
        <dl className={styles['keys']}>
          <dt>{t('gate.keyPinned')}</dt>
          <dd>{grouped(pinned)}</dd>
          <dt>{t('gate.keyMet')}</dt>
          <dd>{grouped(met)}</dd>
        </dl>
        <div className={styles['alarmActions']}>
          <Button look="primary" onClick={onAgain}>
            {t('gate.keyBack')}
          </Button>
          <Button look="quiet" onClick={onTrust}>
            {t('gate.keyTrust')}
          </Button>
        </div>
      </section>
    </main>
  );
}

export function NotFoundPage({ onHome }: { readonly onHome: () => void }) {
  return (
    <Card testId="not-found" title={t('gate.notFound')} lead={t('gate.notFoundLead')}>
      <div>
        <Button look="primary" wide onClick={onHome}>
          {t('gate.home')}
        </Button>
      </div>
    </Card>
  );
}

export function OtherAccount({ name, onLogOut }: { readonly name: string; readonly onLogOut: () => void }) {
  return (
    <p className={styles['other']}>
      {t('account.as', { name })}{' '}
      <button type="button" onClick={onLogOut}>
        {t('account.notYou')}
      </button>
    </p>
  );
}

/** Groups of four are what people can read to each other on the telephone. */
function grouped(fingerprint: string): string {
  return fingerprint.match(/.{1,4}/g)?.join(' ') ?? fingerprint;
}
