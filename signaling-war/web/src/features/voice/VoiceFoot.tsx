import type { CallReport } from '../../media/CallWatch';
import type { CallState } from '../../media/VoiceCall';
import type { Member } from '../../protocol/model';
import type { Readable } from '../../state/Store';
import { Avatar } from '../../ui/Avatar';
import { IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { t } from '../../ui/text/text';
import { QualityMark } from './Quality';
import styles from './VoiceFoot.module.css';
import type { VoicePanelActions } from './VoicePanel';

interface VoiceFootProps {
  readonly me: Member;
  readonly state: CallState;
  readonly channelName: string | null;
  readonly report: Readable<CallReport>;
  readonly speaking: boolean;
  readonly actions: VoicePanelActions;
  readonly onShowChannel: () => void;
  readonly onSettings: () => void;
}

/** The foot of the channel column: the call, if there is one, and oneself. */
export function VoiceFoot({
  me,
  state,
  channelName,
  report,
  speaking,
  actions,
  onShowChannel,
  onSettings,
}: VoiceFootProps) {
  const connected = channelName !== null;
  return (
    <div className={styles['foot']}>
      {connected && (
        <div className={styles['call']} data-testid="voice-status" data-phase={state.phase}>
          <button type="button" onClick={onShowChannel}>
            <strong data-phase={state.phase}>
              <Icon name="voice" size={16} />
              {t(
                state.phase === 'connected'
                  ? 'voice.connected'
                  : state.phase === 'reconnecting'
                    ? 'voice.reconnecting'
                    : 'voice.connecting',
              )}
              {state.phase === 'connected' && <QualityMark report={report} />}
            </strong>
            <span>{channelName}</span>
          </button>
          <IconButton
            icon={state.screen ? 'screenOff' : 'screen'}
            label={state.screen ? t('voice.screenOff') : t('voice.screenOn')}
            look={state.screen ? 'on' : 'quiet'}
            onClick={actions.screen}
          />
          <IconButton icon="leave" label={t('voice.leave')} onClick={actions.leave} />
        </div>
      )}
      <div className={styles['me']}>
        <Avatar id={me.memberId} name={me.nickname} size={32} status="online" speaking={speaking} />
        <div className={styles['name']}>
          <strong data-testid="own-name">{me.nickname}</strong>
          <small>{t(`member.roleOne.${me.role}`)}</small>
        </div>
        <IconButton
          icon={state.muted ? 'microphoneOff' : 'microphone'}
          label={state.muted ? t('voice.unmute') : t('voice.mute')}
          look={state.muted ? 'on' : 'quiet'}
          aria-pressed={state.muted}
          data-testid="mute-toggle"
          onClick={actions.mute}
        />
        <IconButton
          icon={state.deafened ? 'headphonesOff' : 'headphones'}
          label={state.deafened ? t('voice.undeafen') : t('voice.deafen')}
          look={state.deafened ? 'on' : 'quiet'}
          aria-pressed={state.deafened}
          onClick={actions.deafen}
        />
        <IconButton icon="settings" label={t('settings.open')} data-testid="open-settings" onClick={onSettings} />
      </div>
    </div>
  );
}
