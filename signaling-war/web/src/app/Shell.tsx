import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Community } from '../client/state/community';
import { ChannelColumn } from '../features/channels/ChannelColumn';
import { inOrder } from '../features/channels/channelOrder';
import { MessagePane } from '../features/chat/MessagePane';
import { MemberList } from '../features/members/MemberList';
import { troubleText } from '../features/voice/troubleText';
import { VoiceFoot } from '../features/voice/VoiceFoot';
import { VoiceLobby } from '../features/voice/VoiceLobby';
import { VoicePanel, type VoicePanelActions } from '../features/voice/VoicePanel';
import type { Channel, Member } from '../protocol/model';
import { Button, IconButton } from '../ui/Button';
import { classes } from '../ui/classes';
import { Icon } from '../ui/Icon';
import type { MenuAt, MenuItem } from '../ui/Menu';
import { Notice } from '../ui/Notice';
import { Pictures } from '../ui/pictures';
import { t } from '../ui/text/text';
import { toasts } from '../ui/Toasts';
import { useReadable } from '../ui/useReadable';
import { Announcer } from './Announcer';
import type { Product } from './Product';
import { go } from './router';
import { ServerRail } from './ServerRail';
import styles from './Shell.module.css';
import { type Overlay, Overlays } from './Overlays';
import { useMatches } from './useMatches';
import { useShortcuts } from './useShortcuts';

interface ShellProps {
  readonly product: Product;
  readonly community: Community;
  readonly channelId: string | null;
}

/** The four columns. Narrow windows turn the outer two into drawers: first the members, then the channels. */
export function Shell({ product, community, channelId }: ShellProps) {
  const { voice, marks, session } = product;
  const callState = useReadable(voice.call.state);
  const voiceChannelId = useReadable(voice.channelId);
  const poorCall = useReadable(voice.poorCall);
  const unread = useReadable(marks.unread);
  const membersFit = useMatches('(min-width: 1080px)');
  const channelsFit = useMatches('(min-width: 760px)');
  const [membersWanted, setMembersWanted] = useState(true);
  const [drawer, setDrawer] = useState<'channels' | 'members' | null>(null);
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const channel = chosenChannel(community, channelId);
  const me = community.members.get(community.meId);
  const mayManage = me?.role === 'owner' || me?.role === 'admin';
  const actions = voiceActions(product);
  const known = useKnownPictures(product, community);

  useEffect(() => {
    product.look(channel?.channelId ?? null);
  }, [product, channel?.channelId]);
  useEffect(() => {
    document.title = channel ? `${channel.name} · ${community.server.name}` : community.server.name;
  }, [channel, community.server.name]);
  useEffect(
    () =>
      voice.onTrouble((trouble) => {
        toasts.complain(troubleText(trouble));
      }),
    [voice],
  );
  useShortcuts({
    switcher: useCallback(() => {
      setOverlay({ kind: 'switcher' });
    }, []),
    mute: useCallback(() => void voice.toggleMute(), [voice]),
    closeDrawer: useCallback(() => {
      setDrawer(null);
    }, []),
  });

  const select = (next: Channel): void => {
    go(`/channels/${encodeURIComponent(next.channelId)}`);
    setDrawer(null);
    setOverlay(null);
  };
  const memberMenu = (member: Member, at: MenuAt): void => {
    setOverlay({ kind: 'member', member, at });
  };
  const serverMenu: (MenuItem | 'line')[] = [
    {
      label: t('server.invite'),
      icon: 'invite',
      run: () => {
        setOverlay({ kind: 'invite' });
      },
    },
    ...(mayManage
      ? [
          {
            label: t('channel.create'),
            icon: 'plus' as const,
            run: () => {
              setOverlay({ kind: 'channel', subject: 'text' as const });
            },
          },
          {
            label: t('server.settings'),
            icon: 'settings' as const,
            run: () => {
              setOverlay({ kind: 'settings', page: 'server' as const });
            },
          },
        ]
      : []),
    ...(me?.role === 'owner'
      ? []
      : [
          'line' as const,
          {
            label: t('server.leave'),
            icon: 'logOut' as const,
            danger: true,
            run: () => {
              setOverlay({ kind: 'leave' });
            },
          },
        ]),
  ];
  const membersShown = membersFit ? membersWanted : drawer === 'members';
  const voiceChannel = voiceChannelId === null ? undefined : community.channels.get(voiceChannelId);

  return (
    <Pictures value={known}>
      <div className={styles['shell']}>
        <a className={styles['skip']} href="#messages">
          {t('skipToMessages')}
        </a>
        {(channelsFit || drawer === 'channels') && (
          <div className={classes(styles['left'], !channelsFit && styles['drawer'])}>
            <ServerRail
              serverName={community.server.name}
              iconFileId={community.server.iconFileId}
              unread={unread.size > 0}
              onHome={() => {
                go('/');
              }}
              onSearch={() => {
                setOverlay({ kind: 'switcher' });
              }}
            />
            <ChannelColumn
              community={community}
              selected={channel?.channelId ?? null}
              unread={unread}
              speaking={callState.speaking}
              mayManage={mayManage}
              serverMenu={serverMenu}
              actions={{
                select,
                joinVoice: (next) => void voice.join(next.channelId),
                create: (subject) => {
                  setOverlay({ kind: 'channel', subject });
                },
                edit: (subject) => {
                  setOverlay({ kind: 'channel', subject });
                },
                remove: (subject) => {
                  setOverlay({ kind: 'removeChannel', channel: subject });
                },
                memberMenu,
              }}
              foot={
                me && (
                  <VoiceFoot
                    me={me}
                    state={callState}
                    channelName={voiceChannel?.name ?? null}
                    report={voice.report}
                    speaking={callState.speaking.has(me.memberId)}
                    actions={actions}
                    onShowChannel={() => {
                      if (voiceChannel) select(voiceChannel);
                    }}
                    onSettings={() => {
                      setOverlay({ kind: 'settings', page: 'profile' });
                    }}
                  />
                )
              }
            />
          </div>
        )}
        <main className={styles['centre']}>
          <header className={styles['header']}>
            {!channelsFit && (
              <IconButton
                icon="menu"
                tip="below"
                label={t('channel.open')}
                data-testid="open-channels"
                onClick={() => {
                  setDrawer('channels');
                }}
              />
            )}
            {channel && (
              <>
                <Icon name={channel.type === 'voice' ? 'voice' : 'hash'} />
                <h1 data-testid="channel-title">{channel.name}</h1>
                {channel.description !== '' && <p>{channel.description}</p>}
              </>
            )}
            <span className={styles['space']} />
            <IconButton
              icon="invite"
              tip="below"
              label={t('server.invite')}
              data-testid="open-invites"
              onClick={() => {
                setOverlay({ kind: 'invite' });
              }}
            />
            <IconButton
              icon="people"
              tip="below"
              label={membersShown ? t('member.hide') : t('member.show')}
              look={membersShown ? 'on' : 'quiet'}
              aria-pressed={membersShown}
              data-testid="toggle-members"
              onClick={() => {
                if (membersFit) setMembersWanted(!membersWanted);
                else setDrawer(drawer === 'members' ? null : 'members');
              }}
            />
          </header>
          <div className={styles['work']}>
            {channel ? (
              <div className={styles['talk']}>
                {channel.type === 'voice' && channel.channelId === voiceChannelId && (
                  <VoicePanel channelName={channel.name} state={callState} report={voice.report} actions={actions} />
                )}
                {channel.type === 'voice' && channel.channelId !== voiceChannelId && (
                  <VoiceLobby
                    channelName={channel.name}
                    people={peopleIn(community, channel)}
                    poorCall={poorCall?.channelId === channel.channelId ? poorCall.call : null}
                    onForget={() => {
                      voice.forgetPoorCall();
                    }}
                    onJoin={() => void voice.join(channel.channelId)}
                  />
                )}
                <MessagePane
                  key={channel.channelId}
                  model={product.chat(channel.channelId, community.meId)}
                  community={community}
                  channel={channel}
                  onMemberMenu={memberMenu}
                />
              </div>
            ) : (
              <Notice
                icon="hash"
                title={t('channel.none')}
                action={
                  mayManage && (
                    <Button
                      look="primary"
                      icon="plus"
                      onClick={() => {
                        setOverlay({ kind: 'channel', subject: 'text' });
                      }}
                    >
                      {t('channel.create')}
                    </Button>
                  )
                }
              >
                {mayManage ? t('channel.noneLead') : t('channel.noneLeadMember')}
              </Notice>
            )}
            {membersShown && (
              <div className={classes(styles['right'], !membersFit && styles['drawer'])}>
                <MemberList community={community} onMenu={memberMenu} />
              </div>
            )}
          </div>
        </main>
        {((drawer === 'channels' && !channelsFit) || (drawer === 'members' && !membersFit)) && (
          <button
            type="button"
            className={styles['veil']}
            aria-label={t('close')}
            onClick={() => {
              setDrawer(null);
            }}
          />
        )}
        <Announcer product={product} community={community} channelId={channel?.channelId ?? null} />
        {overlay && (
          <Overlays
            overlay={overlay}
            product={product}
            community={community}
            select={select}
            show={setOverlay}
            leaveServer={() => session.leave()}
          />
        )}
      </div>
    </Pictures>
  );
}

