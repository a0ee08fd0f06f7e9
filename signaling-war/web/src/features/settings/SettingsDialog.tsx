import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import type { Connection } from '../../client/Connection';
import { FilesAdmin } from '../../client/files/FilesAdmin';
import type { UploadTools } from '../../client/files/Upload';
import { asProblem } from '../../client/RequestFailed';
import type { Community } from '../../client/state/community';
import type { DeviceChoice, DeviceKind } from '../../media/DeviceChoice';
import type { Account, Member } from '../../protocol/model';
import type { Problem } from '../../protocol/problem';
import type { FilesReport } from '../../protocol/rest';
import { Avatar, initials } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { classes } from '../../ui/classes';
import { Dialog } from '../../ui/Dialog';
import { Choice, TextField } from '../../ui/Field';
import { Icon, type IconName } from '../../ui/Icon';
import { chooseMotion, motion } from '../../ui/motion';
import { chooseLanguage, language, problemText, t } from '../../ui/text/text';
import { chooseTheme, theme } from '../../ui/theme';
import { useReadable } from '../../ui/useReadable';
import { DeviceSettings } from './DeviceSettings';
import { EmojiSettings } from './EmojiSettings';
import { FilesSettings } from './FilesSettings';
import { PictureSetting } from './PictureSetting';
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
            <div className={styles['form']}>
              {may('change_avatar') && (
                <ProfilePictures me={me} tools={tools} maxBytes={community.limits.uploadBytes} />
              )}
              <ProfileSettings connection={connection} me={me} account={account} />
            </div>
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

interface PicturesProps {
  readonly me: Member;
  readonly tools: UploadTools;
  readonly maxBytes: number;
}

function ProfilePictures({ me, tools, maxBytes }: PicturesProps) {
  return (
    <>
      <PictureSetting kind="avatar" current={me.avatarFileId} tools={tools} maxBytes={maxBytes}>
        <Avatar id={me.memberId} name={me.nickname} size={80} />
      </PictureSetting>
      <PictureSetting kind="banner" current={me.bannerFileId} tools={tools} maxBytes={maxBytes}>
        <Icon name="image" />
      </PictureSetting>
    </>
  );
}

interface ProfileProps {
  readonly connection: Connection;
  readonly me: Member;
  readonly account: Account | null;
}

function ProfileSettings({ connection, me, account }: ProfileProps) {
  const [nickname, setNickname] = useState(me.nickname);
  return (
    <SavedForm
      changed={nickname.trim() !== me.nickname && nickname.trim() !== ''}
      save={() => connection.request('profile:update', { nickname: nickname.trim() })}
    >
      {account && <TextField label={t('settings.username')} value={`@${account.username}`} readOnly disabled />}
      <TextField
        label={t('settings.nickname')}
        value={nickname}
        maxLength={50}
        required
        onChange={(event) => {
          setNickname(event.target.value);
        }}
      />
    </SavedForm>
  );
}

interface ServerSettingsProps {
  readonly connection: Connection;
  readonly community: Community;
  /** Null for whoever may not change the icon. */
  readonly tools: UploadTools | null;
}

function ServerSettings({ connection, community, tools }: ServerSettingsProps) {
  const { server, limits } = community;
  const [name, setName] = useState(server.name);
  const [description, setDescription] = useState(server.description);
  const changed = (name.trim() !== server.name || description.trim() !== server.description) && name.trim() !== '';
  return (
    <SavedForm
      changed={changed}
      save={() => connection.request('server:settings:update', { name: name.trim(), description: description.trim() })}
    >
      {tools && (
        <PictureSetting kind="icon" current={server.iconFileId} tools={tools} maxBytes={limits.uploadBytes}>
          {initials(server.name)}
        </PictureSetting>
      )}
      <TextField
        label={t('setup.serverName')}
        value={name}
        maxLength={80}
        required
        onChange={(event) => {
          setName(event.target.value);
        }}
      />
      <TextField
        label={t('setup.description')}
        value={description}
        maxLength={300}
        onChange={(event) => {
          setDescription(event.target.value);
        }}
      />
    </SavedForm>
  );
}

interface SavedFormProps {
  readonly changed: boolean;
  readonly save: () => Promise<unknown>;
  readonly children: ReactNode;
}

function SavedForm({ changed, save, children }: SavedFormProps) {
  const [state, setState] = useState<'open' | 'busy' | 'saved'>('open');
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setState('busy');
    setProblem(null);
    try {
      await save();
      setState('saved');
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setState('open');
    }
  };
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        void submit(event);
      }}
    >
      {children}
      {problem && <p role="alert">{problemText(problem)}</p>}
      <div className={styles['save']}>
        <Button type="submit" look="primary" disabled={!changed} busy={state === 'busy'}>
          {t('save')}
        </Button>
        {state === 'saved' && !changed && <span role="status">{t('settings.saved')}</span>}
      </div>
    </form>
  );
}

function AppearanceSettings() {
  const chosenTheme = useReadable(theme);
  const chosenLanguage = useReadable(language);
  const chosenMotion = useReadable(motion);
  return (
    <div className={styles['form']}>
      <Choice
        label={t('settings.theme')}
        value={chosenTheme}
        onChoose={chooseTheme}
        options={[
          { value: 'system', label: t('settings.theme.system') },
          { value: 'light', label: t('settings.theme.light') },
          { value: 'dark', label: t('settings.theme.dark') },
        ]}
      />
      <Choice
        label={t('settings.motion')}
        value={chosenMotion}
        onChoose={chooseMotion}
        options={[
          { value: 'system', label: t('settings.motion.system') },
          { value: 'play', label: t('settings.motion.play') },
          { value: 'still', label: t('settings.motion.still') },
        ]}
      />
      <Choice
        label={t('settings.language')}
        value={chosenLanguage}
        onChoose={chooseLanguage}
        options={[
          { value: 'en', label: 'English' },
          { value: 'es', label: 'Español' },
        ]}
      />
    </div>
  );
}
