import type { AttachmentUploads } from '../../client/files/AttachmentUploads';
import type { FileBlobs } from '../../client/files/FileBlobs';
import { isSameFile, type KeptUpload } from '../../client/files/KeptUploads';
import { quotaProblems } from '../../client/files/quotaProblems';
import { isReadable, type Upload } from '../../client/files/Upload';
import { asProblem } from '../../client/RequestFailed';
import type { Conversations } from '../../client/session/Conversations';
import type { ReadMarks } from '../../client/session/ReadMarks';
import type { Conversation } from '../../client/state/conversation';
import type { ChannelId, FileId, MemberId, MessageId } from '../../protocol/ids';
import type { Limits, Message } from '../../protocol/model';
import { Cell, type Readable } from '../../state/Store';
import { problemText, t } from '../../ui/text/text';
import { toasts } from '../../ui/Toasts';
import { Outbox, type Outgoing } from './Outbox';

export interface ChatParts {
  readonly conversations: Conversations;
  readonly marks: ReadMarks;
  readonly blobs: FileBlobs;
  readonly uploads: AttachmentUploads;
  readonly meId: MemberId;
}

const TYPING_AGAIN_MS = 4000;

/** One conversation as this window looks at it: the draft, its uploads, and what is being answered or edited. */
export class ChatViewModel {
  readonly conversation: Readable<Conversation>;
  readonly draft = new Cell('');
  readonly uploads = new Cell<readonly Upload[]>([]);
  /** Uploads that a reload broke off and whose files the browser has not kept. */
  readonly interrupted = new Cell<readonly KeptUpload[]>([]);
  readonly outbox: Outbox;
  readonly replyTo = new Cell<Message | null>(null);
  readonly editing = new Cell<MessageId | null>(null);
  /** Where the "new messages" bar stands; fixed while the channel is being looked at. */
  lastRead: MessageId | undefined;
  private typingSentAt = 0;

  constructor(
    private readonly parts: ChatParts,
    readonly channelId: ChannelId,
    private readonly limits: () => Limits,
  ) {
    this.conversation = parts.conversations.conversation(channelId);
    this.lastRead = parts.marks.lastRead(channelId);
    this.outbox = new Outbox((draft) => void parts.conversations.send(channelId, draft));
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

  get maxUploadBytes(): number {
    return this.limits().uploadBytes;
  }

  /** Whether leaving the page now would lose something. */
  get unsafe(): boolean {
    const moving = this.uploads.get().some((upload) => !upload.pausable && isMoving(upload));
    return moving || this.outbox.waiting.get().length > 0;
  }

  /** What cannot be taken is said before a byte is sent; the rest begins at once, in this order. */
  addFiles(files: Iterable<File>): void {
    const { attachments } = this.limits();
    const added: Upload[] = [];
    for (const file of files) {
      if (this.uploads.get().length + added.length >= attachments) {
        toasts.complain(t('upload.tooMany', { max: attachments }));
        break;
      }
      added.push(this.createUpload(file));
    }
    if (added.length === 0) return;
    this.uploads.update((uploads) => [...uploads, ...added]);
    void this.begin(added);
  }

  /** After a reload: goes on by itself when the browser still has the file. */
  async restore(kept: KeptUpload): Promise<void> {
    const { file } = kept;
    if (file === null || !(await isReadable(file))) {
      this.interrupted.update((all) => [...all, kept]);
      return;
    }
    const upload = this.parts.uploads.create(file, this.place, kept.uploadId);
    this.uploads.update((uploads) => [...uploads, upload]);
    upload.start();
  }

  forgetInterrupted(kept: KeptUpload): void {
    this.interrupted.update((all) => all.filter((each) => each !== kept));
    this.parts.uploads.forget(kept);
  }

  removeUpload(upload: Upload): void {
    upload.cancel();
    this.uploads.update((uploads) => uploads.filter((each) => each !== upload));
  }

  /** False when there is nothing to send. What has not arrived yet holds the message back, in sight of its sender. */
  send(): boolean {
    const text = this.draft.get().trim();
    const uploads = this.uploads.get().filter((upload) => !isRefused(upload));
    if (text.length > this.maxLength || (text === '' && uploads.length === 0)) return false;
    const replyTo = this.replyTo.get();
    for (const upload of this.uploads.get()) if (!uploads.includes(upload)) upload.cancel();
    this.uploads.set([]);
    this.draft.set('');
    this.replyTo.set(null);
    this.typingSentAt = 0;
    this.lastRead = undefined;
    this.outbox.add({ text, replyTo, uploads });
    return true;
  }

  /** Gives up a message that waits for its files, and the files with it. */
  discard(outgoing: Outgoing): void {
    this.outbox.take(outgoing);
    for (const upload of outgoing.uploads) upload.cancel();
  }

  readonly download = async (fileId: FileId, name: string): Promise<void> => {
    await this.parts.blobs.save(fileId, name).catch((thrown: unknown) => {
      toasts.complain(t('upload.downloadFailed', { name, reason: problemText(asProblem(thrown)) }));
    });
  };

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

  private get place() {
    return { memberId: this.meId, channelId: this.channelId };
  }

  private createUpload(file: File): Upload {
    const kept = this.interrupted.get().find((each) => isSameFile(each, file));
    if (kept) this.interrupted.update((all) => all.filter((each) => each !== kept));
    return this.parts.uploads.create(file, this.place, kept?.uploadId);
  }

  private async begin(added: readonly Upload[]): Promise<void> {
    const fitting = added.filter((upload) => {
      if (upload.file.size <= this.maxUploadBytes) return true;
      upload.refuse({ ok: false, error: 'file_too_large', message: '', limit: this.maxUploadBytes });
      return false;
    });
    if (fitting.length === 0) return;
    const quota = await this.parts.uploads.quota();
    const wanted = fitting.filter((upload) => this.uploads.get().includes(upload) || this.isWaiting(upload));
    const sizes = wanted.map(({ file }) => file.size);
    quotaProblems(quota, sizes).forEach((problem, index) => {
      if (problem) wanted[index]?.refuse(problem);
      else wanted[index]?.start();
    });
  }

  private isWaiting(upload: Upload): boolean {
    return this.outbox.waiting.get().some(({ uploads }) => uploads.includes(upload));
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

function isMoving(upload: Upload): boolean {
  const { kind } = upload.state.get();
  return kind === 'waiting' || kind === 'sending' || kind === 'paused';
}

/** What nobody could see is left out of a message. */
export function isRefused(upload: Upload): boolean {
  const state = upload.state.get();
  if (state.kind === 'stored') return state.attachment.state === 'rejected' || state.attachment.state === 'failed';
  return state.kind === 'failed';
}
