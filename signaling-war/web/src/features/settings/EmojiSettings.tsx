import { type DragEvent, useEffect, useRef, useState } from 'react';
import { EmojiApi } from '../../client/files/EmojiApi';
import type { UploadTools } from '../../client/files/Upload';
import { asProblem } from '../../client/RequestFailed';
import type { Community } from '../../client/state/community';
import type { Emoji } from '../../protocol/model';
import { Button, IconButton } from '../../ui/Button';
import { classes } from '../../ui/classes';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { EmojiImage } from '../../ui/EmojiImage';
import { Icon } from '../../ui/Icon';
import { Spinner } from '../../ui/Spinner';
import { stateText } from '../../ui/text/fileTexts';
import { problemText, t, tCount } from '../../ui/text/text';
import { toasts } from '../../ui/Toasts';
import { useReadable } from '../../ui/useReadable';
import { EmojiAdding, isEmojiName } from './EmojiAdding';
import { EmojiFileRow } from './EmojiFileRow';
import styles from './EmojiSettings.module.css';

interface EmojiSettingsProps {
  readonly tools: UploadTools;
  readonly community: Community;
}

export function EmojiSettings({ tools, community }: EmojiSettingsProps) {
  const [api] = useState(() => new EmojiApi(tools.api));
  const [adding] = useState(() => new EmojiAdding(api, tools, community.limits.uploadBytes));
  const [doomed, setDoomed] = useState<Emoji | null>(null);
  const emojis = [...community.emojis.values()].sort((a, b) => a.name.localeCompare(b.name));
  useEffect(
    () => () => {
      adding.close();
    },
    [adding],
  );
  return (
    <div className={styles['emojis']} data-testid="emoji-settings">
      <p className={styles['lead']}>{t('emoji.lead')}</p>
      <AddEmojis adding={adding} taken={new Set(community.emojis.keys())} />
      {emojis.length === 0 ? (
        <p className={styles['lead']}>
          {t('emoji.none')}. {t('emoji.noneLead')}
        </p>
      ) : (
        <ul className={styles['list']} aria-label={t('emoji.own')}>
          {emojis.map((emoji) => (
            <EmojiRow
              key={emoji.name}
              emoji={emoji}
              by={emoji.uploadedBy ? (community.members.get(emoji.uploadedBy)?.nickname ?? null) : null}
              api={api}
              onDelete={setDoomed}
            />
          ))}
        </ul>
      )}
      {doomed && (
        <ConfirmDialog
          title={t('emoji.deleteTitle', { name: doomed.name })}
          lead={t('emoji.deleteLead')}
          action={t('delete')}
          run={() => api.remove(doomed.name)}
          onClose={() => {
            setDoomed(null);
          }}
        />
      )}
    </div>
  );
}

interface AddEmojisProps {
  readonly adding: EmojiAdding;
  readonly taken: ReadonlySet<string>;
}

function AddEmojis({ adding, taken }: AddEmojisProps) {
  const files = useReadable(adding.files);
  const chooser = useRef<HTMLInputElement>(null);
  const [dragging, setDragging] = useState(false);
  const [busy, setBusy] = useState(false);
  const ready = files.filter((file) => file.state.kind === 'named').length;
  const onDrag = (event: DragEvent): void => {
    event.preventDefault();
    setDragging(event.type === 'dragover');
  };
  const send = async (): Promise<void> => {
    setBusy(true);
    await adding.sendAll(taken);
    setBusy(false);
  };
  return (
    <>
      {/* Dropping is a shortcut; the button does the same for everybody. */}
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div
        className={classes(styles['drop'], dragging && styles['over'])}
        data-testid="emoji-drop"
        onDragOver={onDrag}
        onDragLeave={onDrag}
        onDrop={(event) => {
          onDrag(event);
          adding.add([...event.dataTransfer.files]);
        }}
      >
        <Icon name="image" />
        <span>
          {t('emoji.drop')}{' '}
          <button
            type="button"
            onClick={() => {
              chooser.current?.click();
            }}
          >
            {t('emoji.choose')}
          </button>
        </span>
        <input
          ref={chooser}
          type="file"
          accept="image/*,.zip"
          multiple
          hidden
          data-testid="emoji-files"
          onChange={(event) => {
            adding.add([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
      </div>
      {files.length > 0 && (
        <ul className={styles['list']} data-testid="emoji-adding">
          {files.map((file) => (
            <EmojiFileRow key={file.id} file={file} adding={adding} />
          ))}
        </ul>
      )}
      {(ready > 0 || busy) && (
        <div>
          <Button look="primary" icon="plus" busy={busy} data-testid="emoji-add" onClick={() => void send()}>
            {tCount('emoji.add', ready)}
          </Button>
        </div>
      )}
    </>
  );
}

interface EmojiRowProps {
  readonly emoji: Emoji;
  readonly by: string | null;
  readonly api: EmojiApi;
  readonly onDelete: (emoji: Emoji) => void;
}

function EmojiRow({ emoji, by, api, onDelete }: EmojiRowProps) {
  const [name, setName] = useState<string | null>(null);
  const waits = emoji.state === 'queued' || emoji.state === 'processing';
  const rename = async (): Promise<void> => {
    setName(null);
    if (name === null || name === emoji.name) return;
    await api.rename(emoji.name, name).catch((thrown: unknown) => {
      toasts.complain(problemText(asProblem(thrown)));
    });
  };
  return (
    <li className={styles['row']} data-testid="emoji-row" data-state={emoji.state}>
      <span className={styles['picture']}>
        {waits ? <Spinner /> : emoji.state === 'done' ? <EmojiImage name={emoji.name} /> : <Icon name="warning" />}
      </span>
      {name === null ? (
        <span className={styles['name']}>
          <strong>:{emoji.name}:</strong>
          <small>{stateText(emoji) || (by === null ? '' : t('emoji.by', { name: by }))}</small>
        </span>
      ) : (
        <form
          className={styles['name']}
          onSubmit={(event) => {
            event.preventDefault();
            if (isEmojiName(name)) void rename();
          }}
        >
          <input
            aria-label={t('emoji.rename', { name: emoji.name })}
            aria-invalid={!isEmojiName(name)}
            value={name}
            // The row's own button has just been pressed to write here.
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            maxLength={32}
            onChange={(event) => {
              setName(event.target.value);
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return;
              event.preventDefault();
              event.stopPropagation();
              setName(null);
            }}
          />
          <small>{t('emoji.nameHint')}</small>
        </form>
      )}
      <IconButton
        icon={name === null ? 'edit' : 'check'}
        size="small"
        tip="none"
        label={t('emoji.rename', { name: emoji.name })}
        disabled={name !== null && !isEmojiName(name)}
        onClick={() => {
          if (name === null) setName(emoji.name);
          else void rename();
        }}
      />
      <IconButton
        icon="trash"
        size="small"
        tip="none"
        label={t('emoji.delete', { name: emoji.name })}
        onClick={() => {
          onDelete(emoji);
        }}
      />
    </li>
  );
}
