import { type ReactNode, useState } from 'react';
import type { ChannelId, MemberId } from '../../protocol/ids';
import type { Channel, Member, VoiceState } from '../../protocol/model';
import type { Community } from '../../client/state/community';
import { Avatar } from '../../ui/Avatar';
import { IconButton } from '../../ui/Button';
import { classes } from '../../ui/classes';
import { Icon, type IconName } from '../../ui/Icon';
import { Menu, type MenuAt, type MenuItem } from '../../ui/Menu';
import { t } from '../../ui/text/text';
import styles from './ChannelColumn.module.css';
import { inOrder } from './channelOrder';

export interface ChannelColumnActions {
  readonly select: (channel: Channel) => void;
  readonly joinVoice: (channel: Channel) => void;
  readonly create: (type: Channel['type']) => void;
  readonly edit: (channel: Channel) => void;
  readonly remove: (channel: Channel) => void;
  readonly memberMenu: (member: Member, at: MenuAt) => void;
}

interface ChannelColumnProps {
  readonly community: Community;
  readonly selected: ChannelId | null;
  readonly unread: ReadonlyMap<ChannelId, number>;
  readonly speaking: ReadonlySet<string>;
  readonly mayManage: boolean;
  readonly serverMenu: readonly (MenuItem | 'line')[];
  readonly actions: ChannelColumnActions;
  /** Voice controls and the own user, at the foot. */
  readonly foot: ReactNode;
}

export function ChannelColumn(props: ChannelColumnProps) {
  const { community, serverMenu, actions, mayManage, foot } = props;
  const [menuAt, setMenuAt] = useState<MenuAt | null>(null);
  return (
    <nav className={styles['column']} aria-label={t('channel.list')} data-testid="channel-column">
      <button
        type="button"
        className={styles['server']}
        aria-haspopup="menu"
        aria-expanded={menuAt !== null}
        aria-label={`${community.server.name}: ${t('server.menu')}`}
        data-testid="server-menu"
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          setMenuAt({ x: box.left + 8, y: box.bottom + 4 });
        }}
      >
        <span data-testid="server-name">{community.server.name}</span>
        <Icon name="chevronDown" size={16} />
      </button>
      {menuAt && (
        <Menu
          label={t('server.menu')}
          items={serverMenu}
          at={menuAt}
          onClose={() => {
            setMenuAt(null);
          }}
        />
      )}
      <div className={styles['scroll']}>
        <Section
          title={t('channel.text')}
          create={mayManage ? t('channel.createText') : null}
          onCreate={() => {
            actions.create('text');
          }}
        >
          {inOrder(community.channels.values(), 'text').map((channel) => (
            <ChannelRow key={channel.channelId} channel={channel} {...props} />
          ))}
        </Section>
        <Section
          title={t('channel.voice')}
          create={mayManage ? t('channel.createVoice') : null}
          onCreate={() => {
            actions.create('voice');
          }}
        >
          {inOrder(community.channels.values(), 'voice').map((channel) => (
            <ChannelRow key={channel.channelId} channel={channel} {...props} />
          ))}
        </Section>
      </div>
      {foot}
    </nav>
  );
}

interface SectionProps {
  readonly title: string;
  readonly create: string | null;
  readonly onCreate: () => void;
  readonly children: ReactNode;
}

function Section({ title, create, onCreate, children }: SectionProps) {
  return (
    <section>
      <div className={styles['heading']}>
        <h2>{title}</h2>
        {create !== null && <IconButton icon="plus" size="small" label={create} tip="none" onClick={onCreate} />}
      </div>
      <ul>{children}</ul>
    </section>
  );
}

