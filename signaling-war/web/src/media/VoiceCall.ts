import {
  ConnectionState,
  DisconnectReason,
  type LocalParticipant,
  type LocalTrackPublication,
  type Participant,
  type RemoteParticipant,
  type RemoteTrack,
  type RemoteTrackPublication,
  Room,
  RoomEvent,
  Track,
  type VideoTrack,
} from 'livekit-client';
import { Cell, type Readable } from '../state/Store';
import { type CallSample, sampleCall } from './CallSample';
import type { DeviceChoice, DeviceKind } from './DeviceChoice';

/** Something to show in the grid: a person, or a screen that a person shares. */
export interface Tile {
  readonly id: string;
  readonly identity: string;
  readonly name: string;
  readonly kind: 'person' | 'screen';
  readonly local: boolean;
  readonly speaking: boolean;
  readonly muted: boolean;
  readonly weak: boolean;
  readonly video: TileVideo | null;
}

/** Puts a track into an element; LiveKit pauses layers of elements that nobody sees. */
export interface TileVideo {
  readonly key: string;
  attach(element: HTMLVideoElement): void;
  detach(element: HTMLVideoElement): void;
}

export type CallPhase = 'idle' | 'connecting' | 'connected' | 'reconnecting';
export type CallEnd = 'left' | 'removed' | 'elsewhere' | 'lost';

export interface CallState {
  readonly phase: CallPhase;
  readonly tiles: readonly Tile[];
  readonly speaking: ReadonlySet<string>;
  readonly muted: boolean;
  readonly deafened: boolean;
  readonly camera: boolean;
  readonly screen: boolean;
  /** The browser waits for a gesture of the user before it plays sound. */
  readonly soundBlocked: boolean;
}

const IDLE: CallState = {
  phase: 'idle',
  tiles: [],
  speaking: new Set(),
  muted: false,
  deafened: false,
  camera: false,
  screen: false,
  soundBlocked: false,
};

/** Any of these may change what is on the screen; the picture is then made anew from the room. */
const REDRAW = [
  RoomEvent.ParticipantConnected,
  RoomEvent.ParticipantDisconnected,
  RoomEvent.TrackSubscribed,
  RoomEvent.TrackUnsubscribed,
  RoomEvent.TrackPublished,
  RoomEvent.TrackUnpublished,
  RoomEvent.TrackMuted,
  RoomEvent.TrackUnmuted,
  RoomEvent.LocalTrackPublished,
  RoomEvent.LocalTrackUnpublished,
  RoomEvent.ActiveSpeakersChanged,
  RoomEvent.ConnectionQualityChanged,
  RoomEvent.ConnectionStateChanged,
  RoomEvent.ParticipantNameChanged,
  RoomEvent.AudioPlaybackStatusChanged,
] as const;

/**
 * One voice room by stock livekit-client. Nothing here relies on data channels: a server may refuse them, and everything
 * that the page needs comes over signalling.
 */
export class VoiceCall {
  private readonly cell = new Cell<CallState>(IDLE);
  private readonly volumes = new Map<string, number>();
  private readonly endListeners = new Set<(end: CallEnd) => void>();
  private room: Room | null = null;
  private wantMuted = false;
  private deafened = false;

  constructor(
    private readonly devices: DeviceChoice,
    /** Where the audio elements of the others live. */
    private readonly soundHost: HTMLElement,
  ) {}

  get state(): Readable<CallState> {
    return this.cell;
  }

  onEnd(listener: (end: CallEnd) => void): () => void {
    this.endListeners.add(listener);
    return () => this.endListeners.delete(listener);
  }

  /** Connects and turns the microphone on unless it was muted before. Throws when there is no connection. */
  async join(url: string, token: string): Promise<void> {
    await this.leave();
    const chosen = this.devices.chosen.get();
    const room = new Room({
      adaptiveStream: true,
      dynacast: true,
      audioCaptureDefaults: { ...device(chosen.audioinput), echoCancellation: true, noiseSuppression: true },
      videoCaptureDefaults: device(chosen.videoinput),
      ...(chosen.audiooutput && { audioOutput: { deviceId: chosen.audiooutput } }),
    });
    this.room = room;
    this.listen(room);
    this.cell.set({ ...IDLE, phase: 'connecting', muted: this.wantMuted, deafened: this.deafened });
    try {
      await room.connect(url, token, { autoSubscribe: true });
    } catch (thrown) {
      if (this.room === room) this.end();
      throw thrown;
    }
    this.redraw();
    void this.devices.refresh();
  }

  async leave(): Promise<void> {
    const { room } = this;
    if (!room) return;
    this.end();
    await room.disconnect(true);
  }

  /** Throws when the browser gives no microphone; the call goes on without. */
  async setMuted(muted: boolean): Promise<void> {
    this.wantMuted = muted;
    if (!this.room) this.cell.update((state) => ({ ...state, muted }));
    await this.room?.localParticipant.setMicrophoneEnabled(!muted);
    this.redraw();
  }

  setDeafened(deafened: boolean): void {
    this.deafened = deafened;
    for (const participant of this.room?.remoteParticipants.values() ?? []) {
      participant.audioTrackPublications.forEach((publication) => {
        publication.setSubscribed(!deafened);
      });
      this.applyVolume(participant);
    }
    if (this.room) this.redraw();
    else this.cell.update((state) => ({ ...state, deafened }));
  }

  async setCamera(on: boolean): Promise<void> {
    await this.room?.localParticipant.setCameraEnabled(on);
    this.redraw();
  }

  async setScreen(on: boolean): Promise<void> {
    await this.room?.localParticipant.setScreenShareEnabled(on, { audio: true, contentHint: 'detail' });
    this.redraw();
  }

