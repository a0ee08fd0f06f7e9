import { useEffect, useState } from 'react';
import type { MemberId } from '../../protocol/ids';
import type { Invite } from '../../protocol/model';
import { Button, IconButton } from '../../ui/Button';
import { CopyField } from '../../ui/CopyField';
import { Dialog } from '../../ui/Dialog';
import { SelectField } from '../../ui/Field';
import { Spinner } from '../../ui/Spinner';
import { inTime } from '../../ui/text/dates';
import { problemText, t, tCount } from '../../ui/text/text';
import { toasts } from '../../ui/Toasts';
import { useReadable } from '../../ui/useReadable';
import styles from './InviteDialog.module.css';
import type { InviteDialogViewModel } from './InviteDialogViewModel';

const HOURS = ['1', '24', '168', '720', '0'] as const;
const USES = ['0', '1', '5', '25', '100'] as const;

interface InviteDialogProps {
  readonly model: InviteDialogViewModel;
  readonly serverName: string;
  readonly nameOf: (memberId: MemberId) => string;
  readonly onClose: () => void;
}

export function InviteDialog({ model, serverName, nameOf, onClose }: InviteDialogProps) {
  const state = useReadable(model.state);
  const [hours, setHours] = useState('168');
  const [uses, setUses] = useState('0');
  useEffect(() => {
    void model.load();
  }, [model]);
  return (
    <Dialog title={t('invite.dialog')} lead={t('invite.dialogLead', { server: serverName })} onClose={onClose}>
      <div className={styles['form']} data-testid="invite-dialog">
        <div className={styles['limits']}>
          <SelectField
            label={t('invite.expiry')}
            value={hours}
            options={HOURS.map((value) => ({ value, label: t(`invite.expiry.${value}`) }))}
            onChange={(event) => {
              setHours(event.target.value);
            }}
          />
          <SelectField
            label={t('invite.uses')}
            value={uses}
            options={USES.map((value) => ({ value, label: t(`invite.uses.${value}`) }))}
            onChange={(event) => {
              setUses(event.target.value);
            }}
          />
          <Button
            look="primary"
            busy={state.busy && state.invites !== null}
            onClick={() => {
              void model.create(Number(hours), Number(uses));
            }}
          >
            {t('invite.create')}
          </Button>
        </div>
        {state.problem && <p role="alert">{problemText(state.problem)}</p>}
        {state.created && (
          <CopyField
            key={state.created.code}
            label={t('invite.link')}
            value={model.linkOf(state.created)}
            copyLabel={t('invite.copy')}
          />
        )}
        <h3 className={styles['heading']}>{t('invite.active')}</h3>
        {state.invites === null && !state.problem && <Spinner />}
        {state.invites?.length === 0 && <p className={styles['none']}>{t('invite.none')}</p>}
        <ul className={styles['list']}>
          {state.invites?.map((invite) => (
            <InviteRow key={invite.code} invite={invite} model={model} creator={nameOf(invite.createdBy)} />
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

interface InviteRowProps {
  readonly invite: Invite;
  readonly model: InviteDialogViewModel;
  readonly creator: string;
}

function InviteRow({ invite, model, creator }: InviteRowProps) {
  const facts = [
    invite.maxUses
      ? t('invite.used', { uses: invite.uses, max: invite.maxUses })
      : tCount('invite.usedFreely', invite.uses),
    invite.expiresAt ? t('invite.expires', { when: inTime(invite.expiresAt) }) : t('invite.never'),
    t('invite.by', { name: creator }),
  ];
  return (
    <li className={styles['row']}>
      <div>
        <code>{invite.code}</code>
        <p>{facts.join(' · ')}</p>
      </div>
      <IconButton
        icon="copy"
        label={t('invite.copy')}
        onClick={() => {
          void navigator.clipboard.writeText(model.linkOf(invite)).then(() => {
            toasts.say(t('copied'));
          });
        }}
      />
      <IconButton
        icon="trash"
        label={t('invite.revoke')}
        onClick={() => {
          void model.revoke(invite.code);
        }}
      />
    </li>
  );
}
