import { problemText, t } from '../../ui/text/text';
import type { VoiceTrouble } from './VoiceViewModel';

export function troubleText(trouble: VoiceTrouble): string {
  if (trouble.kind === 'refused') return t('voice.failed', { reason: problemText(trouble.problem) });
  return t(`voice.${trouble.kind}`);
}
