import {
  type LocalTrackPublication,
  type RemoteTrack,
  type RemoteTrackPublication,
  type Room,
  Track,
} from 'livekit-client';

/** One received track as the browser counts it, from its beginning (W3C webrtc-stats, `inbound-rtp`). */
export interface ReceivedTrack {
  readonly id: string;
  readonly identity: string;
  readonly name: string;
  readonly source: string;
  readonly kind: 'audio' | 'video';
  readonly codec: string;
  readonly bytes: number;
  readonly packets: number;
  readonly packetsLost: number;
  readonly jitterMs: number;
  readonly framesDecoded: number;
  readonly framesPerSecond: number;
  readonly width: number;
  readonly height: number;
  /** What the publisher sends at best; 0 when unknown. */
  readonly fullHeight: number;
  readonly freezes: number;
  readonly frozenMs: number;
  readonly samples: number;
  readonly concealed: number;
  readonly audioEnergy: number;
  /** The server holds it back, for want of bandwidth. */
  readonly paused: boolean;
}

/** One published track; of several layers the sum, and the sizes of those that run (`outbound-rtp`). */
export interface SentTrack {
  readonly id: string;
  readonly source: string;
  readonly kind: 'audio' | 'video';
  readonly codec: string;
  readonly bytes: number;
  readonly packets: number;
  /** As the server reports it, 0 to 1. */
  readonly fractionLost: number;
  readonly rttMs: number | null;
  readonly layers: readonly string[];
  readonly framesPerSecond: number;
  readonly limitation: 'none' | 'cpu' | 'bandwidth' | 'other';
}

/** How the media travels. Addresses are left out on purpose: a report may be shown to others. */
export interface CallPath {
  readonly protocol: string;
  readonly relayed: boolean;
  readonly rttMs: number | null;
  readonly availableUpBps: number | null;
}

export interface CallSample {
  readonly atMs: number;
  readonly path: CallPath | null;
  readonly node: string;
  readonly sent: readonly SentTrack[];
  readonly received: readonly ReceivedTrack[];
}

type Entry = Readonly<Record<string, unknown>>;

export async function sampleCall(room: Room, atMs: number): Promise<CallSample> {
  const paths: CallPath[] = [];
  const note = (entries: readonly Entry[]): void => {
    const path = pathOf(entries);
    if (path) paths.push(path);
  };
  const sent = [...room.localParticipant.trackPublications.values()].map((publication) => sample(publication, note));
  const received = [...room.remoteParticipants.values()].flatMap((participant) =>
    [...participant.trackPublications.values()].map((publication) =>
      receive(publication, { identity: participant.identity, name: participant.name ?? '' }, note),
    ),
  );
  const [ours, theirs] = await Promise.all([Promise.all(sent), Promise.all(received)]);
  return {
    atMs,
    path: paths[0] ?? null,
    node: room.serverInfo?.region || (room.serverInfo?.nodeId ?? '').slice(0, 8),
    sent: ours.filter((track) => track !== null),
    received: theirs.filter((track) => track !== null),
  };
}

async function sample(publication: LocalTrackPublication, note: (entries: readonly Entry[]) => void) {
  const { track } = publication;
  const report = await track?.sender?.getStats().catch(() => undefined);
  if (!track || !report) return null;
  const entries = [...report.values()] as readonly Entry[];
  note(entries);
  return sentTrack(entries, {
    id: publication.trackSid,
    source: publication.source,
    kind: track.kind === Track.Kind.Audio ? 'audio' : 'video',
  });
}

async function receive(
  publication: RemoteTrackPublication,
  who: { readonly identity: string; readonly name: string },
  note: (entries: readonly Entry[]) => void,
) {
  const track = publication.track as RemoteTrack | undefined;
  const report = await track?.getRTCStatsReport().catch(() => undefined);
  if (!track || !report) return null;
  const entries = [...report.values()] as readonly Entry[];
  note(entries);
  return receivedTrack(entries, {
    ...who,
    id: publication.trackSid,
    source: publication.source,
    kind: track.kind === Track.Kind.Audio ? 'audio' : 'video',
    fullHeight: publication.dimensions?.height ?? 0,
    paused: track.streamState === Track.StreamState.Paused,
  });
}

