import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { BEFORE_MS, TEST_MS, withDeadline } from './waiting.mjs';

const MATRIX = fileURLToPath(new URL('../nat/nat.mjs', import.meta.url));
/** A few of the matrix, which as a whole is a command of its own: ./tertulia nat */
const CASES = ['symmetric', 'udp-blocked', 'only-443-turn', 'server-behind-nat'];
const NOT_HERE = 77;

test('networks of all kinds: a few', { timeout: BEFORE_MS + TEST_MS }, async (t) => {
  const matrix = spawn(process.execPath, [MATRIX, '--json', ...CASES.flatMap((name) => ['--case', name])], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let complaints = '';
  matrix.stdout.on('data', (text) => (said += text));
  matrix.stderr.on('data', (text) => (complaints += text));
  const [code] = await withDeadline(once(matrix, 'close'), BEFORE_MS + TEST_MS - 10_000, 'the matrix has ended');
  if (code === NOT_HERE) {
    t.skip(complaints.trim());
    return;
  }
  const results = said.trim().split('\n').filter(Boolean).map((line) => JSON.parse(line));
  results.forEach((result) => t.diagnostic(`${result.case}: ${result.audioMs} ms until both hear`));
  assert.deepEqual(results.map((result) => [result.case, result.troubles]), CASES.map((name) => [name, []]), complaints);
  assert.equal(code, 0, complaints);
});
