import type { ChannelId, FileId, MemberId, MessageId } from './ids';
import type {
  Attachment,
  Channel,
  ChannelType,
  Emoji,
  Invite,
  Limits,
  Member,
  Message,
  PublicJwk,
  Server,
  VoiceState,
} from './model';
import type { Problem } from './problem';

export interface Challenge {
  readonly nonce: string;
  readonly serverHost: string;
  readonly serverKey: PublicJwk;
}

export interface ServerTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresIn: number;
}

/** Without tokens after `session:restore`. */
export interface Joined extends Partial<ServerTokens> {
  readonly memberId: MemberId;
  readonly nickname: string;
  readonly isOwner: boolean;
  readonly setupRequired: boolean;
}

export interface Details {
  readonly version: number;
  readonly server: Server;
  readonly me: Member;
  readonly members: readonly Member[];
  readonly channels: readonly Channel[];
  readonly voice: readonly VoiceState[];
  readonly permissions: readonly string[];
  readonly limits: Limits;
  /** None from servers that are older than emojis. */
  readonly emojis?: readonly Emoji[];
}

export type Change =
  | { readonly kind: 'server.put'; readonly server: Server }
  | { readonly kind: 'member.put'; readonly member: Member }
  | { readonly kind: 'member.gone'; readonly memberId: MemberId }
  | { readonly kind: 'channel.put'; readonly channel: Channel }
  | { readonly kind: 'channel.gone'; readonly channelId: ChannelId }
  | { readonly kind: 'voice.put'; readonly voice: VoiceState }
  | { readonly kind: 'voice.gone'; readonly memberId: MemberId }
  | { readonly kind: 'emoji.put'; readonly emoji: Emoji }
  | { readonly kind: 'emoji.gone'; readonly name: string };

export interface Changed {
  readonly version: number;
  readonly changes: readonly Change[];
}

export interface History {
  readonly conversation_id: ChannelId;
  readonly items: readonly Message[];
  readonly hasMore: boolean;
  readonly before?: MessageId | null;
  readonly after?: MessageId | null;
}

export interface VoiceGrant {
  readonly room_id: string;
  readonly join_token: string;
  readonly sfu_url: string;
}

/** What the server sends unasked or as the answer to an event. */
export interface Pushes {
  'server:challenge': Challenge;
  'server:joined': Joined;
  'server:identity': { readonly proof: string };
  'server:details': Details;
  'server:changed': Changed;
  'server:left': object;
  'server:kicked': { readonly reason?: string | null };
  'server:invites': { readonly invites: readonly Invite[] };
  'server:invite:created': { readonly invite: Invite };
  'server:invite:revoked': { readonly code: string };
  'token:refreshed': ServerTokens;
  'token:revoked': { readonly reason?: string | null };
  'chat:new': Message;
  'chat:edited': Message;
  'chat:reaction': Message;
  'chat:deleted': { readonly conversation_id: ChannelId; readonly message_id: MessageId };
  /** To the uploader, about files that no message carries yet. */
  'file:changed': { readonly file: Attachment };
  'chat:typing': { readonly memberId: MemberId; readonly nickname: string; readonly conversationId: ChannelId };
  'chat:stop_typing': { readonly memberId: MemberId; readonly conversationId: ChannelId };
  'server:error': Problem;
  'session:error': Problem;
  'token:error': Problem;
}

interface Conversation {
  readonly conversationId: ChannelId;
}

interface Target {
  readonly targetMemberId: MemberId;
}

interface Exchange<Payload, Answer = object> {
  readonly payload: Payload;
  readonly answer: Answer;
}

/** A call as its client saw it, over the seconds since the last report. Losses are parts of 1. */
export interface VoiceQuality {
  readonly seconds: number;
  readonly grade: 'good' | 'fair' | 'poor';
  readonly rttMs: number;
  readonly jitterMs: number;
  readonly lossUp: number;
  readonly lossDown: number;
  readonly heardMs: number;
  readonly concealedMs: number;
  readonly freezes: number;
  readonly frozenMs: number;
}

/** What the client sends; `answer` is the acknowledgement beside `ok`. */
export interface Requests {
  'server:join': Exchange<{ nickname?: string; inviteCode?: string; ownerToken?: string }>;
  'server:verify': Exchange<{ certificate: string; assertion: string }>;
  'server:identify': Exchange<{ clientNonce: string }>;
  'session:restore': Exchange<{ accessToken: string }>;
  'token:refresh': Exchange<{ refreshToken: string }>;
  'server:leave': Exchange<object>;
  'server:details': Exchange<object>;
  'server:settings:update': Exchange<{ name?: string; description?: string }>;
  'server:invites:list': Exchange<object>;
  'server:invites:create': Exchange<{ maxUses?: number; expiresInHours?: number; note?: string }>;
  'server:invites:revoke': Exchange<{ code: string }>;
  'server:kick': Exchange<Target & { reason?: string }>;
  'server:ban': Exchange<Target & { reason?: string }>;
  'server:mute': Exchange<Target & { muted: boolean }>;
  'profile:update': Exchange<{ nickname: string }>;
  'server:channels:create': Exchange<
    { name: string; type: ChannelType; description?: string },
    { readonly channel: Channel }
  >;
  'server:channels:update': Exchange<
    { channelId: ChannelId; name?: string; description?: string; position?: number },
    { readonly channel: Channel }
  >;
  'server:channels:delete': Exchange<{ channelId: ChannelId }>;
  'chat:send': Exchange<
    Conversation & { text?: string; attachments?: readonly FileId[]; replyToMessageId?: MessageId; nonce: string },
    { readonly message: Message }
  >;
  'chat:fetch': Exchange<Conversation & { limit?: number; before?: MessageId; after?: MessageId }, History>;
  'chat:edit': Exchange<Conversation & { messageId: MessageId; text: string }, { readonly message: Message }>;
  'chat:delete': Exchange<Conversation & { messageId: MessageId }>;
  'chat:react': Exchange<Conversation & { messageId: MessageId; reactionSrc: string }, { readonly message: Message }>;
  'chat:typing': Exchange<Conversation>;
  'chat:stop_typing': Exchange<Conversation>;
  'voice:room:request': Exchange<{ channelId: ChannelId }, VoiceGrant>;
  'voice:state:update': Exchange<{ muted: boolean; deafened: boolean }>;
  'voice:camera:state': Exchange<{ enabled: boolean }>;
  'voice:screen:state': Exchange<{ enabled: boolean }>;
  'voice:channel:left': Exchange<object>;
  'voice:quality:report': Exchange<VoiceQuality>;
  'voice:disconnect:user': Exchange<Target>;
}
