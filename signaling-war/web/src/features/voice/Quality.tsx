import type { Grade } from '../../media/CallQuality';
import type { CallReport } from '../../media/CallWatch';
import type { Readable } from '../../state/Store';
import { t } from '../../ui/text/text';
import { useReadable } from '../../ui/useReadable';
import { findingText } from './qualityText';
import styles from './Quality.module.css';

const BARS: Readonly<Record<Grade, number>> = { unknown: 0, poor: 1, fair: 2, good: 3 };

/** How many bars are full says it without colour. */
function Bars({ grade }: { readonly grade: Grade }) {
  return (
    <svg width={16} height={16} viewBox="0 0 16 16" aria-hidden="true" focusable="false" className={styles['bars']}>
      {[0, 1, 2].map((bar) => (
        <rect
          key={bar}
          x={1 + bar * 5}
          y={10 - bar * 4}
          width={3.5}
          height={5 + bar * 4}
          rx={1}
          opacity={bar < BARS[grade] ? 1 : 0.28}
        />
      ))}
    </svg>
  );
}

interface QualityButtonProps {
  readonly report: Readable<CallReport>;
  readonly open: boolean;
  readonly onToggle: () => void;
}

/** Says in bars, a word and a colour how the call is; opens the details. A turn for the worse is spoken. */
export function QualityButton({ report, open, onToggle }: QualityButtonProps) {
  const { grade, findings } = useReadable(report);
  const [worst] = findings;
  const words = worst && grade !== 'good' ? `${t(`quality.${grade}`)}. ${findingText(worst)}` : t(`quality.${grade}`);
  return (
    <>
      <button
        type="button"
        className={styles['button']}
        data-grade={grade}
        aria-expanded={open}
        aria-label={`${t('voice.details')}. ${words}`}
        data-tip={words}
        data-tip-side="below"
        data-testid="call-details-toggle"
        onClick={onToggle}
      >
        <Bars grade={grade} />
        <span>{t(`quality.word.${grade}`)}</span>
      </button>
      <span role="status" className={styles['spoken']}>
        {grade === 'poor' ? words : ''}
      </span>
    </>
  );
}

/** The same in small, beside words that say that one is connected. */
export function QualityMark({ report }: { readonly report: Readable<CallReport> }) {
  const { grade } = useReadable(report);
  if (grade === 'unknown') return null;
  return (
    <span className={styles['mark']} data-grade={grade} title={t(`quality.${grade}`)}>
      <Bars grade={grade} />
      <span className={styles['spoken']}>{t(`quality.${grade}`)}</span>
    </span>
  );
}
