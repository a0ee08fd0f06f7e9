import { type ReactNode, useState } from 'react';
import type { ReceivedFigures, SentFigures } from '../../media/CallQuality';
import { type CallReport, HISTORY, reportText } from '../../media/CallWatch';
import type { Readable } from '../../state/Store';
import { Button } from '../../ui/Button';
import { Sparkline } from '../../ui/Sparkline';
import { t } from '../../ui/text/text';
import { useReadable } from '../../ui/useReadable';
import styles from './CallDetails.module.css';
import {
  type Curve,
  curves,
  findingText,
  millisText,
  pathText,
  percentText,
  rateText,
  sourceText,
} from './qualityText';

const AT_LEAST: Readonly<Record<Curve['key'], number>> = { up: 50_000, down: 50_000, loss: 0.05, rtt: 100 };
const SENT = ['what', 'codec', 'layers', 'rate', 'loss', 'limit'] as const;
const RECEIVED = ['who', 'what', 'codec', 'picture', 'rate', 'loss', 'jitter', 'concealed', 'freezes'] as const;

/** Everything that is known of the call just now; for whoever asks why it is bad, and for whoever is asked. */
export function CallDetails({ report }: { readonly report: Readable<CallReport> }) {
  const now = useReadable(report);
  const { figures } = now;
  return (
    <section className={styles['details']} aria-label={t('voice.details')} data-testid="call-details">
      <div className={styles['whole']}>
        <header>
          <div>
            <strong data-testid="call-grade" data-grade={now.grade}>
              {t(`quality.${now.grade}`)}
            </strong>
            {now.findings.length > 0 ? (
              <ul>
                {now.findings.map((finding) => (
                  <li key={finding.trouble}>{findingText(finding)}</li>
                ))}
              </ul>
            ) : (
              now.grade === 'good' && <p>{t('quality.fine')}</p>
            )}
          </div>
          <CopyReport report={report} />
        </header>
        <Curves report={now} />
        {figures && (
          <dl>
            <Fact name={t('quality.path')} value={pathText(figures.path)} />
            <Fact name={t('quality.rtt')} value={millisText(figures.rttMs)} />
            <Fact name={t('quality.available')} value={rateText(figures.path?.availableUpBps ?? null)} />
            <Fact name={t('quality.node')} value={figures.node || '–'} />
          </dl>
        )}
      </div>
      <div className={styles['tracks']}>
        {figures && figures.sent.length > 0 && (
          <Table caption={t('quality.sent')} columns={SENT}>
            {figures.sent.map((sent) => (
              <SentRow key={sent.track.id} sent={sent} />
            ))}
          </Table>
        )}
        {figures && figures.received.length > 0 ? (
          <Table caption={t('quality.received')} columns={RECEIVED}>
            {figures.received.map((received) => (
              <ReceivedRow key={received.track.id} received={received} />
            ))}
          </Table>
        ) : (
          <p>{t('voice.detailsNone')}</p>
        )}
      </div>
    </section>
  );
}

function CopyReport({ report }: { readonly report: Readable<CallReport> }) {
  const [copied, setCopied] = useState(false);
  return (
    <Button
      icon={copied ? 'check' : 'copy'}
      data-testid="copy-report"
      onClick={() => {
        void navigator.clipboard.writeText(reportText(report.get())).then(() => {
          setCopied(true);
        });
      }}
    >
      {copied ? t('copied') : t('quality.copy')}
    </Button>
  );
}

function Curves({ report }: { readonly report: CallReport }) {
  return (
    <ul className={styles['curves']}>
      {curves(report.history).map(({ key, values, now, most }) => (
        <li key={key}>
          <span aria-hidden="true">{t(`quality.${key}`)}</span>
          <Sparkline values={values} room={HISTORY} atLeast={AT_LEAST[key]} />
          <span aria-hidden="true">{now}</span>
          <span className={styles['spoken']}>{t('quality.history', { what: t(`quality.${key}`), now, most })}</span>
        </li>
      ))}
    </ul>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

interface TableProps {
  readonly caption: string;
  readonly columns: readonly ((typeof SENT)[number] | (typeof RECEIVED)[number])[];
  readonly children: ReactNode;
}

function Table({ caption, columns, children }: TableProps) {
  return (
    <table>
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {t(`voice.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

function SentRow({ sent: { track, bps } }: { readonly sent: SentFigures }) {
  const video = track.kind === 'video';
  return (
    <tr>
      <th scope="row">{sourceText(track.source)}</th>
      <td>{track.codec}</td>
      <td>{video ? track.layers.join(', ') || '–' : '–'}</td>
      <td>{rateText(bps)}</td>
      <td>{percentText(track.fractionLost)}</td>
      <td>{video ? t(`quality.limit.${track.limitation}`) : '–'}</td>
    </tr>
  );
}

function ReceivedRow({ received: { track, bps, loss, concealed } }: { readonly received: ReceivedFigures }) {
  const video = track.kind === 'video';
  return (
    <tr
      data-testid="track-health"
      data-identity={track.identity}
      data-source={track.source}
      data-kind={track.kind}
      data-frames-decoded={track.framesDecoded}
      data-frame-width={track.width}
      data-frame-height={track.height}
      data-freeze-count={track.freezes}
      data-audio-energy={track.audioEnergy}
      data-packets-received={track.packets}
      data-packets-lost={track.packetsLost}
    >
      <th scope="row">{track.name}</th>
      <td>{sourceText(track.source)}</td>
      <td>{track.codec}</td>
      <td>{video ? pictureText(track) : '–'}</td>
      <td>{rateText(bps)}</td>
      <td>{percentText(loss)}</td>
      <td>{millisText(track.jitterMs)}</td>
      <td>{video ? '–' : percentText(concealed)}</td>
      <td>{video ? track.freezes : '–'}</td>
    </tr>
  );
}

function pictureText(track: ReceivedFigures['track']): string {
  if (track.paused) return t('quality.held');
  const full = track.fullHeight > track.height && track.height > 0 ? ` / ${String(track.fullHeight)}p` : '';
  return `${String(track.width)}×${String(track.height)}${full} · ${track.framesPerSecond.toFixed(0)}/s`;
}
