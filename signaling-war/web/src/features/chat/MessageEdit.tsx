import { type KeyboardEvent, useState } from 'react';
import type { Message } from '../../protocol/model';
import { GrowingText } from '../../ui/GrowingText';
import { t } from '../../ui/text/text';
import type { ChatViewModel } from './ChatViewModel';
import styles from './MessageEdit.module.css';

export function MessageEdit({ model, message }: { readonly model: ChatViewModel; readonly message: Message }) {
  const [text, setText] = useState(message.text);
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      model.editing.set(null);
    } else if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void model.saveEdit(message, text);
    }
  };
  return (
    <div className={styles['edit']}>
      <GrowingText
        label={t('chat.editLabel')}
        value={text}
        focused
        maxLength={model.maxLength}
        onChange={setText}
        onKeyDown={onKey}
      />
      <p>{t('chat.editHint')}</p>
    </div>
  );
}
