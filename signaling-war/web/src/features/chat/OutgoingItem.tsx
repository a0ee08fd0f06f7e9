import { useSyncExternalStore } from 'react';
import type { Upload } from '../../client/files/Upload';
import type { Community } from '../../client/state/community';
import { Avatar } from '../../ui/Avatar';
import { Icon } from '../../ui/Icon';
import { t, tCount } from '../../ui/text/text';
import type { ChatViewModel } from './ChatViewModel';
import styles from './MessageList.module.css';
import type { Outgoing } from './Outbox';
import { RichText } from './RichText';
import { SpokenUploads, UploadRow } from './UploadTray';
import tray from './UploadTray.module.css';

interface OutgoingItemProps {
  readonly outgoing: Outgoing;
  readonly model: ChatViewModel;
  readonly community: Community;
}

/** A message of ours that goes by itself when its files have arrived. */
export function OutgoingItem({ outgoing, model, community }: OutgoingItemProps) {
  const name = community.members.get(community.meId)?.nickname ?? '';
  const { uploads } = outgoing;
  return (
    <li className={styles['pending']} data-testid="outgoing">
      <Avatar id={community.meId} name={name} size={40} />
      <div>
        <strong>{name}</strong>
        {outgoing.text !== '' && <RichText text={outgoing.text} />}
        <ul className={tray['waiting']} aria-label={t('upload.list')}>
          {uploads.map((upload) => (
            <UploadRow
              key={upload.id}
              upload={upload}
              onRemove={() => {
                model.outbox.removeUpload(outgoing, upload);
              }}
            />
          ))}
        </ul>
        <p className={styles['waits']}>
          <Hold uploads={uploads} />
          <button
            type="button"
            data-testid="discard-outgoing"
            onClick={() => {
              model.discard(outgoing);
            }}
          >
            {t('outbox.discard')}
          </button>
        </p>
        <SpokenUploads uploads={uploads} />
      </div>
    </li>
  );
}

/** Why it has not gone yet. */
function Hold({ uploads }: { readonly uploads: readonly Upload[] }) {
  const kinds = useKinds(uploads);
  const failed = kinds.includes('failed');
  return (
    <span role={failed ? 'alert' : undefined} className={failed ? styles['held'] : undefined}>
      <Icon name={failed ? 'warning' : 'send'} size={14} />
      {failed ? t('outbox.held') : tCount('outbox.waits', kinds.filter((kind) => kind !== 'stored').length)}
    </span>
  );
}

function useKinds(uploads: readonly Upload[]): readonly string[] {
  // A snapshot has to be the same when nothing has changed, hence the text.
  const kinds = useSyncExternalStore(
    (listener) => {
      const ends = uploads.map((upload) => upload.state.subscribe(listener));
      return () => {
        for (const end of ends) end();
      };
    },
    () => uploads.map((upload) => upload.state.get().kind).join(' '),
  );
  return kinds.split(' ');
}
