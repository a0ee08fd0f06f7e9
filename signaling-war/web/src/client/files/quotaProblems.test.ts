import { expect, test } from 'vitest';
import { quotaProblems } from './quotaProblems';

const full = (used: number) => ({ ok: false, error: 'quota_exceeded', message: '', used, limit: 100 });
const quota = (used: number, limit: number | null) => ({ used, limit }) as Parameters<typeof quotaProblems>[0];

test('a file that is kept out takes no room from those after it', () => {
  expect(quotaProblems(quota(40, 100), [50, 20, 10, 1])).toEqual([null, full(90), null, full(100)]);
});

test('nothing is kept out where there is no limit, or none is known', () => {
  expect(quotaProblems(quota(40, null), [500])).toEqual([null]);
  expect(quotaProblems(null, [500])).toEqual([null]);
});
