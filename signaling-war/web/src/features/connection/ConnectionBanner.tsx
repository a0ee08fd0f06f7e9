import { useEffect, useState } from 'react';
import type { Connection } from '../../client/Connection';
import { Spinner } from '../../ui/Spinner';
import { t } from '../../ui/text/text';
import { useReadable } from '../../ui/useReadable';
import styles from './ConnectionBanner.module.css';

/** Shorter gaps heal by themselves and would only flicker. */
const SHOWN_AFTER_MS = 800;

export function ConnectionBanner({ connection }: { readonly connection: Connection }) {
  const status = useReadable(connection.status);
  const offline = status.kind === 'offline';
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!offline) return undefined;
    const timer = setTimeout(() => {
      setLate(true);
    }, SHOWN_AFTER_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [offline]);
  return (
    <div role="status" aria-live="assertive">
      {offline && late && (
        <div className={styles['banner']} data-testid="connection-banner">
          <Spinner size={16} />
          {t('connection.lost')}
        </div>
      )}
    </div>
  );
}
