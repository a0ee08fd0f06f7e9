import type { FileBlobs } from '../../client/files/FileBlobs';
import { Upload } from '../../client/files/Upload';
import { asProblem } from '../../client/RequestFailed';
import type { Conversations } from '../../client/session/Conversations';
import type { ReadMarks } from '../../client/session/ReadMarks';
import type { Conversation } from '../../client/state/conversation';
import type { ChannelId, MemberId, MessageId } from '../../protocol/ids';
import type { Limits, Message } from '../../protocol/model';
import { Cell, type Readable } from '../../state/Store';
import { fileSize } from '../../ui/text/dates';
import { problemText, t } from '../../ui/text/text';
import { toasts } from '../../ui/Toasts';

export interface ChatParts {
  readonly conversations: Conversations;
  readonly marks: ReadMarks;
  readonly blobs: FileBlobs;
  readonly bearer: () => Promise<string>;
  readonly meId: MemberId;
}

const TYPING_AGAIN_MS = 4000;

/** One conversation as this window looks at it: the draft, its uploads, and what is being answered or edited. */
export class ChatViewModel {
  readonly conversation: Readable<Conversation>;
  readonly draft = new Cell('');
  readonly uploads = new Cell<readonly Upload[]>([]);
  readonly replyTo = new Cell<Message | null>(null);
  readonly editing = new Cell<MessageId | null>(null);
  /** Where the "new messages" bar stands; fixed while the channel is being looked at. */
  lastRead: MessageId | undefined;
  private typingSentAt = 0;
  private nextUpload = 1;

  constructor(
    private readonly parts: ChatParts,
    readonly channelId: ChannelId,
    private readonly limits: () => Limits,
  ) {
    this.conversation = parts.conversations.conversation(channelId);
    this.lastRead = parts.marks.lastRead(channelId);
  }

  get blobs(): FileBlobs {
    return this.parts.blobs;
  }

  get meId(): MemberId {
    return this.parts.meId;
  }

  get maxLength(): number {
    return this.limits().messageLength;
  }

  /** The channel comes to the front. */
  open(): void {
    this.lastRead = this.parts.marks.lastRead(this.channelId);
    if (this.conversation.get().loaded === 'no') void this.parts.conversations.load(this.channelId);
  }

  reload(): void {
    void this.parts.conversations.load(this.channelId);
  }

  loadOlder(): void {
    void this.parts.conversations.loadOlder(this.channelId);
  }

  /** Everything down to the newest has been in front of the reader's eyes. */
  markRead(): void {
    const newest = this.conversation.get().messages.at(-1);
    if (newest) this.parts.marks.read(this.channelId, newest.message_id);
  }

  write(text: string): void {
    this.draft.set(text);
    const now = Date.now();
    if (text.trim() === '') this.stopTyping();
    else if (now - this.typingSentAt > TYPING_AGAIN_MS) {
      this.typingSentAt = now;
      this.parts.conversations.setTyping(this.channelId, true);
    }
  }

  addFiles(files: Iterable<File>): void {
    const { uploadBytes, attachments } = this.limits();
    for (const file of files) {
      if (this.uploads.get().length >= attachments) {
        toasts.complain(t('upload.tooMany', { max: attachments }));
        return;
      }
      if (file.size > uploadBytes) {
        toasts.complain(t('upload.tooLarge', { name: file.name, max: fileSize(uploadBytes) }));
        continue;
      }
      const upload = new Upload(String(this.nextUpload++), file, this.parts.bearer);
      this.uploads.update((uploads) => [...uploads, upload]);
      void upload.start();
    }
  }

  removeUpload(upload: Upload): void {
    upload.cancel();
    this.uploads.update((uploads) => uploads.filter((each) => each !== upload));
  }

  retryUpload(upload: Upload): void {
    this.removeUpload(upload);
    this.addFiles([upload.file]);
  }

  /** False when there is nothing to send, or an upload has not arrived yet. */
  send(): boolean {
    const text = this.draft.get().trim();
    const states = this.uploads.get().map((upload) => upload.state.get());
    const stored = states.flatMap((state) => (state.kind === 'stored' ? [state.attachment] : []));
    const tooLong = text.length > this.maxLength;
    if (tooLong || states.some((state) => state.kind === 'sending') || (text === '' && stored.length === 0))
      return false;
    const replyTo = this.replyTo.get()?.message_id;
    for (const upload of this.uploads.get()) upload.cancel();
    this.uploads.set([]);
    this.draft.set('');
    this.replyTo.set(null);
    this.typingSentAt = 0;
    this.lastRead = undefined;
    void this.parts.conversations.send(this.channelId, {
      text,
      attachments: stored,
      ...(replyTo && { replyTo }),
    });
    return true;
  }

  retry(nonce: string): void {
    void this.parts.conversations.retry(this.channelId, nonce);
  }

  drop(nonce: string): void {
    this.parts.conversations.drop(this.channelId, nonce);
  }

  async saveEdit(message: Message, text: string): Promise<void> {
    const words = text.trim();
    if (words === '' && message.attachments.length === 0) return;
    this.editing.set(null);
    if (words !== message.text) {
      await this.attempt(this.parts.conversations.edit(this.channelId, message.message_id, words));
    }
  }

  async remove(message: Message): Promise<void> {
    await this.parts.conversations.remove(this.channelId, message.message_id);
  }

  react(message: Message, src: string): void {
    void this.attempt(this.parts.conversations.react(this.channelId, message.message_id, src));
  }

  /** Arrow up in an empty editor: the last thing that I said. */
  editLast(): void {
    const mine = this.conversation.get().messages.findLast((message) => message.sender_member_id === this.meId);
    if (mine) this.editing.set(mine.message_id);
  }

  private stopTyping(): void {
    if (this.typingSentAt === 0) return;
    this.typingSentAt = 0;
    this.parts.conversations.setTyping(this.channelId, false);
  }

  private async attempt(work: Promise<void>): Promise<void> {
    await work.catch((thrown: unknown) => {
      toasts.complain(problemText(asProblem(thrown)));
    });
  }
}
