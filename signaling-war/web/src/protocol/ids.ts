declare const kind: unique symbol;

/** Ids are opaque strings; the brand keeps a channel's from being passed for a member's. */
type Id<Name extends string> = string & { readonly [kind]: Name };

export type MemberId = Id<'Member'>;
export type ChannelId = Id<'Channel'>;
export type MessageId = Id<'Message'>;
export type FileId = Id<'File'>;
export type UserId = Id<'User'>;