function ChannelRow({ channel, ...props }: ChannelColumnProps & { readonly channel: Channel }) {
  const { community, selected, unread, mayManage, actions } = props;
  const [menuAt, setMenuAt] = useState<MenuAt | null>(null);
  const count = unread.get(channel.channelId) ?? 0;
  const isSelected = selected === channel.channelId;
  const isVoice = channel.type === 'voice';
  const people = isVoice ? [...community.voice.values()].filter((voice) => voice.channelId === channel.channelId) : [];
  return (
    <li>
      <div className={classes(styles['row'], isSelected && styles['selected'], count > 0 && styles['unread'])}>
        <button
          type="button"
          className={styles['channel']}
          aria-current={isSelected ? 'page' : undefined}
          aria-label={labelOf(channel, count, isVoice)}
          data-testid={`channel-${channel.type}`}
          data-channel-id={channel.channelId}
          onClick={() => {
            actions.select(channel);
            if (isVoice) actions.joinVoice(channel);
          }}
          onContextMenu={(event) => {
            if (!mayManage) return;
            event.preventDefault();
            setMenuAt({ x: event.clientX, y: event.clientY });
          }}
        >
          <Icon name={isVoice ? 'voice' : 'hash'} size={18} />
          <span className={styles['name']}>{channel.name}</span>
          {count > 0 && <span className={styles['count']}>{count > 99 ? '99+' : count}</span>}
        </button>
        {mayManage && (
          <span className={styles['more']}>
            <IconButton
              icon="more"
              size="small"
              tip="none"
              label={t('channel.menu', { channel: channel.name })}
              aria-haspopup="menu"
              onClick={(event) => {
                const box = event.currentTarget.getBoundingClientRect();
                setMenuAt({ x: box.left, y: box.bottom + 4 });
              }}
            />
          </span>
        )}
      </div>
      {menuAt && (
        <Menu
          label={t('channel.menu', { channel: channel.name })}
          at={menuAt}
          items={[
            {
              label: t('channel.edit'),
              icon: 'edit',
              run: () => {
                actions.edit(channel);
              },
            },
            {
              label: t('channel.delete'),
              icon: 'trash',
              danger: true,
              run: () => {
                actions.remove(channel);
              },
            },
          ]}
          onClose={() => {
            setMenuAt(null);
          }}
        />
      )}
      {people.length > 0 && (
        <ul className={styles['people']}>
          {people.map((voice) => (
            <Participant key={voice.memberId} voice={voice} {...props} />
          ))}
        </ul>
      )}
    </li>
  );
}

function labelOf(channel: Channel, count: number, isVoice: boolean): string {
  if (isVoice) return t('channel.joinVoice', { channel: channel.name });
  return count > 0 ? t('channel.unread', { channel: channel.name, count }) : channel.name;
}

interface ParticipantProps {
  readonly voice: VoiceState;
  readonly community: Community;
  readonly speaking: ReadonlySet<string>;
  readonly actions: ChannelColumnActions;
}

function Participant({ voice, community, speaking, actions }: ParticipantProps) {
  const member = community.members.get(voice.memberId);
  if (!member) return null;
  const speaks = speaking.has(voice.memberId as MemberId & string);
  const signs: readonly (readonly [boolean, IconName, string])[] = [
    [voice.screen, 'screen', t('voice.screen')],
    [voice.camera, 'camera', t('voice.camera')],
    [voice.deafened, 'headphonesOff', t('voice.deafened')],
    [voice.muted && !voice.deafened, 'microphoneOff', t('voice.muted')],
  ];
  const shown = signs.filter(([on]) => on);
  return (
    <li>
      <button
        type="button"
        className={styles['person']}
        data-testid="voice-participant"
        data-member-id={voice.memberId}
        aria-haspopup="menu"
        aria-label={[member.nickname, ...shown.map(([, , words]) => words), speaks ? t('voice.speaking') : '']
          .filter(Boolean)
          .join(', ')}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          actions.memberMenu(member, { x: box.left + 24, y: box.bottom });
        }}
        onContextMenu={(event) => {
          event.preventDefault();
          actions.memberMenu(member, { x: event.clientX, y: event.clientY });
        }}
      >
        <Avatar id={member.memberId} name={member.nickname} size={24} speaking={speaks} />
        <span className={styles['name']}>{member.nickname}</span>
        {shown.map(([, icon]) => (
          <Icon key={icon} name={icon} size={15} />
        ))}
      </button>
    </li>
  );
}
