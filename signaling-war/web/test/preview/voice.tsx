import { createRoot } from 'react-dom/client';
import { VoicePanel } from '../../src/features/voice/VoicePanel';
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
const nothing = (): void => undefined;
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <div style={{ height: '100dvh', display: 'flex', flexDirection: 'column' }}>
      <VoicePanel
        channelName="The long table"
        state={state}
        health={() => Promise.resolve([])}
        actions={{
          mute: nothing,
          deafen: nothing,
          camera: nothing,
          screen: nothing,
          leave: nothing,
          allowSound: nothing,
        }}
      />
    </div>,
  );
}
