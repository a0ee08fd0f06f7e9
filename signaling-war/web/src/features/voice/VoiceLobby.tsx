import type { PoorCall } from '../../media/CallWatch';
import type { Member } from '../../protocol/model';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { t } from '../../ui/text/text';
import { CallSummary } from './CallSummary';
import styles from './VoiceLobby.module.css';

interface VoiceLobbyProps {
  readonly channelName: string;
  readonly people: readonly Member[];
  /** The call that was just left here, if it was poor. */
  readonly poorCall: PoorCall | null;
  readonly onForget: () => void;
  readonly onJoin: () => void;
}

/** A voice channel looked at from outside. */
export function VoiceLobby({ channelName, people, poorCall, onForget, onJoin }: VoiceLobbyProps) {
  return (
    <section className={styles['lobby']} aria-label={channelName} data-testid="voice-lobby">
      {people.length > 0 && (
        <div className={styles['faces']}>
          {people.slice(0, 6).map((member) => (
            <Avatar key={member.memberId} id={member.memberId} name={member.nickname} size={48} />
          ))}
        </div>
      )}
      <h2>{people.length > 0 ? people.map((member) => member.nickname).join(', ') : t('voice.empty')}</h2>
      <p>{t('voice.emptyLead')}</p>
      <Button look="primary" icon="voice" data-testid="voice-join" onClick={onJoin}>
        {t('voice.join')}
      </Button>
      {poorCall && <CallSummary call={poorCall} onForget={onForget} />}
    </section>
  );
}
