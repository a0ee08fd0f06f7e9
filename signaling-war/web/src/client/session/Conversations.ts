import type { Pushes } from '../../protocol/events';
import type { ChannelId, MemberId, MessageId } from '../../protocol/ids';
import type { Attachment, Message } from '../../protocol/model';
import type { Problem } from '../../protocol/problem';
import type { Connection } from '../Connection';
import { randomBase64Url } from '../identity/base64url';
import { asProblem } from '../RequestFailed';
import {
  type Conversation,
  type ConversationAction,
  emptyConversation,
  type Pending,
  reduceConversation,
} from '../state/conversation';
import { Scope } from '../../state/Scope';
import { Cell, type Readable } from '../../state/Store';

const PAGE = 50;
/** The server ends typing after 8 s; this only guards against an end that was lost. */
const TYPING_ENDS_MS = 10_000;

/** Failures that say nothing about the message itself. */
const SENT_AGAIN = new Set<Problem['error']>(['network', 'timeout', 'join_required', 'unavailable']);

export interface Draft {
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly replyTo?: MessageId;
}

/** All conversations of the server, loaded when they are looked at. */
export class Conversations {
  private readonly cells = new Map<ChannelId, Cell<Conversation>>();
  private readonly scope = new Scope();
  private readonly typingTimers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly newMessage = new Set<(message: Message) => void>();
  private readonly goneMessage = new Set<(message: Message) => void>();

  constructor(private readonly connection: Connection) {
    const { scope } = this;
    scope.add(
      connection.on('chat:new', (message) => {
        this.arrived(message);
      }),
    );
    scope.add(
      connection.on('chat:edited', (message) => {
        this.changed(message);
      }),
    );
    scope.add(
      connection.on('chat:reaction', (message) => {
        this.changed(message);
      }),
    );
    scope.add(
      connection.on('chat:deleted', ({ conversation_id, message_id }) => {
        this.deleted(conversation_id, message_id);
      }),
    );
    scope.add(
      connection.on('chat:typing', (typing) => {
        this.typing(typing);
      }),
    );
    scope.add(
      connection.on('chat:stop_typing', ({ memberId, conversationId }) => {
        this.typingStopped(conversationId, memberId);
      }),
    );
  }

  conversation(id: ChannelId): Readable<Conversation> {
    return this.cellOf(id);
  }

  onNew(listener: (message: Message) => void): () => void {
    this.newMessage.add(listener);
    return () => this.newMessage.delete(listener);
  }

  /** A message that was known here is deleted, and all that belongs to it has to go. */
  onGone(listener: (message: Message) => void): () => void {
    this.goneMessage.add(listener);
    return () => this.goneMessage.delete(listener);
  }

  /** The newest page; also after an absence that the connection could not recover. */
  async load(id: ChannelId): Promise<void> {
    this.dispatch(id, { kind: 'loading' });
    try {
      const history = await this.connection.request('chat:fetch', { conversationId: id, limit: PAGE });
      this.dispatch(id, { kind: 'newest', history });
    } catch {
      this.dispatch(id, { kind: 'load.failed' });
    }
  }

  async loadOlder(id: ChannelId): Promise<void> {
    const state = this.cellOf(id).get();
    const oldest = state.messages[0];
    if (!oldest || state.loadingOlder || !state.hasOlder) return;
    this.dispatch(id, { kind: 'older.loading' });
    try {
      const asked = { conversationId: id, limit: PAGE, before: oldest.message_id };
      this.dispatch(id, { kind: 'older', history: await this.connection.request('chat:fetch', asked) });
    } catch {
      this.dispatch(id, { kind: 'older.failed' });
    }
  }

  /** Shown at once; the nonce lets a repetition find the message that was stored the first time. */
  async send(id: ChannelId, draft: Draft): Promise<void> {
    const pending: Pending = {
      nonce: randomBase64Url(18),
      ...draft,
      createdAt: new Date().toISOString(),
      failure: null,
    };
    this.dispatch(id, { kind: 'pending', pending });
    await this.deliver(id, pending);
  }

  async retry(id: ChannelId, nonce: string): Promise<void> {
    const pending = this.cellOf(id)
      .get()
      .pending.find((each) => each.nonce === nonce);
    if (!pending) return;
    this.dispatch(id, { kind: 'pending.retry', nonce });
    await this.deliver(id, pending);
  }

