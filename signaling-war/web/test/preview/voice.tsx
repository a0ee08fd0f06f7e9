import { createRoot } from 'react-dom/client';
import { VoiceLobby } from '../../src/features/voice/VoiceLobby';
import { VoicePanel } from '../../src/features/voice/VoicePanel';
import { CallWatch, EVERY_MS } from '../../src/media/CallWatch';
import type { CallSample } from '../../src/media/CallSample';
import type { CallState, Tile, TileVideo } from '../../src/media/VoiceCall';
import '../../src/ui/tokens.css';
import '../../src/ui/base.css';
import '../../src/ui/tip.css';

/** The voice panel with drawn pictures in place of a room, to look at its layouts without any media server. */
function drawn(key: string, hue: number, words: string): TileVideo {
  const canvas = document.createElement('canvas');
  canvas.width = 1280;
  canvas.height = 720;
  const context = canvas.getContext('2d');
  if (context) {
    context.fillStyle = `oklch(62% 0.09 ${String(hue)})`;
    context.fillRect(0, 0, 1280, 720);
    context.fillStyle = `oklch(78% 0.06 ${String(hue)})`;
    context.beginPath();
    context.arc(640, 300, 130, 0, 7);
    context.ellipse(640, 720, 280, 240, 0, 0, 7);
    context.fill();
    context.fillStyle = '#fff';
    context.font = '40px sans-serif';
    context.fillText(words, 40, 80);
  }
  const stream = canvas.captureStream(5);
  return {
    key,
    attach: (element) => {
      element.srcObject = stream;
    },
    detach: (element) => {
      element.srcObject = null;
    },
  };
}

const tile = (identity: string, name: string, rest: Partial<Tile> = {}): Tile => ({
  id: `${identity}:${rest.kind ?? 'person'}`,
  identity,
  name,
  kind: 'person',
  local: false,
  speaking: false,
  muted: false,
  weak: false,
  video: null,
  ...rest,
});

const people = [
  tile('u-ana', 'Ana Belén', { local: true }),
  tile('u-teo', 'Teo Marsé', { video: drawn('teo', 40, ''), speaking: true }),
  tile('u-luz', 'Luz', { weak: true }),
  tile('u-noor', 'Noor el Haddad', { muted: true, video: drawn('noor', 160, '') }),
];
const screen = tile('u-teo', 'Teo Marsé', { kind: 'screen', video: drawn('screen', 260, 'A shared screen') });
const withScreen = new URLSearchParams(location.search).has('screen');

const state: CallState = {
  phase: 'connected',
  tiles: withScreen ? [screen, ...people] : people,
  speaking: new Set(['u-teo']),
  muted: true,
  deafened: false,
  camera: false,
  screen: false,
  soundBlocked: false,
};
/** Some minutes of a call: `?grade=poor` loses packets at the end, `fair` has a long way. */
const grade = new URLSearchParams(location.search).get('grade') ?? 'good';
const watch = new CallWatch(() => undefined);
for (let i = 0; i < 120; i++) watch.take(scene(i));

function scene(i: number): CallSample {
  const lost = grade === 'poor' && i > 90 ? (i - 90) * 14 : 0;
  const wave = 1 + 0.2 * Math.sin(i / 6);
  const track = {
    packets: i * 100 - lost,
    packetsLost: lost,
    jitterMs: 4,
    framesDecoded: i * 40,
    audioEnergy: i,
    paused: false,
  };
  const person = { identity: 'u-teo', name: 'Teo Marsé' };
  const picture = { width: 640, height: 360, fullHeight: 720, framesPerSecond: 20, samples: 0, concealed: 0 };
  const sound = { width: 0, height: 0, fullHeight: 0, framesPerSecond: 0, samples: i * 96_000, concealed: lost * 400 };
  return {
    atMs: i * EVERY_MS,
    node: 'eu-west',
    path: { protocol: 'UDP', relayed: false, rttMs: (grade === 'fair' ? 290 : 31) * wave, availableUpBps: 1_900_000 },
    sent: [
      {
        id: 's1',
        source: 'microphone',
        kind: 'audio',
        codec: 'opus',
        bytes: i * 8000,
        packets: i * 100,
        fractionLost: 0,
        rttMs: 31,
        layers: [],
        framesPerSecond: 0,
        limitation: 'none',
      },
      {
        id: 's2',
        source: 'camera',
        kind: 'video',
        codec: 'VP8',
        bytes: i * 210_000 + 90_000 * wave,
        packets: i * 300,
        fractionLost: 0.004,
        rttMs: 31,
        layers: ['320×180', '640×360'],
        framesPerSecond: 20,
        limitation: grade === 'good' ? 'none' : 'bandwidth',
      },
    ],
    received: [
      {
        ...track,
        ...person,
        ...sound,
        id: 'r1',
        source: 'microphone',
        kind: 'audio',
        codec: 'opus',
        bytes: i * 8000,
        freezes: 0,
        frozenMs: 0,
      },
      {
        ...track,
        ...person,
        ...picture,
        id: 'r2',
        source: 'camera',
        kind: 'video',
        codec: 'VP8',
        bytes: i * 120_000,
        freezes: lost > 0 ? 3 : 0,
        frozenMs: lost,
      },
      {
        ...track,
        ...person,
        ...picture,
        identity: 'u-noor',
        name: 'Noor el Haddad',
        id: 'r3',
        source: 'camera',
        kind: 'video',
        codec: 'AV1',
        bytes: i * 90_000,
        freezes: 0,
        frozenMs: 0,
        paused: grade === 'poor',
      },
    ],
  };
}

const nothing = (): void => undefined;
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <div style={{ height: '100dvh', display: 'flex', flexDirection: 'column' }}>
      {new URLSearchParams(location.search).has('summary') ? (
        <VoiceLobby
          channelName="The long table"
          people={[]}
          poorCall={watch.summary()}
          onForget={nothing}
          onJoin={nothing}
        />
      ) : (
        <VoicePanel
          channelName="The long table"
          state={state}
          report={watch.report}
          actions={{
            mute: nothing,
            deafen: nothing,
            camera: nothing,
            screen: nothing,
            leave: nothing,
            allowSound: nothing,
          }}
        />
      )}
    </div>,
  );
}