export function receivedTrack(
  entries: readonly Entry[],
  facts: Pick<ReceivedTrack, 'id' | 'identity' | 'name' | 'source' | 'kind' | 'fullHeight' | 'paused'>,
): ReceivedTrack | null {
  const inbound = entries.find((entry) => entry['type'] === 'inbound-rtp');
  if (!inbound) return null;
  return {
    ...facts,
    codec: codecOf(entries, inbound),
    bytes: number(inbound, 'bytesReceived'),
    packets: number(inbound, 'packetsReceived'),
    packetsLost: number(inbound, 'packetsLost'),
    jitterMs: number(inbound, 'jitter') * 1000,
    framesDecoded: number(inbound, 'framesDecoded'),
    framesPerSecond: number(inbound, 'framesPerSecond'),
    width: number(inbound, 'frameWidth'),
    height: number(inbound, 'frameHeight'),
    freezes: number(inbound, 'freezeCount'),
    frozenMs: number(inbound, 'totalFreezesDuration') * 1000,
    samples: number(inbound, 'totalSamplesReceived'),
    concealed: number(inbound, 'concealedSamples'),
    audioEnergy: number(inbound, 'totalAudioEnergy'),
  };
}

export function sentTrack(
  entries: readonly Entry[],
  facts: Pick<SentTrack, 'id' | 'source' | 'kind'>,
): SentTrack | null {
  const layers = entries.filter((entry) => entry['type'] === 'outbound-rtp');
  const first = layers[0];
  if (!first) return null;
  const running = layers.filter((layer) => number(layer, 'framesPerSecond') > 0);
  const reports = entries.filter((entry) => entry['type'] === 'remote-inbound-rtp');
  const trips = reports.map((report) => report['roundTripTime']).filter((trip) => typeof trip === 'number');
  const limits = running.map((layer) => layer['qualityLimitationReason']);
  return {
    ...facts,
    codec: codecOf(entries, first),
    bytes: sum(layers, 'bytesSent'),
    packets: sum(layers, 'packetsSent'),
    fractionLost: Math.max(0, ...reports.map((report) => number(report, 'fractionLost'))),
    rttMs: trips.length > 0 ? Math.max(...trips) * 1000 : null,
    layers: running.map((layer) => `${String(number(layer, 'frameWidth'))}×${String(number(layer, 'frameHeight'))}`),
    framesPerSecond: Math.max(0, ...running.map((layer) => number(layer, 'framesPerSecond'))),
    limitation: (['bandwidth', 'cpu', 'other'] as const).find((reason) => limits.includes(reason)) ?? 'none',
  };
}

export function pathOf(entries: readonly Entry[]): CallPath | null {
  const transport = entries.find((entry) => entry['type'] === 'transport');
  const pairs = entries.filter((entry) => entry['type'] === 'candidate-pair');
  const pair =
    pairs.find((entry) => entry['id'] === transport?.['selectedCandidatePairId']) ??
    pairs.find((entry) => entry['nominated'] === true && entry['state'] === 'succeeded');
  if (!pair) return null;
  const local = entries.find((entry) => entry['id'] === pair['localCandidateId']);
  const relayed = local?.['candidateType'] === 'relay';
  const protocol = relayed ? (local['relayProtocol'] ?? local['protocol']) : local?.['protocol'];
  return {
    protocol: typeof protocol === 'string' ? protocol.toUpperCase() : '',
    relayed,
    rttMs: known(pair, 'currentRoundTripTime', 1000),
    availableUpBps: known(pair, 'availableOutgoingBitrate', 1),
  };
}

function codecOf(entries: readonly Entry[], rtp: Entry): string {
  const mime = entries.find((entry) => entry['id'] === rtp['codecId'])?.['mimeType'];
  return typeof mime === 'string' ? mime.replace(/^.*\//, '') : '';
}

function known(entry: Entry, name: string, scale: number): number | null {
  return typeof entry[name] === 'number' ? entry[name] * scale : null;
}

function number(entry: Entry, name: string): number {
  return known(entry, name, 1) ?? 0;
}

function sum(entries: readonly Entry[], name: string): number {
  return entries.reduce((total, entry) => total + number(entry, name), 0);
}
