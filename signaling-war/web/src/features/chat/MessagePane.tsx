import { type DragEvent, useEffect, useMemo, useState } from 'react';
import type { Community } from '../../client/state/community';
import type { Attachment, Channel, Member, Message } from '../../protocol/model';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import type { MenuAt } from '../../ui/Menu';
import { t } from '../../ui/text/text';
import { useReadable } from '../../ui/useReadable';
import type { ChatViewModel } from './ChatViewModel';
import { Editor } from './Editor';
import { fileKind } from './fileKind';
import { Lightbox } from './Lightbox';
import styles from './MessagePane.module.css';
import { attachmentsText } from './MessageItem';
import { MessageList } from './MessageList';

interface MessagePaneProps {
  readonly model: ChatViewModel;
  readonly community: Community;
  readonly channel: Channel;
  readonly onMemberMenu: (member: Member, at: MenuAt) => void;
}

export function MessagePane({ model, community, channel, onMemberMenu }: MessagePaneProps) {
  const [picture, setPicture] = useState<Attachment | null>(null);
  const [doomed, setDoomed] = useState<Message | null>(null);
  const [dragging, setDragging] = useState(false);
  const { messages } = useReadable(model.conversation);
  const pictures = useMemo(
    () =>
      messages.flatMap((message) =>
        message.attachments.filter((each) => each.state === 'done' && fileKind(each) === 'picture'),
      ),
    [messages],
  );
  const name = channel.type === 'text' ? `#${channel.name}` : channel.name;
  useEffect(() => {
    model.open();
  }, [model]);

  useEffect(() => {
    // A file that misses the pane would otherwise take the whole page's place.
    const keepPage = (event: globalThis.DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    };
    window.addEventListener('dragover', keepPage);
    window.addEventListener('drop', keepPage);
    return () => {
      window.removeEventListener('dragover', keepPage);
      window.removeEventListener('drop', keepPage);
    };
  }, []);

  const onDrag = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    // Going from one element of the pane to another leaves the first of them, not the pane.
    const inside = event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget);
    setDragging(event.type !== 'dragleave' || inside);
  };
  const onDrop = (event: DragEvent): void => {
    setDragging(false);
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    model.addFiles([...event.dataTransfer.files]);
  };

  return (
    // Dropping is a shortcut; the button beside the editor does the same for everybody.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      className={styles['pane']}
      aria-label={name}
      onDragOver={onDrag}
      onDragLeave={onDrag}
      onDrop={onDrop}
      data-testid="message-pane"
    >
      <MessageList
        model={model}
        community={community}
        channelName={name}
        icon={channel.type === 'text' ? 'hash' : 'voice'}
        actions={{ download: model.download, openPicture: setPicture, askDelete: setDoomed, memberMenu: onMemberMenu }}
      />
      <Editor model={model} community={community} channelName={name} />
      <TypingLine model={model} />
      {dragging && (
        <div className={styles['drop']} data-testid="drop-zone">
          {t('chat.dropHere')}
        </div>
      )}
      {picture && (
        <Lightbox
          pictures={pictures}
          first={picture}
          downloads={model.download}
          onClose={() => {
            setPicture(null);
          }}
        />
      )}
      {doomed && (
        <ConfirmDialog
          title={t('chat.deleteTitle')}
          lead={t('chat.deleteLead')}
          action={t('delete')}
          run={() => model.remove(doomed)}
          onClose={() => {
            setDoomed(null);
          }}
        >
          <blockquote className={styles['doomed']}>{doomed.text || attachmentsText(doomed)}</blockquote>
        </ConfirmDialog>
      )}
    </section>
  );
}

function TypingLine({ model }: { readonly model: ChatViewModel }) {
  const { typing } = useReadable(model.conversation);
  const names = [...typing].filter(([id]) => id !== model.meId).map(([, name]) => name);
  return (
    <div className={styles['typing']} aria-live="off" data-testid="typing">
      {names.length > 0 && (
        <>
          <span className={styles['dots']} aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {typingText(names)}
        </>
      )}
    </div>
  );
}

function typingText(names: readonly string[]): string {
  const [first, second, ...more] = names;
  if (first === undefined) return '';
  if (second === undefined) return t('chat.typing.one', { names: first });
  return more.length > 0 ? t('chat.typing.many') : t('chat.typing.two', { names: `${first}, ${second}` });
}
