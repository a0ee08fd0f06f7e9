import type { FileId } from '../protocol/ids';
import { initials } from '../ui/Avatar';
import { Icon } from '../ui/Icon';
import { Mark } from '../ui/Mark';
import { usePicture } from '../ui/pictures';
import { t } from '../ui/text/text';
import styles from './ServerRail.module.css';

interface ServerRailProps {
  readonly serverName: string;
  readonly iconFileId: FileId | null | undefined;
  readonly unread: boolean;
  readonly onHome: () => void;
  readonly onSearch: () => void;
}

/** The far left: the server, as long as a page knows one, and the way to everywhere. */
export function ServerRail({ serverName, iconFileId, unread, onHome, onSearch }: ServerRailProps) {
  const icon = usePicture(iconFileId, true);
  return (
    <nav className={styles['rail']} aria-label={t('rail.label')}>
      <Mark size={36} />
      <span className={styles['line']} />
      <button
        type="button"
        className={styles['server']}
        aria-current="true"
        aria-label={unread ? t('rail.unread', { server: serverName }) : serverName}
        data-tip={serverName}
        data-tip-side="right"
        onClick={onHome}
      >
        {icon ? <img src={icon} alt="" data-testid="server-icon" /> : initials(serverName)}
        {unread && <span className={styles['dot']} />}
      </button>
      <button
        type="button"
        className={styles['tool']}
        aria-label={t('switcher.label')}
        data-tip={`${t('switcher.label')} · Ctrl K`}
        data-tip-side="right"
        onClick={onSearch}
      >
        <Icon name="search" />
      </button>
    </nav>
  );
}
