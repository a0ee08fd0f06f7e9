import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Community } from '../../client/state/community';
import { IconButton } from '../../ui/Button';
import { GrowingText } from '../../ui/GrowingText';
import { Icon } from '../../ui/Icon';
import type { MenuAt } from '../../ui/Menu';
import { t } from '../../ui/text/text';
import { useReadable } from '../../ui/useReadable';
import type { ChatViewModel } from './ChatViewModel';
import styles from './Editor.module.css';
import { EmojiPicker } from './EmojiPicker';
import { EmojiSuggestions } from './EmojiSuggestions';
import { UploadTray } from './UploadTray';
import { useEmojiSuggestions } from './useEmojiSuggestions';

interface EditorProps {
  readonly model: ChatViewModel;
  readonly community: Community;
  readonly channelName: string;
}

export function Editor({ model, community, channelName }: EditorProps) {
  const draft = useReadable(model.draft);
  const uploads = useReadable(model.uploads);
  const replyTo = useReadable(model.replyTo);
  const areaRef = useRef<HTMLTextAreaElement>(null);
  const chooserRef = useRef<HTMLInputElement>(null);
  const [pickerAt, setPickerAt] = useState<MenuAt | null>(null);
  const suggestions = useEmojiSuggestions({
    areaRef,
    text: draft,
    onText: (text) => {
      model.write(text);
    },
  });
  const over = draft.trim().length - model.maxLength;
  const empty = draft.trim() === '' && uploads.length === 0;

  useEffect(() => {
    if (replyTo) areaRef.current?.focus();
  }, [replyTo]);

  const onKey = (event: KeyboardEvent): void => {
    if (suggestions.onKey(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      model.send();
    } else if (event.key === 'ArrowUp' && draft === '') {
      event.preventDefault();
      model.editLast();
    } else if (event.key === 'Escape' && replyTo) {
      model.replyTo.set(null);
    }
  };
  const onPaste = (event: ClipboardEvent): void => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    model.addFiles([...event.clipboardData.files]);
  };
  const repliedName = replyTo && (community.members.get(replyTo.sender_member_id)?.nickname ?? replyTo.sender_nickname);

  return (
    <div className={styles['editor']}>
      {replyTo && (
        <div className={styles['reply']}>
          <Icon name="reply" size={16} />
          <span>{t('chat.replyingTo', { name: repliedName ?? '' })}</span>
          <IconButton
            icon="close"
            size="small"
            tip="none"
            label={t('chat.cancelReply')}
            onClick={() => {
              model.replyTo.set(null);
            }}
          />
        </div>
      )}
      <UploadTray model={model} />
      {suggestions.names.length > 0 && (
        <EmojiSuggestions
          listId={suggestions.listId}
          names={suggestions.names}
          chosen={suggestions.chosen}
          onPick={suggestions.pick}
        />
      )}
      <div className={styles['line']}>
        <IconButton
          icon="attach"
          label={t('chat.attach')}
          data-testid="attach"
          onClick={() => {
            chooserRef.current?.click();
          }}
        />
        <input
          ref={chooserRef}
          type="file"
          multiple
          hidden
          data-testid="file-input"
          onChange={(event) => {
            model.addFiles([...(event.target.files ?? [])]);
            event.target.value = '';
            areaRef.current?.focus();
          }}
        />
        <GrowingText
          ref={areaRef}
          label={t('chat.placeholder', { channel: channelName })}
          placeholder={t('chat.placeholder', { channel: channelName })}
          testId="editor"
          value={draft}
          onChange={(text) => {
            model.write(text);
            suggestions.onCaret(areaRef.current?.selectionStart ?? text.length);
          }}
          suggestions={suggestions.described}
          onSelect={(event) => {
            suggestions.onCaret(event.currentTarget.selectionStart);
          }}
          onKeyDown={onKey}
          onPaste={onPaste}
        />
        {over > 0 && (
          <span className={styles['over']} role="status">
            {t('chat.tooLong', { count: over })}
          </span>
        )}
        <IconButton
          icon="smile"
          label={t('emoji.pick')}
          aria-haspopup="dialog"
          aria-expanded={pickerAt !== null}
          data-testid="pick-emoji"
          onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            setPickerAt({ x: box.right - 328, y: box.top - 8 });
          }}
        />
        {pickerAt && (
          <EmojiPicker
            label={t('emoji.pick')}
            at={pickerAt}
            above
            onPick={suggestions.insert}
            onClose={() => {
              setPickerAt(null);
            }}
          />
        )}
        <IconButton
          icon="send"
          label={t('chat.send')}
          look={empty ? 'quiet' : 'on'}
          disabled={empty || over > 0}
          data-testid="send"
          onClick={() => {
            model.send();
            areaRef.current?.focus();
          }}
        />
      </div>
    </div>
  );
}
