import type { RemoteTrack, Room } from 'livekit-client';

/** One received track in figures, straight from the browser's `inbound-rtp` statistics. */
export interface TrackHealth {
  readonly id: string;
  readonly identity: string;
  readonly name: string;
  readonly source: string;
  readonly kind: 'audio' | 'video';
  readonly codec: string;
  readonly bytesReceived: number;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly jitterMs: number;
  readonly framesDecoded: number;
  readonly framesPerSecond: number;
  readonly frameWidth: number;
  readonly frameHeight: number;
  readonly freezeCount: number;
  readonly audioEnergy: number;
}

export async function measureReceived(room: Room): Promise<readonly TrackHealth[]> {
  const measured: Promise<TrackHealth | null>[] = [];
  for (const participant of room.remoteParticipants.values()) {
    for (const publication of participant.trackPublications.values()) {
      const { track } = publication;
      if (!track) continue;
      const facts = { identity: participant.identity, name: participant.name ?? '', source: publication.source };
      measured.push(measureTrack(track as RemoteTrack, facts));
    }
  }
  return (await Promise.all(measured)).filter((health) => health !== null);
}

async function measureTrack(
  track: RemoteTrack,
  facts: { readonly identity: string; readonly name: string; readonly source: string },
): Promise<TrackHealth | null> {
  const report = await track.getRTCStatsReport().catch(() => undefined);
  if (!report) return null;
  const all = [...report.values()] as Readonly<Record<string, unknown>>[];
  const inbound = all.find((entry) => entry['type'] === 'inbound-rtp');
  if (!inbound) return null;
  const codec = all.find((entry) => entry['id'] === inbound['codecId']);
  const number = (name: string): number => (typeof inbound[name] === 'number' ? inbound[name] : 0);
  return {
    ...facts,
    id: track.sid ?? '',
    kind: track.kind === 'audio' ? 'audio' : 'video',
    codec: typeof codec?.['mimeType'] === 'string' ? codec['mimeType'].replace(/^.*\//, '') : '',
    bytesReceived: number('bytesReceived'),
    packetsReceived: number('packetsReceived'),
    packetsLost: number('packetsLost'),
    jitterMs: number('jitter') * 1000,
    framesDecoded: number('framesDecoded'),
    framesPerSecond: number('framesPerSecond'),
    frameWidth: number('frameWidth'),
    frameHeight: number('frameHeight'),
    freezeCount: number('freezeCount'),
    audioEnergy: number('totalAudioEnergy'),
  };
}
