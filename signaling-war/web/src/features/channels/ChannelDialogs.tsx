import { type FormEvent, useId, useState } from 'react';
import type { Connection } from '../../client/Connection';
import { asProblem } from '../../client/RequestFailed';
import type { Channel, ChannelType } from '../../protocol/model';
import type { Problem } from '../../protocol/problem';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Choice, TextField } from '../../ui/Field';
import { problemText, t } from '../../ui/text/text';
import styles from './ChannelDialogs.module.css';

interface ChannelFormDialogProps {
  readonly connection: Connection;
  /** The channel to change, or the kind of the one to make. */
  readonly subject: Channel | ChannelType;
  readonly onDone: (channel: Channel) => void;
  readonly onClose: () => void;
}

export function ChannelFormDialog({ connection, subject, onDone, onClose }: ChannelFormDialogProps) {
  const existing = typeof subject === 'string' ? null : subject;
  const [type, setType] = useState<ChannelType>(typeof subject === 'string' ? subject : subject.type);
  const [name, setName] = useState(existing?.name ?? '');
  const [description, setDescription] = useState(existing?.description ?? '');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const formId = useId();

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const words = { name: name.trim(), description: description.trim() };
    try {
      const { channel } = existing
        ? await connection.request('server:channels:update', { channelId: existing.channelId, ...words })
        : await connection.request('server:channels:create', { type, ...words });
      onDone(channel);
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setBusy(false);
    }
  };

  return (
    <Dialog
      size="small"
      title={existing ? t('channel.edit') : t('channel.create')}
      onClose={onClose}
      footer={
        <>
          <Button look="quiet" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button look="primary" type="submit" form={formId} busy={busy} disabled={name.trim() === ''}>
            {existing ? t('save') : t('channel.create')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={styles['form']}
        onSubmit={(event) => {
          void submit(event);
        }}
      >
        {!existing && (
          <Choice
            label={t('channel.type')}
            value={type}
            onChoose={setType}
            options={[
              { value: 'text', label: t('channel.type.text'), hint: t('channel.type.textHint') },
              { value: 'voice', label: t('channel.type.voice'), hint: t('channel.type.voiceHint') },
            ]}
          />
        )}
        <TextField
          label={t('channel.name')}
          name="channelName"
          required
          maxLength={80}
          autoComplete="off"
          value={name}
          error={problem && problemText(problem)}
          onChange={(event) => {
            setName(event.target.value);
          }}
        />
        <TextField
          label={t('channel.description')}
          maxLength={300}
          autoComplete="off"
          value={description}
          onChange={(event) => {
            setDescription(event.target.value);
          }}
        />
      </form>
    </Dialog>
  );
}
