import { useState } from 'react';
import type { Community } from '../client/state/community';
import { ChannelFormDialog } from '../features/channels/ChannelDialogs';
import { QuickSwitcher } from '../features/channels/QuickSwitcher';
import { InviteDialog } from '../features/invites/InviteDialog';
import { InviteDialogViewModel } from '../features/invites/InviteDialogViewModel';
import { MemberMenu, ModerationDialog } from '../features/members/MemberMenu';
import { SettingsDialog, type SettingsPage } from '../features/settings/SettingsDialog';
import type { Channel, ChannelType, Member } from '../protocol/model';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import type { MenuAt } from '../ui/Menu';
import { t } from '../ui/text/text';
import { useReadable } from '../ui/useReadable';
import type { Product } from './Product';

/** What lies over the page; one at a time. */
export type Overlay =
  | { readonly kind: 'switcher' }
  | { readonly kind: 'invite' }
  | { readonly kind: 'settings'; readonly page: SettingsPage }
  | { readonly kind: 'channel'; readonly subject: Channel | ChannelType }
  | { readonly kind: 'removeChannel'; readonly channel: Channel }
  | { readonly kind: 'member'; readonly member: Member; readonly at: MenuAt }
  | { readonly kind: 'moderate'; readonly member: Member; readonly act: 'kick' | 'ban' }
  | { readonly kind: 'leave' };

interface OverlaysProps {
  readonly overlay: Overlay;
  readonly product: Product;
  readonly community: Community;
  readonly select: (channel: Channel) => void;
  readonly show: (overlay: Overlay | null) => void;
  readonly leaveServer: () => Promise<void>;
}

export function Overlays({ overlay, product, community, select, show, leaveServer }: OverlaysProps) {
  const { connection, voice, devices } = product;
  const account = useReadable(product.account.account);
  const [invites] = useState(() => new InviteDialogViewModel(connection, location.origin));
  const close = (): void => {
    show(null);
  };
  const me = community.members.get(community.meId);
  switch (overlay.kind) {
    case 'switcher':
      return <QuickSwitcher channels={[...community.channels.values()]} onGo={select} onClose={close} />;
    case 'invite':
      return (
        <InviteDialog
          model={invites}
          serverName={community.server.name}
          nameOf={(id) => community.members.get(id)?.nickname ?? t('chat.someoneElse')}
          onClose={close}
        />
      );
    case 'settings':
      return me ? (
        <SettingsDialog
          page={overlay.page}
          connection={connection}
          devices={devices}
          onDevice={(kind, id) => void voice.call.useDevice(kind, id)}
          me={me}
          account={account}
          community={community}
          tools={product.uploadTools}
          mayManage={me.role === 'owner' || me.role === 'admin'}
          onLogOut={() => void product.logOut()}
          onClose={close}
        />
      ) : null;
    case 'channel':
      return (
        <ChannelFormDialog
          connection={connection}
          subject={overlay.subject}
          onDone={(channel) => {
            // A new text channel is where its maker wants to be; the change itself comes by the server.
            if (typeof overlay.subject === 'string' && channel.type === 'text') select(channel);
            else close();
          }}
          onClose={close}
        />
      );
    case 'removeChannel':
      return (
        <ConfirmDialog
          title={t('channel.deleteTitle', { channel: overlay.channel.name })}
          lead={t('channel.deleteLead')}
          action={t('channel.delete')}
          run={async () => {
            await connection.request('server:channels:delete', { channelId: overlay.channel.channelId });
          }}
          onClose={close}
        />
      );
    case 'member':
      return (
        <MemberMenu
          connection={connection}
          community={community}
          // As it is now: the face may change while one looks at it.
          member={community.members.get(overlay.member.memberId) ?? overlay.member}
          at={overlay.at}
          volume={voice.call.volumeOf(overlay.member.memberId)}
          onVolume={(volume) => {
            voice.call.setVolume(overlay.member.memberId, volume);
          }}
          // The menu closes itself first; the dialog then takes its place.
          onModerate={(act) => {
            show({ kind: 'moderate', member: overlay.member, act });
          }}
          onClose={close}
        />
      );
    case 'moderate':
      return <ModerationDialog connection={connection} member={overlay.member} act={overlay.act} onClose={close} />;
    case 'leave':
      return (
        <ConfirmDialog
          title={t('server.leaveTitle', { server: community.server.name })}
          lead={t('server.leaveLead')}
          action={t('server.leave')}
          run={leaveServer}
          onClose={close}
        />
      );
  }
}