/** Everything below finds faces and emojis by itself; only a change of either draws it again. */
function useKnownPictures({ blobs, streams }: Product, { members, emojis }: Community) {
  return useMemo(() => {
    const faces = [...members.values()].flatMap(({ memberId, avatarFileId }) =>
      avatarFileId ? [[memberId as string, avatarFileId] as const] : [],
    );
    return { source: blobs, streams, faces: new Map(faces), emojis };
  }, [blobs, streams, members, emojis]);
}

function chosenChannel(community: Community, channelId: string | null): Channel | undefined {
  const all = [...community.channels.values()];
  return all.find((channel) => channel.channelId === channelId) ?? inOrder(all, 'text')[0] ?? inOrder(all, 'voice')[0];
}

function peopleIn(community: Community, channel: Channel): readonly Member[] {
  return [...community.voice.values()]
    .filter((voice) => voice.channelId === channel.channelId)
    .flatMap((voice) => community.members.get(voice.memberId) ?? []);
}

const actionsOf = new WeakMap<Product, VoicePanelActions>();

/** Made once for the product, so that nothing below is drawn again because of a new function. */
function voiceActions(product: Product): VoicePanelActions {
  const kept = actionsOf.get(product);
  if (kept) return kept;
  const { voice } = product;
  const made = {
    mute: () => void voice.toggleMute(),
    deafen: () => void voice.toggleDeafen(),
    camera: () => void voice.toggleCamera(),
    screen: () => void voice.toggleScreen(),
    leave: () => void voice.leave(),
    allowSound: () => void voice.call.allowSound(),
  };
  actionsOf.set(product, made);
  return made;
}
