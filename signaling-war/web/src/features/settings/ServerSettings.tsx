import { useState } from 'react';
import type { Connection } from '../../client/Connection';
import type { UploadTools } from '../../client/files/Upload';
import type { Community } from '../../client/state/community';
import { initials } from '../../ui/Avatar';
import { TextField } from '../../ui/Field';
import { t } from '../../ui/text/text';
import { PictureSetting } from './PictureSetting';
import { SavedForm } from './SavedForm';

interface ServerSettingsProps {
  readonly connection: Connection;
  readonly community: Community;
  /** Null for whoever may not change the icon. */
  readonly tools: UploadTools | null;
}

export function ServerSettings({ connection, community, tools }: ServerSettingsProps) {
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
