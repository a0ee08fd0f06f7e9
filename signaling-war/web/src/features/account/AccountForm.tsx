import { type FormEvent, useState } from 'react';
import type { AccountSession } from '../../client/account/AccountSession';
import { asProblem } from '../../client/RequestFailed';
import type { Problem } from '../../protocol/problem';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { problemText, t } from '../../ui/text/text';
import styles from './AccountForm.module.css';

export type AccountMode = 'logIn' | 'signUp';

interface AccountFormProps {
  readonly session: AccountSession;
  readonly mode: AccountMode;
  readonly onMode: (mode: AccountMode) => void;
}

/** Log in or make an account; which one is the page's choice and the user's. */
export function AccountForm({ session, mode, onMode }: AccountFormProps) {
  const [username, setUsername] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const signUp = mode === 'signUp';

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      if (signUp) {
        const name = displayName.trim();
        await session.register({ username, password, ...(name !== '' && { displayName: name }) });
      } else {
        await session.logIn(username, password);
      }
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setBusy(false);
    }
  };

  const errorOf = (field: string): string | null => {
    if (problem === null) return null;
    const of = problem.field ?? (problem.error === 'username_taken' ? 'username' : 'password');
    return of === field ? problemText(problem) : null;
  };

  return (
    <form
      onSubmit={(event) => {
        void submit(event);
      }}
      data-testid="account-form"
    >
      {signUp && (
        <TextField
          label={t('account.displayName')}
          name="displayName"
          autoComplete="nickname"
          maxLength={50}
          required
          value={displayName}
          error={errorOf('displayName')}
          onChange={(event) => {
            setDisplayName(event.target.value);
          }}
        />
      )}
      <TextField
        label={t('account.username')}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        pattern="[a-z0-9_.\-]{2,32}"
        required
        hint={signUp ? t('account.usernameHint') : undefined}
        value={username}
        error={errorOf('username')}
        onChange={(event) => {
          setUsername(event.target.value.toLowerCase());
        }}
      />
      <TextField
        label={t('account.password')}
        name="password"
        type="password"
        autoComplete={signUp ? 'new-password' : 'current-password'}
        minLength={signUp ? 10 : 1}
        maxLength={256}
        required
        hint={signUp ? t('account.passwordHint') : undefined}
        value={password}
        error={errorOf('password')}
        onChange={(event) => {
          setPassword(event.target.value);
        }}
      />
      <Button type="submit" look="primary" wide busy={busy}>
        {signUp ? t('account.signUp') : t('account.logIn')}
      </Button>
      <p className={styles['other']}>
        {signUp ? t('account.haveOne') : t('account.haveNone')}{' '}
        <button
          type="button"
          className={styles['link']}
          onClick={() => {
            setProblem(null);
            onMode(signUp ? 'logIn' : 'signUp');
          }}
        >
          {signUp ? t('account.logIn') : t('account.signUp')}
        </button>
      </p>
    </form>
  );
}
