import type { Problem } from '../../protocol/problem';
import type { Quota } from '../../protocol/rest';

/** What keeps each of these files out, one after the other; one that is kept out takes no room from those that follow. */
export function quotaProblems(quota: Quota | null, sizes: readonly number[]): readonly (Problem | null)[] {
  let used = quota?.used ?? 0;
  return sizes.map((size) => {
    const limit = quota?.limit;
    if (limit !== null && limit !== undefined && used + size > limit) {
      return { ok: false, error: 'quota_exceeded', message: '', used, limit };
    }
    used += size;
    return null;
  });
}
