import { useState } from 'react';
import type { FilesAdmin } from '../../client/files/FilesAdmin';
import { asProblem } from '../../client/RequestFailed';
import type { DeadLetter, FilesReport, Sweep } from '../../protocol/rest';
import { Button, IconButton } from '../../ui/Button';
import { dateTime, fileSize } from '../../ui/text/dates';
import { problemText, t, tCount } from '../../ui/text/text';
import { toasts } from '../../ui/Toasts';
import styles from './FilesSettings.module.css';

interface FilesSettingsProps {
  readonly admin: FilesAdmin;
  readonly report: FilesReport;
  readonly onReport: (report: FilesReport) => void;
}

/** Whoever looks after the server: what is stored, what is stuck, what the last sweeps did. */
export function FilesSettings({ admin, report, onReport }: FilesSettingsProps) {
  const [busy, setBusy] = useState(false);
  const attempt = async (work: () => Promise<void>, done?: string): Promise<void> => {
    setBusy(true);
    try {
      await work();
      if (done !== undefined) toasts.say(done);
      const next = await admin.report();
      if (next) onReport(next);
    } catch (thrown) {
      toasts.complain(problemText(asProblem(thrown)));
    }
    setBusy(false);
  };
  return (
    <div className={styles['files']} data-testid="files-settings">
      <Usage report={report} />
      <section aria-labelledby="files-dead">
        <h3 id="files-dead">{t('files.dead')}</h3>
        <p>{report.deadLetters.length === 0 ? t('files.deadNone') : t('files.deadLead')}</p>
        <ul>
          {report.deadLetters.map((letter) => (
            <DeadRow
              key={`${letter.function} ${letter.id}`}
              letter={letter}
              busy={busy}
              onRetry={() => void attempt(() => admin.retry(letter))}
            />
          ))}
        </ul>
      </section>
      <section aria-labelledby="files-sweeps">
        <h3 id="files-sweeps">{t('files.sweeps')}</h3>
        <p>{report.sweeps.length === 0 ? t('files.sweepsNone') : t('files.sweepsLead')}</p>
        {report.sweeps.length > 0 && <SweepTable sweeps={report.sweeps} />}
      </section>
      <div className={styles['acts']}>
        <Button
          icon="search"
          busy={busy}
          data-testid="dry-run"
          onClick={() => void attempt(() => admin.dryRun(), t('files.begun'))}
        >
          {t('files.dryRun')}
        </Button>
        <Button look="quiet" icon="retry" disabled={busy} onClick={() => void attempt(() => Promise.resolve())}>
          {t('files.refresh')}
        </Button>
        <small>{t('files.dryRunHint')}</small>
      </div>
    </div>
  );
}

function Usage({ report }: { readonly report: FilesReport }) {
  const { files, bytes, limit } = report.usage;
  if (typeof bytes !== 'number') return null;
  const used = fileSize(bytes);
  return (
    <section aria-labelledby="files-usage">
      <h3 id="files-usage">{t('files.usage')}</h3>
      <p className={styles['usage']} data-testid="files-usage">
        {typeof limit === 'number' ? t('files.used', { used, limit: fileSize(limit) }) : used}
        {typeof files === 'number' && ` · ${tCount('files.count', files)}`}
      </p>
      {typeof limit === 'number' && <meter min={0} max={limit} value={bytes} aria-label={t('files.usage')} />}
    </section>
  );
}

interface DeadRowProps {
  readonly letter: DeadLetter;
  readonly busy: boolean;
  readonly onRetry: () => void;
}

function DeadRow({ letter, busy, onRetry }: DeadRowProps) {
  const facts = [
    letter.lastError,
    typeof letter.attempts === 'number' ? tCount('files.attempts', letter.attempts) : null,
    letter.at ? dateTime(letter.at) : null,
  ];
  return (
    <li className={styles['dead']} data-testid="dead-letter">
      <div>
        <strong>
          {letter.function} · {letter.key ?? letter.id}
        </strong>
        <small>{facts.filter(Boolean).join(' · ')}</small>
      </div>
      <IconButton
        icon="retry"
        tip="none"
        label={t('files.again', { id: letter.id })}
        disabled={busy}
        onClick={onRetry}
      />
    </li>
  );
}

type SweepState = 'writing' | 'waiting' | 'done' | 'refused' | 'lost';

const SWEEP_STATES: ReadonlySet<string> = new Set<SweepState>(['writing', 'waiting', 'done', 'refused', 'lost']);

function SweepTable({ sweeps }: { readonly sweeps: readonly Sweep[] }) {
  return (
    // A wide table scrolls by itself, and what scrolls has to be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles['scroll']} tabIndex={0} role="region" aria-labelledby="files-sweeps">
      <table>
        <thead>
          <tr>
            {(['when', 'kind', 'state', 'listed', 'deleted', 'freed', 'missing', 'errors'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`files.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sweeps.map(({ sweepId, state, dryRun, createdAt, report }) => (
            <tr key={sweepId} data-testid="sweep" data-state={state}>
              <td>{createdAt ? dateTime(createdAt) : '–'}</td>
              <td>{t(dryRun ? 'files.kind.dry' : 'files.kind.real')}</td>
              <td>{SWEEP_STATES.has(state) ? t(`files.state.${state as SweepState}`) : state}</td>
              <td>{figure(report?.listed)}</td>
              <td>{figure(report?.deleted)}</td>
              <td>{typeof report?.bytes === 'number' ? fileSize(report.bytes) : '–'}</td>
              <td>{figure(report?.missing)}</td>
              <td>{figure(report?.errors)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function figure(value: unknown): string {
  return typeof value === 'number' ? value.toLocaleString() : '–';
}
