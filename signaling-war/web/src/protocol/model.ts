import type { ChannelId, FileId, MemberId, MessageId, UserId } from './ids';

/** EC P-256 public key, RFC 7517. */
export interface PublicJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

export type Role = 'owner' | 'admin' | 'member' | 'guest';
export type ChannelType = 'text' | 'voice';

export interface Member {
  readonly memberId: MemberId;
  readonly nickname: string;
  readonly avatarFileId?: FileId | null;
  readonly bannerFileId?: FileId | null;
  readonly role: Role;
  readonly status: 'online' | 'offline';
  readonly joinedAt: string;
}

export interface Channel {
  readonly channelId: ChannelId;
  readonly name: string;
  readonly type: ChannelType;
  readonly position: number;
  readonly description: string;
}

export interface VoiceState {
  readonly memberId: MemberId;
  readonly channelId: ChannelId;
  readonly muted: boolean;
  readonly deafened: boolean;
  readonly camera: boolean;
  readonly screen: boolean;
}

export interface Invite {
  readonly code: string;
  readonly createdBy: MemberId;
  readonly createdAt: string;
  readonly expiresAt?: string | null;
  readonly maxUses?: number | null;
  readonly uses: number;
  readonly note?: string | null;
  readonly revoked: boolean;
}

export interface Server {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly setupRequired: boolean;
  readonly iconFileId?: FileId | null;
}

export interface Limits {
  readonly messageLength: number;
  readonly uploadBytes: number;
  readonly attachments: number;
}

export type AttachmentState = 'queued' | 'processing' | 'done' | 'rejected' | 'failed';

export interface Attachment {
  readonly file_id: FileId;
  readonly name: string;
  readonly mime: string;
  readonly size: number;
  readonly state: AttachmentState;
  readonly code?: string | null;
  readonly width?: number | null;
  readonly height?: number | null;
  readonly thumb_width?: number | null;
  readonly thumb_height?: number | null;
  readonly dominant_color?: string | null;
  /** https://blurha.sh; drawn until the picture is there. */
  readonly blur_hash?: string | null;
  readonly animated?: boolean | null;
}

export interface Reaction {
  readonly src: string;
  readonly amount: number;
  readonly members: readonly MemberId[];
}

export interface Message {
  readonly conversation_id: ChannelId;
  readonly message_id: MessageId;
  readonly sender_member_id: MemberId;
  readonly sender_nickname: string;
  readonly sender_avatar_file_id?: FileId | null;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly reactions: readonly Reaction[];
  readonly reply_to_message_id?: MessageId | null;
  readonly created_at: string;
  readonly edited_at?: string | null;
  readonly nonce?: string | null;
}

export interface Account {
  readonly id: UserId;
  readonly username: string;
  readonly displayName: string;
}

/** A picture of this server's own that stands for `:name:`. */
export interface Emoji {
  readonly name: string;
  readonly fileId: FileId;
  readonly animated?: boolean | null;
  readonly state: AttachmentState;
  readonly uploadedBy?: MemberId | null;
}
