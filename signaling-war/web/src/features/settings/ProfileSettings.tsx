import { useState } from 'react';
import type { Connection } from '../../client/Connection';
import type { UploadTools } from '../../client/files/Upload';
import type { Account, Member } from '../../protocol/model';
import { Avatar } from '../../ui/Avatar';
import { TextField } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { t } from '../../ui/text/text';
import { PictureSetting } from './PictureSetting';
import { SavedForm } from './SavedForm';
import styles from './SettingsDialog.module.css';

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

interface ProfileSettingsProps {
  readonly connection: Connection;
  readonly me: Member;
  readonly account: Account | null;
  /** Null for whoever may not change pictures. */
  readonly tools: UploadTools | null;
  readonly maxBytes: number;
}

export function ProfileSettings({ connection, me, account, tools, maxBytes }: ProfileSettingsProps) {
  const [nickname, setNickname] = useState(me.nickname);
  return (
    <div className={styles['form']}>
      {tools && <ProfilePictures me={me} tools={tools} maxBytes={maxBytes} />}
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
    </div>
  );
}
