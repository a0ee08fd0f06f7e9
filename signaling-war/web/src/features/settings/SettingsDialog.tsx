import { type FormEvent, type ReactNode, useState } from 'react';
import type { Connection } from '../../client/Connection';
import { asProblem } from '../../client/RequestFailed';
import type { DeviceChoice, DeviceKind } from '../../media/DeviceChoice';
import type { Account, Member, Server } from '../../protocol/model';
import type { Problem } from '../../protocol/problem';
import { Button } from '../../ui/Button';
import { classes } from '../../ui/classes';
import { Dialog } from '../../ui/Dialog';
import { Choice, TextField } from '../../ui/Field';
import { Icon, type IconName } from '../../ui/Icon';
import { chooseLanguage, language, problemText, t } from '../../ui/text/text';
import { chooseTheme, theme } from '../../ui/theme';
import { useReadable } from '../../ui/useReadable';
import { DeviceSettings } from './DeviceSettings';
import styles from './SettingsDialog.module.css';

export type SettingsPage = 'profile' | 'devices' | 'appearance' | 'server';

interface SettingsDialogProps {
  readonly page: SettingsPage;
  readonly connection: Connection;
  readonly devices: DeviceChoice;
  readonly onDevice: (kind: DeviceKind, id: string) => void;
  readonly me: Member;
  readonly account: Account | null;
  readonly server: Server;
  readonly mayManage: boolean;
  readonly onLogOut: () => void;
  readonly onClose: () => void;
}

const ICONS: Readonly<Record<SettingsPage, IconName>> = {
  profile: 'people',
  devices: 'microphone',
  appearance: 'sun',
  server: 'settings',
};

export function SettingsDialog(props: SettingsDialogProps) {
  const { connection, devices, onDevice, me, account, server, mayManage, onLogOut, onClose } = props;
  const [page, setPage] = useState(props.page);
  const pages: readonly SettingsPage[] = mayManage
    ? ['profile', 'devices', 'appearance', 'server']
    : ['profile', 'devices', 'appearance'];
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
          {page === 'profile' && <ProfileSettings connection={connection} me={me} account={account} />}
          {page === 'devices' && <DeviceSettings devices={devices} onDevice={onDevice} />}
          {page === 'appearance' && <AppearanceSettings />}
          {page === 'server' && <ServerSettings connection={connection} server={server} />}
        </div>
      </div>
    </Dialog>
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

function ServerSettings({ connection, server }: { readonly connection: Connection; readonly server: Server }) {
  const [name, setName] = useState(server.name);
  const [description, setDescription] = useState(server.description);
  const changed = (name.trim() !== server.name || description.trim() !== server.description) && name.trim() !== '';
  return (
    <SavedForm
      changed={changed}
      save={() => connection.request('server:settings:update', { name: name.trim(), description: description.trim() })}
    >
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