  drop(id: ChannelId, nonce: string): void {
    this.dispatch(id, { kind: 'pending.dropped', nonce });
  }

  async edit(id: ChannelId, messageId: MessageId, text: string): Promise<void> {
    const asked = { conversationId: id, messageId, text };
    this.changed((await this.connection.request('chat:edit', asked)).message);
  }

  async remove(id: ChannelId, messageId: MessageId): Promise<void> {
    await this.connection.request('chat:delete', { conversationId: id, messageId });
    this.deleted(id, messageId);
  }

  async react(id: ChannelId, messageId: MessageId, reactionSrc: string): Promise<void> {
    const asked = { conversationId: id, messageId, reactionSrc };
    this.changed((await this.connection.request('chat:react', asked)).message);
  }

  /** Best effort: nobody misses a typing line that did not arrive. */
  setTyping(id: ChannelId, typing: boolean): void {
    const event = typing ? 'chat:typing' : 'chat:stop_typing';
    this.connection.request(event, { conversationId: id }).catch(() => undefined);
  }

  /** After a reconnect: fetches again what is loaded, and sends what could not be sent meanwhile. */
  async resume(): Promise<void> {
    const states = [...this.cells.values()].map((cell) => cell.get());
    await Promise.all(states.filter((state) => state.loaded !== 'no').map((state) => this.load(state.id)));
    for (const state of states) {
      for (const pending of state.pending) {
        if (pending.failure && SENT_AGAIN.has(pending.failure.error)) await this.retry(state.id, pending.nonce);
      }
    }
  }

  close(): void {
    for (const timer of this.typingTimers.values()) clearTimeout(timer);
    this.scope.close();
  }

  private async deliver(id: ChannelId, pending: Pending): Promise<void> {
    try {
      const { message } = await this.connection.request('chat:send', {
        conversationId: id,
        text: pending.text,
        attachments: pending.attachments.map((attachment) => attachment.file_id),
        nonce: pending.nonce,
        ...(pending.replyTo && { replyToMessageId: pending.replyTo }),
      });
      this.dispatch(id, { kind: 'stored', message: { ...message, nonce: pending.nonce } });
    } catch (thrown) {
      this.dispatch(id, { kind: 'pending.failed', nonce: pending.nonce, failure: asProblem(thrown) });
    }
  }

  private arrived(message: Message): void {
    this.typingStopped(message.conversation_id, message.sender_member_id);
    this.dispatch(message.conversation_id, { kind: 'stored', message });
    for (const listener of [...this.newMessage]) listener(message);
  }

  private deleted(id: ChannelId, messageId: MessageId): void {
    const message = this.cellOf(id)
      .get()
      .messages.find((each) => each.message_id === messageId);
    this.dispatch(id, { kind: 'deleted', messageId });
    if (message) for (const listener of [...this.goneMessage]) listener(message);
  }

  private changed(message: Message): void {
    this.dispatch(message.conversation_id, { kind: 'changed', message });
  }

  private typing({ memberId, nickname, conversationId }: Pushes['chat:typing']): void {
    this.dispatch(conversationId, { kind: 'typing', memberId, nickname });
    const key = `${conversationId} ${memberId}`;
    clearTimeout(this.typingTimers.get(key));
    this.typingTimers.set(
      key,
      setTimeout(() => {
        this.typingStopped(conversationId, memberId);
      }, TYPING_ENDS_MS),
    );
  }

  private typingStopped(id: ChannelId, memberId: MemberId): void {
    const key = `${id} ${memberId}`;
    clearTimeout(this.typingTimers.get(key));
    this.typingTimers.delete(key);
    this.dispatch(id, { kind: 'typing.stopped', memberId });
  }

  private dispatch(id: ChannelId, action: ConversationAction): void {
    this.cellOf(id).update((state) => reduceConversation(state, action));
  }

  private cellOf(id: ChannelId): Cell<Conversation> {
    let cell = this.cells.get(id);
    if (!cell) {
      cell = new Cell(emptyConversation(id));
      this.cells.set(id, cell);
    }
    return cell;
  }
}
