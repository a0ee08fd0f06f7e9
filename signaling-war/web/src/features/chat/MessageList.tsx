import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Community } from '../../client/state/community';
import type { Conversation, Pending } from '../../client/state/conversation';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Icon, type IconName } from '../../ui/Icon';
import { Notice } from '../../ui/Notice';
import { Spinner } from '../../ui/Spinner';
import { dayOf } from '../../ui/text/dates';
import { problemText, t, tCount } from '../../ui/text/text';
import { useReadable } from '../../ui/useReadable';
import { Attachments } from './Attachments';
import type { ChatViewModel } from './ChatViewModel';
import { type Row, rowsOf } from './grouping';
import { type MessageActions, MessageItem } from './MessageItem';
import { OutgoingItem } from './OutgoingItem';
import styles from './MessageList.module.css';
import type { Outgoing } from './Outbox';
import { RichText } from './RichText';

interface MessageListProps {
  readonly model: ChatViewModel;
  readonly community: Community;
  readonly channelName: string;
  readonly icon: IconName;
  readonly actions: MessageActions;
}

/** Closer to the end than this, the list follows new messages. */
const NEAR_END_PX = 80;

export function MessageList({ model, community, channelName, icon, actions }: MessageListProps) {
  const state = useReadable(model.conversation);
  const editing = useReadable(model.editing);
  const outgoing = useReadable(model.outbox.waiting);
  const { ref, onScroll, toEnd, unseen } = useFollowingScroll(model, state, outgoing);
  const rows = rowsOf(state.messages, { meId: model.meId, lastRead: model.lastRead });
  const byId = new Map(state.messages.map((message) => [message.message_id, message]));

  if (state.loaded === 'failed') {
    return (
      <div className={styles['fill']}>
        <Notice
          icon="warning"
          title={t('chat.loadFailed')}
          action={
            <Button
              icon="retry"
              onClick={() => {
                model.reload();
              }}
            >
              {t('retry')}
            </Button>
          }
        />
      </div>
    );
  }
  return (
    <div className={styles['frame']}>
      <div
        ref={ref}
        className={styles['scroll']}
        onScroll={onScroll}
        // A scrolling region has to be reachable by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="region"
        aria-label={t('chat.messages', { channel: channelName })}
        id="messages"
      >
        <div className={styles['top']}>
          {state.loadingOlder || state.loaded !== 'yes' ? (
            <Spinner />
          ) : (
            !state.hasOlder && (
              <div className={styles['start']}>
                <span>
                  <Icon name={icon} size={28} />
                </span>
                <h2>{t('chat.start', { channel: channelName })}</h2>
                <p>{t('chat.startLead')}</p>
              </div>
            )
          )}
        </div>
        <ol className={styles['messages']} data-testid="messages">
          {rows.map((row) => (
            <MessageRow key={row.key} row={row}>
              {(message, opens) => (
                <MessageItem
                  model={model}
                  message={message}
                  original={message.reply_to_message_id ? byId.get(message.reply_to_message_id) : null}
                  opens={opens}
                  editing={editing === message.message_id}
                  community={community}
                  actions={actions}
                />
              )}
            </MessageRow>
          ))}
          {state.pending.map((pending) => (
            <PendingItem key={pending.nonce} pending={pending} model={model} community={community} />
          ))}
          {outgoing.map((each) => (
            <OutgoingItem key={each.id} outgoing={each} model={model} community={community} />
          ))}
        </ol>
      </div>
      {unseen > 0 && (
        <button type="button" className={styles['jump']} onClick={toEnd}>
          <Icon name="arrowDown" size={16} />
          {tCount('chat.newBelow', unseen)}
        </button>
      )}
    </div>
  );
}

interface MessageRowProps {
  readonly row: Row;
  readonly children: (message: (Row & { kind: 'message' })['message'], opens: boolean) => React.ReactNode;
}

function MessageRow({ row, children }: MessageRowProps) {
  switch (row.kind) {
    case 'day':
      return (
        <li className={styles['day']}>
          <span>{dayOf(row.at)}</span>
        </li>
      );
    case 'new':
      return (
        <li className={styles['new']} data-testid="new-bar">
          <span>{t('chat.new')}</span>
        </li>
      );
    case 'message':
      return children(row.message, row.opens);
  }
}

interface PendingItemProps {
  readonly pending: Pending;
  readonly model: ChatViewModel;
  readonly community: Community;
}

function PendingItem({ pending, model, community }: PendingItemProps) {
  const name = community.members.get(community.meId)?.nickname ?? '';
  return (
    <li className={styles['pending']} data-testid="pending" data-failed={pending.failure !== null}>
      <Avatar id={community.meId} name={name} size={40} />
      <div>
        <strong>{name}</strong>
        {pending.text !== '' && <RichText text={pending.text} />}
        {pending.attachments.length > 0 && (
          <Attachments attachments={pending.attachments} downloads={model.download} onOpen={() => undefined} />
        )}
        {pending.failure ? (
          <p className={styles['failure']} role="alert">
            <Icon name="warning" size={16} />
            <span>{t('chat.notSent', { reason: problemText(pending.failure) })}</span>
            <button
              type="button"
              onClick={() => {
                model.retry(pending.nonce);
              }}
            >
              {t('retry')}
            </button>
            <button
              type="button"
              onClick={() => {
                model.drop(pending.nonce);
              }}
            >
              {t('chat.drop')}
            </button>
          </p>
        ) : (
          <span className="unseen">{t('chat.sending')}</span>
        )}
      </div>
    </li>
  );
}

/** Follows the end while one is there, keeps still while one reads, and asks for older ones near the top. */
function useFollowingScroll(model: ChatViewModel, state: Conversation, outgoing: readonly Outgoing[]) {
  const ref = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const before = useRef<{ first: string | undefined; height: number }>({ first: undefined, height: 0 });
  const [seenUpTo, setSeenUpTo] = useState<string>('');
  const newest = state.messages.at(-1)?.message_id ?? '';
  const first = state.messages[0]?.message_id;

  const toEnd = useCallback((): void => {
    const box = ref.current;
    if (!box) return;
    box.scrollTop = box.scrollHeight;
    following.current = true;
  }, []);

  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return;
    const grewAbove = before.current.first !== undefined && first !== before.current.first;
    if (following.current) box.scrollTop = box.scrollHeight;
    else if (grewAbove) box.scrollTop += box.scrollHeight - before.current.height;
    before.current = { first, height: box.scrollHeight };
  }, [first, newest, state.pending, state.messages, outgoing]);

  useEffect(() => {
    const box = ref.current;
    if (!box) return undefined;
    // Pictures and the height of the window change the end's place without any message.
    const observer = new ResizeObserver(() => {
      if (following.current) box.scrollTop = box.scrollHeight;
    });
    for (const child of [box, ...box.children]) observer.observe(child);
    return () => {
      observer.disconnect();
    };
  }, [state.loaded]);

  const look = useCallback((): void => {
    if (!following.current || document.visibilityState !== 'visible') return;
    setSeenUpTo(newest);
    model.markRead();
  }, [model, newest]);

  useEffect(() => {
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
    };
  }, [look]);

  const onScroll = (): void => {
    const box = ref.current;
    if (!box) return;
    following.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX;
    before.current = { first, height: box.scrollHeight };
    if (box.scrollTop < 200) model.loadOlder();
    look();
  };

  const unseen =
    seenUpTo === ''
      ? 0
      : state.messages.filter((message) => message.message_id > seenUpTo && message.sender_member_id !== model.meId)
          .length;
  return { ref, onScroll, toEnd, unseen };
}
