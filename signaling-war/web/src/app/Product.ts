import { AccountSession } from '../client/account/AccountSession';
import { Connection } from '../client/Connection';
import { AttachmentUploads } from '../client/files/AttachmentUploads';
import { FileBlobs } from '../client/files/FileBlobs';
import { FileStreams } from '../client/files/FileStreams';
import { KeptUploads } from '../client/files/KeptUploads';
import { sendByXhr } from '../client/files/sendBody';
import { Slots } from '../client/files/Slots';
import type { UploadTools } from '../client/files/Upload';
import { UploadApi } from '../client/files/UploadApi';
import { waitingFor } from '../client/files/waitToRetry';
import { ServerPin } from '../client/identity/ServerPin';
import { BrowserVault } from '../client/identity/Vault';
import { CommunityWatch } from '../client/session/CommunityWatch';
import { Conversations } from '../client/session/Conversations';
import { ReadMarks } from '../client/session/ReadMarks';
import { ServerSession } from '../client/session/ServerSession';
import { ChatViewModel } from '../features/chat/ChatViewModel';
import { VoiceViewModel } from '../features/voice/VoiceViewModel';
import { DeviceChoice } from '../media/DeviceChoice';
import { VoiceCall } from '../media/VoiceCall';
import type { ChannelId, MemberId } from '../protocol/ids';

/** All long-lived parts of the page, made once, put together here and nowhere else. */
export class Product {
  readonly connection = new Connection(location.origin);
  readonly account = new AccountSession(localStorage);
  readonly devices = new DeviceChoice(localStorage);
  readonly marks = new ReadMarks(localStorage);
  readonly session: ServerSession;
  readonly watch: CommunityWatch;
  readonly conversations: Conversations;
  readonly blobs: FileBlobs;
  readonly streams: FileStreams;
  readonly uploadTools: UploadTools;
  readonly voice: VoiceViewModel;
  private readonly attachments: AttachmentUploads;
  private readonly chats = new Map<ChannelId, ChatViewModel>();
  private joinedAs: MemberId | null = null;
  /** The channel in front of the user, so that its messages do not count as unread. */
  private watched: ChannelId | null = null;

  constructor(soundHost: HTMLElement) {
    const { connection, account } = this;
    const vault = new BrowserVault();
    const pin = new ServerPin(vault, location.host);
    this.session = new ServerSession({ connection, account, vault, pin, storage: localStorage, host: location.host });
    this.watch = new CommunityWatch(connection);
    this.conversations = new Conversations(connection);
    this.blobs = new FileBlobs(() => this.session.bearer());
    this.streams = new FileStreams(() => this.session.bearer());
    this.streams.start();
    this.uploadTools = {
      api: new UploadApi(location.origin, () => this.session.bearer(), sendByXhr),
      slots: new Slots(BODIES_AT_ONCE),
      waitToRetry: waitingFor(connection.status),
      onFileChanged: (listener) =>
        connection.on('file:changed', ({ file }) => {
          listener(file);
        }),
      nowMs: () => performance.now() + performance.timeOrigin,
    };
    this.attachments = new AttachmentUploads(this.uploadTools, new KeptUploads());
    this.voice = new VoiceViewModel(connection, new VoiceCall(this.devices, soundHost));
    this.session.state.subscribe(() => {
      this.sessionChanged();
    });
    this.conversations.onNew((message) => {
      const away = document.visibilityState !== 'visible' || this.watched !== message.conversation_id;
      if (message.sender_member_id !== this.joinedAs && away) this.marks.arrived(message.conversation_id);
    });
    this.conversations.onGone(({ attachments }) => {
      for (const { file_id } of attachments) this.blobs.forget(file_id);
    });
    window.addEventListener('beforeunload', (event) => {
      if ([...this.chats.values()].some((chat) => chat.unsafe)) event.preventDefault();
    });
  }

  look(channelId: ChannelId | null): void {
    this.watched = channelId;
  }

  /** Kept while the page lives: a draft survives a look at another channel. */
  chat(channelId: ChannelId, meId: MemberId): ChatViewModel {
    let chat = this.chats.get(channelId);
    if (!chat) {
      const { conversations, marks, blobs, attachments: uploads } = this;
      const parts = { conversations, marks, blobs, meId, uploads };
      chat = new ChatViewModel(parts, channelId, () => this.watch.community.get()?.limits ?? DEFAULT_LIMITS);
      this.chats.set(channelId, chat);
    }
    return chat;
  }

  async logOut(): Promise<void> {
    await this.voice.leave();
    this.session.forget();
    await this.account.logOut();
  }

  private async restoreUploads(memberId: MemberId): Promise<void> {
    for (const kept of await this.attachments.interrupted(memberId)) {
      await this.chat(kept.channelId, memberId).restore(kept);
    }
  }

  private sessionChanged(): void {
    const state = this.session.state.get();
    if (state.kind === 'joined') {
      if (this.joinedAs !== null && this.joinedAs !== state.memberId) this.chats.clear();
      if (this.joinedAs !== state.memberId) void this.restoreUploads(state.memberId);
      this.joinedAs = state.memberId;
      void this.conversations.resume();
    } else if (state.kind === 'ended' || state.kind === 'outside') {
      void this.voice.call.leave();
      this.watch.reset();
    }
  }
}

/** Bodies on their way at the same time, of all files together. */
const BODIES_AT_ONCE = 3;
const DEFAULT_LIMITS = { messageLength: 4000, uploadBytes: 25 * 1024 * 1024, attachments: 10 };
