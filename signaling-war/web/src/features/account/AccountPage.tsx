import { useState } from 'react';
import type { AccountSession } from '../../client/account/AccountSession';
import { Card } from '../../ui/Card';
import { t } from '../../ui/text/text';
import { AccountForm, type AccountMode } from './AccountForm';

/** The front door of somebody who is not logged in. */
export function AccountPage({
  session,
  serverName,
}: {
  readonly session: AccountSession;
  readonly serverName: string;
}) {
  const [mode, setMode] = useState<AccountMode>('logIn');
  return (
    <Card
      testId="account-page"
      title={mode === 'logIn' ? t('account.welcome') : t('account.new')}
      lead={mode === 'logIn' ? t('account.welcomeLead', { server: serverName }) : t('account.newLead')}
    >
      <AccountForm session={session} mode={mode} onMode={setMode} />
    </Card>
  );
}
