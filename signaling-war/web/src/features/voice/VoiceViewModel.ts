import type { Connection } from '../../client/Connection';
import { asProblem } from '../../client/RequestFailed';
import { type CallReport, CallWatch, EVERY_MS, NOTHING, type PoorCall } from '../../media/CallWatch';
import type { CallEnd, VoiceCall } from '../../media/VoiceCall';
import type { ChannelId } from '../../protocol/ids';
import type { Problem } from '../../protocol/problem';
import { Scope } from '../../state/Scope';
import { Cell, type Readable } from '../../state/Store';

export type VoiceTrouble =
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'noMicrophone' | 'noCamera' | 'noScreen' }
  | { readonly kind: Exclude<CallEnd, 'left'> };

export interface EndedCall {
  readonly channelId: ChannelId;
  readonly call: PoorCall;
}

/** Joins the two halves of voice: the room's grant and states on the gateway, the media in LiveKit. */
export class VoiceViewModel {
  private readonly channelCell = new Cell<ChannelId | null>(null);
  private readonly troubleListeners = new Set<(trouble: VoiceTrouble) => void>();
  private readonly scope = new Scope();
  private readonly reportCell = new Cell<CallReport>(NOTHING);
  private readonly poorCallCell = new Cell<EndedCall | null>(null);
  private watching = new Scope();

  constructor(
    private readonly connection: Connection,
    readonly call: VoiceCall,
  ) {
    this.scope.add(
      call.onEnd((end) => {
        this.watching.close();
        this.channelCell.set(null);
        if (end !== 'left') this.trouble({ kind: end });
      }),
    );
  }

  /** The voice channel that this window is in, or on its way into. */
  get channelId(): Readable<ChannelId | null> {
    return this.channelCell;
  }

  /** How the call is doing just now. */
  get report(): Readable<CallReport> {
    return this.reportCell;
  }

  /** The call that has just ended, if it was poor. */
  get poorCall(): Readable<EndedCall | null> {
    return this.poorCallCell;
  }

  forgetPoorCall(): void {
    this.poorCallCell.set(null);
  }

  onTrouble(listener: (trouble: VoiceTrouble) => void): () => void {
    this.troubleListeners.add(listener);
    return () => this.troubleListeners.delete(listener);
  }

  async join(channelId: ChannelId): Promise<void> {
    if (this.channelCell.get() === channelId) return;
    this.channelCell.set(channelId);
    // As it was before the room: a fresh room has no microphone yet and would call itself muted.
    const { muted } = this.call.state.get();
    try {
      const grant = await this.connection.request('voice:room:request', { channelId });
      if (this.channelCell.get() !== channelId) return;
      await this.call.join(grant.sfu_url, grant.join_token);
    } catch (thrown) {
      if (this.channelCell.get() !== channelId) return;
      this.channelCell.set(null);
      this.trouble({ kind: 'refused', problem: asProblem(thrown) });
      return;
    }
    this.watch(channelId);
    if (!muted) await this.turnMicrophone(false);
    this.tellState();
  }

  async leave(): Promise<void> {
    this.watching.close();
    this.channelCell.set(null);
    await this.call.leave();
    this.tell('voice:channel:left', {});
  }

  async toggleMute(): Promise<void> {
    const { muted, deafened } = this.call.state.get();
    // Whoever speaks again wants to hear again.
    if (muted && deafened) this.call.setDeafened(false);
    await this.turnMicrophone(!muted);
    this.tellState();
  }

  async toggleDeafen(): Promise<void> {
    const deafen = !this.call.state.get().deafened;
    this.call.setDeafened(deafen);
    await this.turnMicrophone(deafen);
    this.tellState();
  }

  async toggleCamera(): Promise<void> {
    const on = !this.call.state.get().camera;
    try {
      await this.call.setCamera(on);
      this.tell('voice:camera:state', { enabled: on });
    } catch {
      this.trouble({ kind: 'noCamera' });
    }
  }

  async toggleScreen(): Promise<void> {
    const on = !this.call.state.get().screen;
    try {
      await this.call.setScreen(on);
      this.tell('voice:screen:state', { enabled: on });
    } catch (thrown) {
      // Closing the browser's picker is a decision, not trouble.
      if (!(thrown instanceof DOMException && thrown.name === 'NotAllowedError')) this.trouble({ kind: 'noScreen' });
    }
  }

  close(): void {
    this.watching.close();
    this.scope.close();
    void this.call.leave();
  }

  /** Until the call ends, however it does. */
  private watch(channelId: ChannelId): void {
    this.watching.close();
    this.watching = new Scope();
    this.poorCallCell.set(null);
    const watch = new CallWatch((report) => {
      this.tell('voice:quality:report', report);
    });
    const timer = setInterval(() => {
      void this.call.sample().then((sample) => {
        if (sample) watch.take(sample);
      });
    }, EVERY_MS);
    const unsubscribe = watch.report.subscribe(() => {
      this.reportCell.set(watch.report.get());
    });
    this.watching.add(() => {
      clearInterval(timer);
      unsubscribe();
      this.reportCell.set(NOTHING);
      const call = watch.summary();
      if (call) this.poorCallCell.set({ channelId, call });
    });
  }

  private async turnMicrophone(muted: boolean): Promise<void> {
    try {
      await this.call.setMuted(muted);
    } catch {
      this.trouble({ kind: 'noMicrophone' });
    }
  }

  private tellState(): void {
    if (this.channelCell.get() === null) return;
    const { muted, deafened } = this.call.state.get();
    this.tell('voice:state:update', { muted, deafened });
  }

  /** Icons for the others; the media itself does not depend on it. */
  private tell(
    event:
      | 'voice:state:update'
      | 'voice:camera:state'
      | 'voice:screen:state'
      | 'voice:channel:left'
      | 'voice:quality:report',
    payload: never | object,
  ): void {
    this.connection.request(event, payload as never).catch(() => undefined);
  }

  private trouble(trouble: VoiceTrouble): void {
    for (const listener of [...this.troubleListeners]) listener(trouble);
  }
}
