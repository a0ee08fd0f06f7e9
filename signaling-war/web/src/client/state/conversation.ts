import type { History } from '../../protocol/events';
import type { ChannelId, MemberId, MessageId } from '../../protocol/ids';
import type { Attachment, Message } from '../../protocol/model';
import type { Problem } from '../../protocol/problem';

/** A message of ours that the server has not stored yet, or has refused. */
export interface Pending {
  readonly nonce: string;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly replyTo?: MessageId;
  readonly createdAt: string;
  /** Null while it is on its way; otherwise why it did not arrive. */
  readonly failure: Problem | null;
}

export interface Conversation {
  readonly id: ChannelId;
  readonly loaded: 'no' | 'loading' | 'yes' | 'failed';
  /** In the order of their ids, which is the order of the conversation. */
  readonly messages: readonly Message[];
  readonly pending: readonly Pending[];
  readonly hasOlder: boolean;
  readonly loadingOlder: boolean;
  readonly typing: ReadonlyMap<MemberId, string>;
}

export type ConversationAction =
  | { readonly kind: 'loading' }
  | { readonly kind: 'load.failed' }
  | { readonly kind: 'newest'; readonly history: History }
  | { readonly kind: 'older.loading' }
  | { readonly kind: 'older'; readonly history: History }
  | { readonly kind: 'older.failed' }
  | { readonly kind: 'stored'; readonly message: Message }
  | { readonly kind: 'changed'; readonly message: Message }
  | { readonly kind: 'deleted'; readonly messageId: MessageId }
  | { readonly kind: 'pending'; readonly pending: Pending }
  | { readonly kind: 'pending.failed'; readonly nonce: string; readonly failure: Problem }
  | { readonly kind: 'pending.retry'; readonly nonce: string }
  | { readonly kind: 'pending.dropped'; readonly nonce: string }
  | { readonly kind: 'typing'; readonly memberId: MemberId; readonly nickname: string }
  | { readonly kind: 'typing.stopped'; readonly memberId: MemberId };

export function emptyConversation(id: ChannelId): Conversation {
  return {
    id,
    loaded: 'no',
    messages: [],
    pending: [],
    hasOlder: false,
    loadingOlder: false,
    typing: new Map(),
  };
}

export function reduceConversation(state: Conversation, action: ConversationAction): Conversation {
  switch (action.kind) {
    case 'loading':
      return { ...state, loaded: state.loaded === 'yes' ? 'yes' : 'loading' };
    case 'load.failed':
      return { ...state, loaded: state.loaded === 'yes' ? 'yes' : 'failed' };
    case 'newest':
      return withNewest(state, action.history);
    case 'older.loading':
      return { ...state, loadingOlder: true };
    case 'older.failed':
      return { ...state, loadingOlder: false };
    case 'older':
      return {
        ...state,
        messages: merge(action.history.items, state.messages),
        hasOlder: action.history.hasMore,
        loadingOlder: false,
      };
    case 'stored':
      return withStored(state, action.message);
    case 'changed':
      return {
        ...state,
        messages: state.messages.map((message) =>
          message.message_id === action.message.message_id ? action.message : message,
        ),
      };
    case 'deleted':
      return { ...state, messages: state.messages.filter((message) => message.message_id !== action.messageId) };
    case 'pending':
      return { ...state, pending: [...state.pending, action.pending] };
    case 'pending.failed':
      return mapPending(state, action.nonce, action.failure);
    case 'pending.retry':
      return mapPending(state, action.nonce, null);
    case 'pending.dropped':
      return { ...state, pending: state.pending.filter((pending) => pending.nonce !== action.nonce) };
    case 'typing':
      return { ...state, typing: new Map(state.typing).set(action.memberId, action.nickname) };
    case 'typing.stopped':
      return { ...state, typing: withoutKey(state.typing, action.memberId) };
  }
}

function withNewest(state: Conversation, history: History): Conversation {
  const oldest = history.items[0];
  const newestKnown = state.messages.at(-1);
  // When the page fetched after an absence does not reach back to what is known, there is a hole between: start anew.
  const connected = !history.hasMore || !oldest || (newestKnown && newestKnown.message_id >= oldest.message_id);
  const older = connected && oldest ? state.messages.filter((message) => message.message_id < oldest.message_id) : [];
  const later = state.messages.filter((message) => message.message_id > (history.items.at(-1)?.message_id ?? ''));
  return {
    ...state,
    loaded: 'yes',
    messages: [...older, ...history.items, ...(history.items.length > 0 ? later : [])],
    hasOlder: older.length > 0 ? state.hasOlder : history.hasMore,
  };
}

function withStored(state: Conversation, message: Message): Conversation {
  return {
    ...state,
    messages: merge(state.messages, [message]),
    pending: message.nonce ? state.pending.filter((pending) => pending.nonce !== message.nonce) : state.pending,
    typing: withoutKey(state.typing, message.sender_member_id),
  };
}

/** Both in order; what is in both is taken from the second. */
function merge(first: readonly Message[], second: readonly Message[]): readonly Message[] {
  const byId = new Map([...first, ...second].map((message) => [message.message_id, message]));
  return [...byId.values()].sort((a, b) => (a.message_id < b.message_id ? -1 : 1));
}

function mapPending(state: Conversation, nonce: string, failure: Problem | null): Conversation {
  return {
    ...state,
    pending: state.pending.map((pending) => (pending.nonce === nonce ? { ...pending, failure } : pending)),
  };
}

function withoutKey<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  if (!map.has(key)) return map;
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}
