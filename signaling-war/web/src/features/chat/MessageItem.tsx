import { useState } from 'react';
import type { Community } from '../../client/state/community';
import type { Attachment, Member, Message } from '../../protocol/model';
import { Avatar } from '../../ui/Avatar';
import { IconButton } from '../../ui/Button';
import { classes } from '../../ui/classes';
import { EmojiImage, emojiName } from '../../ui/EmojiImage';
import { Icon } from '../../ui/Icon';
import { Menu, type MenuAt, type MenuItem } from '../../ui/Menu';
import { dateTime, timeOfDay } from '../../ui/text/dates';
import { t } from '../../ui/text/text';
import { Attachments } from './Attachments';
import type { ChatViewModel } from './ChatViewModel';
import type { Downloads } from './FileCard';
import { fileKind } from './fileKind';
import { MessageEdit } from './MessageEdit';
import styles from './MessageItem.module.css';
import { EmojiPicker } from './EmojiPicker';
import { RichText } from './RichText';

export interface MessageActions {
  readonly download: Downloads;
  readonly openPicture: (attachment: Attachment) => void;
  readonly askDelete: (message: Message) => void;
  readonly memberMenu: (member: Member, at: MenuAt) => void;
}

interface MessageItemProps {
  readonly model: ChatViewModel;
  readonly message: Message;
  readonly original: Message | null | undefined;
  readonly opens: boolean;
  readonly editing: boolean;
  readonly community: Community;
  readonly actions: MessageActions;
}

export function MessageItem(props: MessageItemProps) {
  const { model, message, original, opens, editing, community, actions } = props;
  const member = community.members.get(message.sender_member_id);
  const name = member?.nickname ?? message.sender_nickname;
  return (
    <li
      className={classes(styles['item'], opens && styles['opens'], editing && styles['editing'])}
      data-testid="message"
      data-message-id={message.message_id}
    >
      {message.reply_to_message_id && <ReplyLine original={original ?? null} community={community} />}
      <div className={styles['gutter']}>
        {opens ? (
          <Avatar id={message.sender_member_id} name={name} size={40} />
        ) : (
          <time dateTime={message.created_at}>{timeOfDay(message.created_at)}</time>
        )}
      </div>
      <div className={styles['content']}>
        {opens && (
          <div className={styles['head']}>
            <button
              type="button"
              className={styles['author']}
              aria-haspopup="menu"
              onClick={(event) => {
                const box = event.currentTarget.getBoundingClientRect();
                if (member) actions.memberMenu(member, { x: box.left, y: box.bottom + 4 });
              }}
            >
              {name}
            </button>
            <time dateTime={message.created_at} title={dateTime(message.created_at)}>
              {timeOfDay(message.created_at)}
            </time>
          </div>
        )}
        {editing ? (
          <MessageEdit model={model} message={message} />
        ) : (
          message.text !== '' && (
            <RichText
              text={message.text}
              after={message.edited_at && <span className={styles['edited']}> {t('chat.edited')}</span>}
            />
          )
        )}
        {message.attachments.length > 0 && (
          <Attachments attachments={message.attachments} downloads={actions.download} onOpen={actions.openPicture} />
        )}
        <Reactions model={model} message={message} community={community} />
      </div>
      {!editing && <Toolbar {...props} />}
    </li>
  );
}

/** What stands for a message that has no words. */
export function attachmentsText({ attachments }: Message): string {
  return t(attachments.every((each) => fileKind(each) === 'picture') ? 'chat.photo' : 'chat.file');
}

function ReplyLine({ original, community }: { readonly original: Message | null; readonly community: Community }) {
  if (!original) {
    return (
      <div className={styles['reply']}>
        <Icon name="reply" size={14} />
        <i>{t('chat.originalGone')}</i>
      </div>
    );
  }
  const name = community.members.get(original.sender_member_id)?.nickname ?? original.sender_nickname;
  return (
    <button
      type="button"
      className={styles['reply']}
      onClick={() => {
        const target = document.querySelector(`[data-message-id="${CSS.escape(original.message_id)}"]`);
        target?.scrollIntoView({ block: 'center' });
      }}
    >
      <Icon name="reply" size={14} />
      <Avatar id={original.sender_member_id} name={name} size={16} />
      <strong>{name}</strong>
      <span>{original.text || attachmentsText(original)}</span>
    </button>
  );
}

interface ReactionsProps {
  readonly model: ChatViewModel;
  readonly message: Message;
  readonly community: Community;
}

function Reactions({ model, message, community }: ReactionsProps) {
  if (message.reactions.length === 0) return null;
  return (
    <ul className={styles['reactions']}>
      {message.reactions.map((reaction) => {
        const mine = reaction.members.includes(model.meId);
        const names = reaction.members
          .map((id) => community.members.get(id)?.nickname ?? t('chat.someoneElse'))
          .join(', ');
        return (
          <li key={reaction.src}>
            <button
              type="button"
              className={classes(styles['reaction'], mine && styles['mine'])}
              aria-pressed={mine}
              aria-label={t('chat.reaction', { reaction: reaction.src, count: reaction.amount, names })}
              data-tip={names}
              data-testid="reaction"
              onClick={() => {
                model.react(message, reaction.src);
              }}
            >
              <ReactionSign src={reaction.src} /> {reaction.amount}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function ReactionSign({ src }: { readonly src: string }) {
  const name = emojiName(src);
  return <span>{name === null ? src : <EmojiImage name={name} />}</span>;
}

function Toolbar({ model, message, community, actions }: MessageItemProps) {
  const [menuAt, setMenuAt] = useState<MenuAt | null>(null);
  const [pickerAt, setPickerAt] = useState<MenuAt | null>(null);
  const mine = message.sender_member_id === model.meId;
  const myRole = community.members.get(community.meId)?.role;
  const mayDelete = mine || myRole === 'owner' || myRole === 'admin';
  const items: MenuItem[] = [
    {
      label: t('chat.copyText'),
      icon: 'copy',
      run: () => {
        void navigator.clipboard.writeText(message.text);
      },
    },
  ];
  if (mayDelete) {
    items.push({
      label: t('delete'),
      icon: 'trash',
      danger: true,
      run: () => {
        actions.askDelete(message);
      },
    });
  }
  return (
    <div
      className={classes(styles['toolbar'], (menuAt ?? pickerAt) && styles['open'])}
      role="toolbar"
      aria-label={t('chat.actions')}
    >
      <IconButton
        icon="smile"
        label={t('chat.react')}
        aria-haspopup="dialog"
        aria-expanded={pickerAt !== null}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          setPickerAt({ x: box.right - 310, y: box.bottom + 4 });
        }}
      />
      <IconButton
        icon="reply"
        label={t('chat.reply')}
        onClick={() => {
          model.replyTo.set(message);
        }}
      />
      {mine && (
        <IconButton
          icon="edit"
          label={t('chat.edit')}
          onClick={() => {
            model.editing.set(message.message_id);
          }}
        />
      )}
      <IconButton
        icon="more"
        label={t('chat.more')}
        aria-haspopup="menu"
        aria-expanded={menuAt !== null}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          setMenuAt({ x: box.right - 208, y: box.bottom + 4 });
        }}
      />
      {menuAt && (
        <Menu
          label={t('chat.more')}
          items={items}
          at={menuAt}
          onClose={() => {
            setMenuAt(null);
          }}
        />
      )}
      {pickerAt && (
        <EmojiPicker
          label={t('chat.react')}
          at={pickerAt}
          onPick={(src) => {
            model.react(message, src);
          }}
          onClose={() => {
            setPickerAt(null);
          }}
        />
      )}
    </div>
  );
}
