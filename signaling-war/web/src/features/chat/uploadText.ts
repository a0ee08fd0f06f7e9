import type { UploadState } from '../../client/files/Upload';
import { duration, fileSize } from '../../ui/text/dates';
import { stateText, uploadProblemText } from '../../ui/text/fileTexts';
import { t } from '../../ui/text/text';

export function uploadText(state: UploadState, size: number): string {
  switch (state.kind) {
    case 'waiting':
      return `${t('upload.waiting')} · ${fileSize(size)}`;
    case 'sending':
      return sendingText(state, size);
    case 'paused':
      return `${t(state.why === 'user' ? 'upload.paused' : 'upload.lost')} · ${amountText(state.sent, size)}`;
    case 'stored':
      return stateText(state.attachment) || `${t('upload.ready')} · ${fileSize(size)}`;
    case 'failed':
      return `${t('upload.notSent')}: ${uploadProblemText(state.problem)}`;
  }
}

/** What is soon over needs a percentage only; of what takes long one wants to know how long. */
function sendingText(state: UploadState & { kind: 'sending' }, size: number): string {
  const { sent, bytesPerSecond, secondsLeft } = state;
  if (size > 0 && sent >= size) return `${t('upload.storing')} · ${fileSize(size)}`;
  if (bytesPerSecond === null || secondsLeft === null || secondsLeft < 2) {
    return `${String(size > 0 ? Math.floor((sent / size) * 100) : 0)} % · ${fileSize(size)}`;
  }
  const left = t('upload.left', { time: duration(secondsLeft) });
  return `${amountText(sent, size)} · ${fileSize(Math.round(bytesPerSecond))}/s · ${left}`;
}

function amountText(sent: number, size: number): string {
  return t('upload.amount', { sent: fileSize(sent), size: fileSize(size) });
}

/** For ears: empty while there is nothing new to say. */
export function spokenState(name: string, state: UploadState): string {
  switch (state.kind) {
    case 'waiting':
    case 'sending':
      return '';
    case 'paused':
      return state.why === 'user' ? '' : `${name}: ${t('upload.lost')}`;
    case 'failed':
      return `${name}: ${t('upload.notSent')}: ${uploadProblemText(state.problem)}`;
    case 'stored': {
      const { attachment } = state;
      if (attachment.state === 'rejected' || attachment.state === 'failed') return `${name}: ${stateText(attachment)}`;
      return t('upload.spokenReady', { name });
    }
  }
}
