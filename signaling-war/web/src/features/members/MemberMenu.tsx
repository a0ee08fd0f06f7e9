import { useState } from 'react';
import type { Connection } from '../../client/Connection';
import { asProblem } from '../../client/RequestFailed';
import type { Community } from '../../client/state/community';
import type { Member, Role } from '../../protocol/model';
import { Avatar } from '../../ui/Avatar';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { TextField } from '../../ui/Field';
import { Menu, type MenuAt, type MenuItem } from '../../ui/Menu';
import { useMotion } from '../../ui/motion';
import { usePicture } from '../../ui/pictures';
import { problemText, t } from '../../ui/text/text';
import { toasts } from '../../ui/Toasts';
import styles from './MemberMenu.module.css';

const RANK: Readonly<Record<Role, number>> = { owner: 3, admin: 2, member: 1, guest: 0 };

/** Only whom one outranks; the server decides again. */
export function mayModerate(me: Member | undefined, other: Member): boolean {
  return me !== undefined && RANK[me.role] >= RANK.admin && RANK[me.role] > RANK[other.role];
}

interface MemberMenuProps {
  readonly connection: Connection;
  readonly community: Community;
  readonly member: Member;
  readonly at: MenuAt;
  readonly volume: number;
  readonly onVolume: (volume: number) => void;
  readonly onModerate: (act: 'kick' | 'ban') => void;
  readonly onClose: () => void;
}

export function MemberMenu(props: MemberMenuProps) {
  const { connection, community, member, at, volume, onVolume, onModerate, onClose } = props;
  const [shownVolume, setShownVolume] = useState(volume);
  const banner = usePicture(member.bannerFileId, !useMotion());
  const me = community.members.get(community.meId);
  const inVoice = community.voice.has(member.memberId);
  const self = member.memberId === community.meId;
  const targetMemberId = member.memberId;
  const attempt = (work: Promise<unknown>): void => {
    work.catch((thrown: unknown) => {
      toasts.complain(problemText(asProblem(thrown)));
    });
  };
  const items: (MenuItem | 'line')[] = [];
  if (!self && mayModerate(me, member)) {
    if (inVoice) {
      items.push(
        {
          label: t('member.muteServer'),
          icon: 'microphoneOff',
          run: () => {
            attempt(connection.request('server:mute', { targetMemberId, muted: true }));
          },
        },
        {
          label: t('member.unmuteServer'),
          icon: 'microphone',
          run: () => {
            attempt(connection.request('server:mute', { targetMemberId, muted: false }));
          },
        },
        {
          label: t('member.disconnect'),
          icon: 'leave',
          run: () => {
            attempt(connection.request('voice:disconnect:user', { targetMemberId }));
          },
        },
        'line',
      );
    }
    items.push(
      {
        label: t('member.kick'),
        icon: 'logOut',
        danger: true,
        run: () => {
          onModerate('kick');
        },
      },
      {
        label: t('member.ban'),
        icon: 'close',
        danger: true,
        run: () => {
          onModerate('ban');
        },
      },
    );
  }
  return (
    <Menu
      label={t('member.menu', { name: member.nickname })}
      items={items}
      at={at}
      onClose={onClose}
      header={
        <div className={styles['header']}>
          {/* Its room is there before it has loaded, so that the menu stays where it was put. */}
          {member.bannerFileId && (
            <div className={styles['banner']}>{banner && <img src={banner} alt="" data-testid="banner" />}</div>
          )}
          <Avatar id={member.memberId} name={member.nickname} size={64} moves />
          <div>
            <strong>{member.nickname}</strong>
            <small>{t(`member.roleOne.${member.role}`)}</small>
          </div>
          {inVoice && !self && (
            <label className={styles['volume']}>
              <span>{t('member.volume')}</span>
              <input
                type="range"
                min={0}
                max={1}
                step={0.05}
                value={shownVolume}
                onChange={(event) => {
                  setShownVolume(event.target.valueAsNumber);
                  onVolume(event.target.valueAsNumber);
                }}
              />
            </label>
          )}
        </div>
      }
    />
  );
}

interface ModerationDialogProps {
  readonly connection: Connection;
  readonly member: Member;
  readonly act: 'kick' | 'ban';
  readonly onClose: () => void;
}

export function ModerationDialog({ connection, member, act, onClose }: ModerationDialogProps) {
  const [reason, setReason] = useState('');
  const name = member.nickname;
  const run = async (): Promise<void> => {
    const words = reason.trim();
    await connection.request(`server:${act}`, {
      targetMemberId: member.memberId,
      ...(words !== '' && { reason: words }),
    });
    toasts.say(t(act === 'kick' ? 'member.kicked' : 'member.banned', { name }));
  };
  return (
    <ConfirmDialog
      title={t(`member.${act}Title`, { name })}
      lead={t(`member.${act}Lead`, { name })}
      action={t(`member.${act}`)}
      run={run}
      onClose={onClose}
    >
      <TextField
        label={t('member.reason')}
        maxLength={300}
        value={reason}
        onChange={(event) => {
          setReason(event.target.value);
        }}
      />
    </ConfirmDialog>
  );
}
