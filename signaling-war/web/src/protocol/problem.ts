/** Error codes of docs/protocol.md §1. A server may be newer than this client, hence any other string is possible. */
export type ErrorCode =
  | 'bad_request'
  | 'invalid_field'
  | 'too_large'
  | 'unknown_event'
  | 'rate_limited'
  | 'not_found'
  | 'method_not_allowed'
  | 'unsupported_media_type'
  | 'internal'
  | 'unavailable'
  | 'unauthenticated'
  | 'token_expired'
  | 'forbidden'
  | 'join_required'
  | 'username_taken'
  | 'bad_credentials'
  | 'registration_closed'
  | 'refresh_token_invalid'
  | 'refresh_token_reused'
  | 'challenge_expired'
  | 'certificate_rejected'
  | 'assertion_rejected'
  | 'nonce_mismatch'
  | 'join_refused'
  | 'invite_required'
  | 'invalid_invite'
  | 'invalid_owner_link'
  | 'outranked'
  | 'voice_full'
  | 'conflict'
  | 'file_too_large'
  | 'file_rejected'
  | 'quota_exceeded';

/** What the client itself adds when nobody answered. */
export type LocalCode = 'network' | 'timeout' | 'key_changed' | 'file_unreadable';

export interface Problem {
  readonly ok: false;
  readonly error: ErrorCode | LocalCode;
  readonly message: string;
  readonly field?: string;
  readonly retryAfterMs?: number;
  /** Bytes, with `quota_exceeded`. */
  readonly used?: number;
  readonly limit?: number;
  readonly correlationId?: string;
}

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'error' in value && typeof value.error === 'string';
}
