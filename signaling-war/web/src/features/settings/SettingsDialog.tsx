import { useEffect, useState } from 'react';
import type { Connection } from '../../client/Connection';
import { FilesAdmin } from '../../client/files/FilesAdmin';
import type { UploadTools } from '../../client/files/Upload';
import type { Community } from '../../client/state/community';
import type { DeviceChoice, DeviceKind } from '../../media/DeviceChoice';
import type { Account, Member } from '../../protocol/model';
import type { FilesReport } from '../../protocol/rest';
import { classes } from '../../ui/classes';
import { Dialog } from '../../ui/Dialog';
import { Icon, type IconName } from '../../ui/Icon';
import { t } from '../../ui/text/text';
import { AppearanceSettings } from './AppearanceSettings';
import { DeviceSettings } from './DeviceSettings';
import { EmojiSettings } from './EmojiSettings';
import { FilesSettings } from './FilesSettings';
import { ProfileSettings } from './ProfileSettings';
import { ServerSettings } from './ServerSettings';
import styles from './SettingsDialog.module.css';

export type SettingsPage = 'profile' | 'devices' | 'appearance' | 'server' | 'emojis' | 'files';

interface SettingsDialogProps {
  readonly page: SettingsPage;
  readonly connection: Connection;
  readonly devices: DeviceChoice;
  readonly onDevice: (kind: DeviceKind, id: string) => void;
  readonly me: Member;
  readonly account: Account | null;
  readonly community: Community;
  readonly tools: UploadTools;
  readonly mayManage: boolean;
  readonly onLogOut: () => void;
  readonly onClose: () => void;
}

const ICONS: Readonly<Record<SettingsPage, IconName>> = {
  profile: 'people',
  devices: 'microphone',
  appearance: 'sun',
  server: 'settings',
  emojis: 'smile',
  files: 'file',
};

export function SettingsDialog(props: SettingsDialogProps) {
  const { connection, devices, onDevice, me, account, community, tools, mayManage, onLogOut, onClose } = props;
  const [page, setPage] = useState(props.page);
  const may = (permission: string): boolean => community.permissions.includes(permission);
  const [admin] = useState(() => new FilesAdmin(tools.api));
  const [report, setReport] = useFilesReport(admin, may('manage_server'));
  const pages: readonly SettingsPage[] = [
    'profile',
    'devices',
    'appearance',
    ...(mayManage ? (['server'] as const) : []),
    ...(may('manage_emojis') ? (['emojis'] as const) : []),
    ...(report ? (['files'] as const) : []),
  ];
  return (
    <Dialog title={t('settings.title')} size="large" onClose={onClose}>
      <div className={styles['settings']} data-testid="settings">
        <div className={styles['tabs']} role="tablist" aria-label={t('settings.title')} aria-orientation="vertical">
          {pages.map((each) => (
            <button
              key={each}
              type="button"
              role="tab"
              id={`tab-${each}`}
              aria-selected={each === page}
              aria-controls="settings-page"
              className={classes(styles['tab'], each === page && styles['current'])}
              data-testid={`settings-${each}`}
              onClick={() => {
                setPage(each);
              }}
            >
              <Icon name={ICONS[each]} size={18} />
              {t(`settings.${each}`)}
            </button>
          ))}
          <button type="button" className={styles['tab']} onClick={onLogOut} data-testid="log-out">
            <Icon name="logOut" size={18} />
            {t('account.logOut')}
          </button>
        </div>
        <div id="settings-page" role="tabpanel" aria-labelledby={`tab-${page}`} className={styles['page']}>
          {page === 'profile' && (
            <ProfileSettings
              connection={connection}
              me={me}
              account={account}
              tools={may('change_avatar') ? tools : null}
              maxBytes={community.limits.uploadBytes}
            />
          )}
          {page === 'devices' && <DeviceSettings devices={devices} onDevice={onDevice} />}
          {page === 'appearance' && <AppearanceSettings />}
          {page === 'server' && (
            <ServerSettings connection={connection} community={community} tools={may('manage_server') ? tools : null} />
          )}
          {page === 'emojis' && <EmojiSettings tools={tools} community={community} />}
          {page === 'files' && report && <FilesSettings admin={admin} report={report} onReport={setReport} />}
        </div>
      </div>
    </Dialog>
  );
}

/** Null for whoever may not see it, and from a server that has no such page. */
function useFilesReport(admin: FilesAdmin, may: boolean) {
  const [report, setReport] = useState<FilesReport | null>(null);
  useEffect(() => {
    if (!may) return undefined;
    let wanted = true;
    void admin.report().then((found) => {
      if (wanted) setReport(found);
    });
    return () => {
      wanted = false;
    };
  }, [admin, may]);
  return [report, setReport] as const;
}
