import type { Attachment } from '../../protocol/model';
import type { Problem } from '../../protocol/problem';
import { fileSize } from './dates';
import { problemText, t, type TextKey } from './text';

/** The verdict codes of the image function; an unknown code is shown as it is, better than nothing. */
const REASONS: ReadonlyMap<string, TextKey> = new Map([
  ['unsupported_format', 'upload.code.unsupported_format'],
  ['too_large', 'upload.code.too_large'],
  ['corrupt', 'upload.code.corrupt'],
  ['too_many_pixels', 'upload.code.too_many_pixels'],
  ['too_many_frames', 'upload.code.too_many_frames'],
  ['timed_out', 'upload.code.timed_out'],
  ['unsupported_heic', 'upload.code.unsupported_heic'],
  ['gave_up', 'upload.code.gave_up'],
]);

export function verdictText(code: string | null | undefined): string {
  const reason = code ? REASONS.get(code) : undefined;
  return reason ? t(reason) : (code?.replaceAll('_', ' ') ?? '');
}

export function stateText({ state, code }: Pick<Attachment, 'state' | 'code'>): string {
  if (state === 'queued' || state === 'processing') return t(`upload.${state}`);
  return state === 'done' ? '' : [t(`upload.${state}`), verdictText(code)].filter(Boolean).join(': ');
}

/** Why a file was not taken, with the figures where the refusal has some. */
export function uploadProblemText(problem: Problem): string {
  const { limit, used } = problem;
  if (problem.error === 'file_too_large' && limit !== undefined) {
    return t('upload.tooLarge', { max: fileSize(limit) });
  }
  if (problem.error === 'quota_exceeded' && limit !== undefined) {
    return t('upload.overQuota', { used: fileSize(used ?? limit), limit: fileSize(limit) });
  }
  // About files a conflict is no race but a rule, and the server says which.
  if (problem.error === 'conflict' && problem.message !== '') return problem.message;
  return problemText(problem);
}
