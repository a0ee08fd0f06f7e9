import { useEffect, useState } from 'react';
import type { Community } from '../client/state/community';
import type { ChannelId } from '../protocol/ids';
import { t } from '../ui/text/text';
import type { Product } from './Product';

interface AnnouncerProps {
  readonly product: Product;
  readonly community: Community;
  readonly channelId: ChannelId | null;
}

/** Speaks what a seeing reader notices by the way: new messages here, people who come into the voice room and go. */
export function Announcer({ product, community, channelId }: AnnouncerProps) {
  const [words, setWords] = useState('');
  const inVoice = product.voice.channelId.get();
  useEffect(
    () =>
      product.conversations.onNew((message) => {
        if (message.conversation_id !== channelId || message.sender_member_id === community.meId) return;
        const name = community.members.get(message.sender_member_id)?.nickname ?? message.sender_nickname;
        setWords(
          t('chat.announce', {
            name,
            text:
              message.text ||
              t(message.attachments.every((each) => each.mime.startsWith('image/')) ? 'chat.photo' : 'chat.file'),
          }),
        );
      }),
    [product, community, channelId],
  );

  const here = [...community.voice.values()].filter((voice) => voice.channelId === inVoice);
  const key = here
    .map((voice) => voice.memberId)
    .sort()
    .join(' ');
  const [last, setLast] = useState({ key, channel: inVoice });
  if (last.key !== key || last.channel !== inVoice) {
    setLast({ key, channel: inVoice });
    const channel = inVoice === null ? undefined : community.channels.get(inVoice);
    if (channel && last.channel === inVoice) setWords(comeAndGone(last.key, key, community, channel.name));
  }
  return (
    <div className="unseen" aria-live="polite" data-testid="announcer">
      {words}
    </div>
  );
}

function comeAndGone(before: string, after: string, community: Community, channel: string): string {
  const then = new Set(before.split(' '));
  const now = new Set(after.split(' '));
  const nameOf = (id: string): string =>
    [...community.members.values()].find((member) => member.memberId === id)?.nickname ?? '';
  const come = [...now].filter((id) => id !== '' && !then.has(id));
  const gone = [...then].filter((id) => id !== '' && !now.has(id));
  return [
    ...come.map((id) => t('voice.joined', { name: nameOf(id), channel })),
    ...gone.map((id) => t('voice.left', { name: nameOf(id), channel })),
  ].join('. ');
}
