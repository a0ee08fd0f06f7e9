import type { Community } from '../../client/state/community';
import type { MemberId } from '../../protocol/ids';
import type { Member, Role } from '../../protocol/model';
import { Avatar } from '../../ui/Avatar';
import { classes } from '../../ui/classes';
import { Icon } from '../../ui/Icon';
import type { MenuAt } from '../../ui/Menu';
import { t } from '../../ui/text/text';
import styles from './MemberList.module.css';

interface MemberListProps {
  readonly community: Community;
  readonly onMenu: (member: Member, at: MenuAt) => void;
}

const ROLES: readonly Role[] = ['owner', 'admin', 'member', 'guest'];

interface Group {
  readonly key: Role | 'offline';
  readonly title: string;
  readonly members: readonly Member[];
}

/** Who is online by role, then everybody else. */
export function groupMembers(members: Iterable<Member>): readonly Group[] {
  const all = [...members].sort((a, b) => a.nickname.localeCompare(b.nickname));
  const online = ROLES.map((role) => ({
    key: role,
    title: t(`member.role.${role}`),
    members: all.filter((member) => member.role === role && member.status === 'online'),
  }));
  const offline = {
    key: 'offline' as const,
    title: t('member.offline'),
    members: all.filter((member) => member.status === 'offline'),
  };
  return [...online, offline].filter((group) => group.members.length > 0);
}

export function MemberList({ community, onMenu }: MemberListProps) {
  return (
    <aside className={styles['list']} aria-label={t('member.list')} data-testid="member-list">
      {groupMembers(community.members.values()).map((group) => (
        <section key={group.key}>
          <h2>
            {group.title} <span>{group.members.length}</span>
          </h2>
          <ul>
            {group.members.map((member) => (
              <MemberRow key={member.memberId} member={member} meId={community.meId} onMenu={onMenu} />
            ))}
          </ul>
        </section>
      ))}
    </aside>
  );
}

interface MemberRowProps {
  readonly member: Member;
  readonly meId: MemberId;
  readonly onMenu: (member: Member, at: MenuAt) => void;
}

function MemberRow({ member, meId, onMenu }: MemberRowProps) {
  return (
    <li>
      <button
        type="button"
        className={classes(styles['row'], member.status === 'offline' && styles['away'])}
        aria-haspopup="menu"
        data-testid="member"
        data-member-id={member.memberId}
        aria-label={`${member.nickname}, ${t(`member.roleOne.${member.role}`)}, ${t(`member.status.${member.status}`)}`}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          // Beside the list, which it would else cover with its banner.
          onMenu(member, { x: box.left - (member.bannerFileId ? 288 : 216), y: box.top });
        }}
        onContextMenu={(event) => {
          event.preventDefault();
          onMenu(member, { x: event.clientX, y: event.clientY });
        }}
      >
        <Avatar id={member.memberId} name={member.nickname} size={32} status={member.status} />
        <span className={styles['name']}>
          {member.nickname}
          {member.memberId === meId && <small> {t('member.you')}</small>}
        </span>
        {member.role === 'owner' && <Icon name="crown" size={15} />}
        {member.role === 'admin' && <Icon name="shield" size={15} />}
      </button>
    </li>
  );
}