  async useDevice(kind: DeviceKind, id: string): Promise<void> {
    this.devices.choose(kind, id);
    await this.room?.switchActiveDevice(kind, id);
  }

  volumeOf(identity: string): number {
    return this.volumes.get(identity) ?? 1;
  }

  setVolume(identity: string, volume: number): void {
    this.volumes.set(identity, volume);
    const participant = this.room?.remoteParticipants.get(identity);
    if (participant) this.applyVolume(participant);
  }

  async allowSound(): Promise<void> {
    await this.room?.startAudio();
    this.redraw();
  }

  /** Null when there is no call. */
  async sample(): Promise<CallSample | null> {
    const { room } = this;
    return room && sampleCall(room, performance.now());
  }

  private listen(room: Room): void {
    const redraw = (): void => {
      if (this.room === room) this.redraw();
    };
    for (const event of REDRAW) room.on(event, redraw);
    room.on(RoomEvent.TrackSubscribed, (track, _publication, participant) => {
      this.play(track, participant);
    });
    room.on(RoomEvent.TrackUnsubscribed, (track) => {
      for (const element of track.detach()) if (track.kind === Track.Kind.Audio) element.remove();
    });
    room.on(RoomEvent.TrackPublished, (publication) => {
      this.keepSilent(publication);
    });
    room.on(RoomEvent.Disconnected, (reason) => {
      if (this.room !== room) return;
      this.end();
      const end = endOf(reason);
      for (const listener of [...this.endListeners]) listener(end);
    });
  }

  private keepSilent(publication: RemoteTrackPublication): void {
    if (this.deafened && publication.kind === Track.Kind.Audio) publication.setSubscribed(false);
  }

  private play(track: RemoteTrack, participant: RemoteParticipant): void {
    if (track.kind !== Track.Kind.Audio) return;
    this.soundHost.append(track.attach());
    this.applyVolume(participant);
  }

  private applyVolume(participant: RemoteParticipant): void {
    const volume = this.deafened ? 0 : this.volumeOf(participant.identity);
    participant.setVolume(volume, Track.Source.Microphone);
    participant.setVolume(volume, Track.Source.ScreenShareAudio);
  }

  private end(): void {
    this.room = null;
    this.soundHost.replaceChildren();
    this.cell.set({ ...IDLE, muted: this.wantMuted, deafened: this.deafened });
  }

  private redraw(): void {
    const { room } = this;
    if (!room) return;
    const people: Participant[] = [room.localParticipant, ...room.remoteParticipants.values()];
    this.cell.set({
      phase: phaseOf(room.state),
      tiles: people.flatMap((person) => tilesOf(person, person === room.localParticipant)),
      speaking: new Set(room.activeSpeakers.map((speaker) => speaker.identity)),
      muted: room.state === ConnectionState.Connected ? !room.localParticipant.isMicrophoneEnabled : this.wantMuted,
      deafened: this.deafened,
      camera: room.localParticipant.isCameraEnabled,
      screen: room.localParticipant.isScreenShareEnabled,
      soundBlocked: !room.canPlaybackAudio,
    });
  }
}

function tilesOf(person: Participant | LocalParticipant, local: boolean): readonly Tile[] {
  const base = { identity: person.identity, name: person.name || person.identity, local };
  const camera = videoOf(person, Track.Source.Camera);
  const screen = videoOf(person, Track.Source.ScreenShare);
  const tile: Tile = {
    ...base,
    id: `${person.identity}:person`,
    kind: 'person',
    speaking: person.isSpeaking,
    muted: !person.isMicrophoneEnabled,
    weak: person.connectionQuality === 'poor' || person.connectionQuality === 'lost',
    video: camera,
  };
  const shared = person.isScreenShareEnabled;
  if (!shared) return [tile];
  return [
    { ...tile, ...base, id: `${person.identity}:screen`, kind: 'screen', speaking: false, muted: false, video: screen },
    tile,
  ];
}

function videoOf(person: Participant, source: Track.Source): TileVideo | null {
  const publication = person.getTrackPublication(source);
  const track = publication?.videoTrack;
  if (!publication || !track || publication.isMuted) return null;
  return tileVideo(track, publication);
}

const known = new WeakMap<VideoTrack, TileVideo>();

/** The same object for the same track, so that a redraw does not re-attach. */
function tileVideo(
  track: VideoTrack,
  publication: LocalTrackPublication | RemoteTrackPublication | { trackSid: string },
): TileVideo {
  const kept = known.get(track);
  if (kept) return kept;
  const made: TileVideo = {
    key: publication.trackSid,
    attach: (element) => {
      track.attach(element);
    },
    detach: (element) => {
      track.detach(element);
    },
  };
  known.set(track, made);
  return made;
}

function phaseOf(state: ConnectionState): CallPhase {
  switch (state) {
    case ConnectionState.Connected:
      return 'connected';
    case ConnectionState.Reconnecting:
    case ConnectionState.SignalReconnecting:
      return 'reconnecting';
    case ConnectionState.Connecting:
    case ConnectionState.Disconnected:
      return 'connecting';
  }
}

function endOf(reason: DisconnectReason | undefined): CallEnd {
  if (reason === DisconnectReason.CLIENT_INITIATED) return 'left';
  if (reason === DisconnectReason.DUPLICATE_IDENTITY) return 'elsewhere';
  if (reason === DisconnectReason.PARTICIPANT_REMOVED || reason === DisconnectReason.ROOM_DELETED) return 'removed';
  return 'lost';
}

function device(id: string | undefined): { deviceId?: string } {
  return id === undefined ? {} : { deviceId: id };
}
