import type { Change, Changed, Details } from '../../protocol/events';
import type { ChannelId, MemberId } from '../../protocol/ids';
import type { Channel, Emoji, Limits, Member, Server, VoiceState } from '../../protocol/model';

/** One server as this member sees it: a snapshot, and every change since. */
export interface Community {
  readonly version: number;
  readonly server: Server;
  readonly meId: MemberId;
  readonly members: ReadonlyMap<MemberId, Member>;
  readonly channels: ReadonlyMap<ChannelId, Channel>;
  readonly voice: ReadonlyMap<MemberId, VoiceState>;
  readonly permissions: readonly string[];
  readonly limits: Limits;
  /** By name. */
  readonly emojis: ReadonlyMap<string, Emoji>;
}

export function fromDetails(details: Details): Community {
  const members = new Map(details.members.map((member) => [member.memberId, member]));
  members.set(details.me.memberId, details.me);
  return {
    version: details.version,
    server: details.server,
    meId: details.me.memberId,
    members,
    channels: new Map(details.channels.map((channel) => [channel.channelId, channel])),
    voice: new Map(details.voice.map((voice) => [voice.memberId, voice])),
    permissions: details.permissions,
    limits: details.limits,
    emojis: new Map((details.emojis ?? []).map((emoji) => [emoji.name, emoji])),
  };
}

/** Snapshot law: an old snapshot and the changes after it make the new snapshot. Old changes change nothing. */
export function applyChanged(community: Community, changed: Changed): Community {
  if (changed.version <= community.version) return community;
  return changed.changes.reduce(applyChange, { ...community, version: changed.version });
}

function applyChange(community: Community, change: Change): Community {
  switch (change.kind) {
    case 'server.put':
      return { ...community, server: change.server };
    case 'member.put':
      return { ...community, members: put(community.members, change.member.memberId, change.member) };
    case 'member.gone':
      return {
        ...community,
        members: without(community.members, change.memberId),
        voice: without(community.voice, change.memberId),
      };
    case 'channel.put':
      return { ...community, channels: put(community.channels, change.channel.channelId, change.channel) };
    case 'channel.gone':
      return { ...community, channels: without(community.channels, change.channelId) };
    case 'voice.put':
      return { ...community, voice: put(community.voice, change.voice.memberId, change.voice) };
    case 'voice.gone':
      return { ...community, voice: without(community.voice, change.memberId) };
    case 'emoji.put':
      return { ...community, emojis: put(community.emojis, change.emoji.name, change.emoji) };
    case 'emoji.gone':
      return { ...community, emojis: without(community.emojis, change.name) };
    default:
      // A newer server may know kinds of change that this client does not.
      return community;
  }
}

function put<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}

function without<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  if (!map.has(key)) return map;
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}
