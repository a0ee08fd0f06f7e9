import { type PointerEvent, useRef, useState } from 'react';
import type { CallReport } from '../../media/CallWatch';
import type { CallState, Tile } from '../../media/VoiceCall';
import type { Readable } from '../../state/Store';
import { Button, IconButton } from '../../ui/Button';
import { classes } from '../../ui/classes';
import { t } from '../../ui/text/text';
import { CallDetails } from './CallDetails';
import { QualityButton } from './Quality';
import styles from './VoicePanel.module.css';
import { VoiceTile } from './VoiceTile';

export interface VoicePanelActions {
  readonly mute: () => void;
  readonly deafen: () => void;
  readonly camera: () => void;
  readonly screen: () => void;
  readonly leave: () => void;
  readonly allowSound: () => void;
}

interface VoicePanelProps {
  readonly channelName: string;
  readonly state: CallState;
  readonly report: Readable<CallReport>;
  readonly actions: VoicePanelActions;
}

const HEIGHT_KEY = 'tertulia.voicePanel';
const MIN_PX = 200;

/** The voice room above the chat; its lower edge can be drawn. */
export function VoicePanel({ channelName, state, report, actions }: VoicePanelProps) {
  const [share, setShare] = useState(() => Number(localStorage.getItem(HEIGHT_KEY) ?? '0.5') || 0.5);
  const [focus, setFocus] = useState<string | null>(null);
  const [details, setDetails] = useState(false);
  const panel = useRef<HTMLElement>(null);
  const screen = state.tiles.find((tile) => tile.kind === 'screen' && !tile.local);
  const focused = state.tiles.find((tile) => tile.id === focus) ?? (focus === null ? screen : undefined) ?? null;

  const resize = (next: number): void => {
    const kept = Math.min(0.85, Math.max(0.2, next));
    setShare(kept);
    localStorage.setItem(HEIGHT_KEY, String(kept));
  };
  const drag = (event: PointerEvent): void => {
    const box = panel.current?.parentElement?.getBoundingClientRect();
    if (!box || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    resize((event.clientY - box.top) / box.height);
  };

  return (
    <>
      <section
        ref={panel}
        className={styles['panel']}
        style={{ height: `max(${String(MIN_PX)}px, ${String(share * 100)}%)` }}
        aria-label={t('voice.tiles', { channel: channelName })}
        data-testid="voice-panel"
        data-phase={state.phase}
      >
        <div className={styles['tools']}>
          {state.phase === 'reconnecting' && (
            <span className={styles['phase']} role="status">
              {t('voice.reconnecting')}
            </span>
          )}
          <QualityButton
            report={report}
            open={details}
            onToggle={() => {
              setDetails(!details);
            }}
          />
        </div>
        <Tiles
          state={state}
          focused={focused}
          onFocus={(tile) => {
            setFocus(focused?.id === tile.id ? '' : tile.id);
          }}
        />
        {state.soundBlocked && (
          <div className={styles['blocked']} role="alert">
            {t('voice.soundBlocked')}
            <Button look="primary" onClick={actions.allowSound}>
              {t('voice.playSound')}
            </Button>
          </div>
        )}
        <Controls state={state} actions={actions} />
      </section>
      <div
        className={styles['edge']}
        role="slider"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={t('voice.resize')}
        aria-valuemin={20}
        aria-valuemax={85}
        aria-valuenow={Math.round(share * 100)}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={drag}
        onKeyDown={(event) => {
          if (event.key === 'ArrowUp') resize(share - 0.05);
          if (event.key === 'ArrowDown') resize(share + 0.05);
        }}
      />
      {details && <CallDetails report={report} />}
    </>
  );
}

interface TilesProps {
  readonly state: CallState;
  readonly focused: Tile | null;
  readonly onFocus: (tile: Tile) => void;
}

function Tiles({ state, focused, onFocus }: TilesProps) {
  const others = focused ? state.tiles.filter((tile) => tile.id !== focused.id) : state.tiles;
  const columns = Math.ceil(Math.sqrt(others.length));
  return (
    <div className={classes(styles['stage'], focused && styles['focused'])}>
      {focused && <VoiceTile tile={focused} focused onFocus={onFocus} />}
      <ul
        className={styles['grid']}
        style={focused ? undefined : { gridTemplateColumns: `repeat(${String(columns)}, minmax(0, 1fr))` }}
      >
        {others.map((tile) => (
          <li key={tile.id}>
            <VoiceTile tile={tile} focused={false} small={focused !== null} onFocus={onFocus} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Controls({ state, actions }: { readonly state: CallState; readonly actions: VoicePanelActions }) {
  return (
    <div className={styles['controls']} role="toolbar" aria-label={t('voice.controls')}>
      <IconButton
        size="large"
        icon={state.muted ? 'microphoneOff' : 'microphone'}
        label={state.muted ? t('voice.unmute') : t('voice.mute')}
        look={state.muted ? 'on' : 'filled'}
        aria-pressed={state.muted}
        onClick={actions.mute}
      />
      <IconButton
        size="large"
        icon={state.deafened ? 'headphonesOff' : 'headphones'}
        label={state.deafened ? t('voice.undeafen') : t('voice.deafen')}
        look={state.deafened ? 'on' : 'filled'}
        aria-pressed={state.deafened}
        onClick={actions.deafen}
      />
      <IconButton
        size="large"
        icon={state.camera ? 'camera' : 'cameraOff'}
        label={state.camera ? t('voice.cameraOff') : t('voice.cameraOn')}
        look={state.camera ? 'on' : 'filled'}
        aria-pressed={state.camera}
        data-testid="camera-toggle"
        onClick={actions.camera}
      />
      <IconButton
        size="large"
        icon={state.screen ? 'screenOff' : 'screen'}
        label={state.screen ? t('voice.screenOff') : t('voice.screenOn')}
        look={state.screen ? 'on' : 'filled'}
        aria-pressed={state.screen}
        data-testid="screen-toggle"
        onClick={actions.screen}
      />
      <IconButton
        size="large"
        icon="leave"
        label={t('voice.leave')}
        look="danger"
        data-testid="voice-leave"
        onClick={actions.leave}
      />
    </div>
  );
}
