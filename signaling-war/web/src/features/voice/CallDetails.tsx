import { useEffect, useState } from 'react';
import type { TrackHealth } from '../../media/MediaHealth';
import { t, type TextKey } from '../../ui/text/text';
import { en } from '../../ui/text/en';
import styles from './CallDetails.module.css';

const EVERY_MS = 1000;

interface Measured {
  readonly now: readonly TrackHealth[];
  readonly before: readonly TrackHealth[];
}

/** What the browser receives just now, track by track; for whoever asks why a call is bad. */
export function CallDetails({ health }: { readonly health: () => Promise<readonly TrackHealth[]> }) {
  const [measured, setMeasured] = useState<Measured>({ now: [], before: [] });
  useEffect(() => {
    let shown = true;
    const measure = (): void => {
      void health().then((now) => {
        if (shown) setMeasured((last) => ({ now, before: last.now }));
      });
    };
    measure();
    const timer = setInterval(measure, EVERY_MS);
    return () => {
      shown = false;
      clearInterval(timer);
    };
  }, [health]);
  return (
    <div className={styles['details']} data-testid="call-details">
      {measured.now.length === 0 ? (
        <p>{t('voice.detailsNone')}</p>
      ) : (
        <table>
          <thead>
            <tr>
              {(['who', 'what', 'codec', 'picture', 'rate', 'loss', 'freezes'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`voice.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {measured.now.map((track) => (
              <TrackRow key={track.id} track={track} before={measured.before.find((each) => each.id === track.id)} />
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function TrackRow({ track, before }: { readonly track: TrackHealth; readonly before: TrackHealth | undefined }) {
  const video = track.kind === 'video';
  const kbps = before ? ((track.bytesReceived - before.bytesReceived) * 8) / EVERY_MS : 0;
  const picture = `${String(track.frameWidth)}×${String(track.frameHeight)} · ${String(Math.round(track.framesPerSecond))}/s`;
  return (
    <tr
      data-testid="track-health"
      data-identity={track.identity}
      data-source={track.source}
      data-kind={track.kind}
      data-frames-decoded={track.framesDecoded}
      data-frame-width={track.frameWidth}
      data-frame-height={track.frameHeight}
      data-freeze-count={track.freezeCount}
      data-audio-energy={track.audioEnergy}
      data-packets-received={track.packetsReceived}
      data-packets-lost={track.packetsLost}
    >
      <td>{track.name}</td>
      <td>{sourceText(track.source)}</td>
      <td>{track.codec}</td>
      <td>{video ? picture : '–'}</td>
      <td>{Math.round(kbps)} kbit/s</td>
      <td>{lossText(track)}</td>
      <td>{video ? track.freezeCount : '–'}</td>
    </tr>
  );
}

function sourceText(source: string): string {
  const key = `voice.source.${source}`;
  return key in en ? t(key as TextKey) : source;
}

function lossText({ packetsLost, packetsReceived }: TrackHealth): string {
  const all = packetsLost + packetsReceived;
  return all === 0 ? '–' : `${((packetsLost / all) * 100).toFixed(1)} %`;
}
