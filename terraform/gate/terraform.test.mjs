// Format, validity and the tests of each module and example, without an account: the provider is mocked.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { MODULES, Toolchain } from './toolchain.mjs';

const { tool, missing } = Toolchain.find();
after(() => tool?.close());

if (missing) {
  test('terraform', { skip: `terraform: not run, ${missing}` }, () => {});
} else {
  test('fmt', () => {
    const { status, stdout, stderr } = tool.run('.', 'fmt', '-check', '-recursive', '-diff', '-no-color');
    assert.equal(status, 0, `${stdout}${stderr}\nterraform fmt -recursive terraform repairs it`);
  });
  for (const module of MODULES) test(module, (t) => check(t, module));
}

async function check(t, module) {
  const init = tool.init(module);
  assert.equal(init.status, 0, init.stderr);
  await t.test('validate', () => {
    const answer = JSON.parse(tool.run(module, 'validate', '-json').stdout);
    assert.deepEqual(answer.diagnostics, []);
  });
  const { events, stderr } = tool.testEvents(module);
  const runs = events.filter((event) => event.type === 'test_run' && (event.test_run.progress ?? 'complete') === 'complete');
  assert.notEqual(runs.length, 0, `No test ran: ${stderr}${troubles(events)}`);
  for (const { test_run: run } of runs) {
    await t.test(`${run.path} ${run.run}`, () => {
      const own = events.filter((event) => event['@testfile'] === run.path && event['@testrun'] === run.run);
      assert.equal(run.status, 'pass', troubles(own));
    });
  }
  // Of a file, not of a run: a test file that cannot be read.
  const outside = events.filter((event) => event.diagnostic?.severity === 'error' && event['@testrun'] === undefined);
  assert.deepEqual(outside, [], troubles(outside));
}

function troubles(events) {
  return events
    .filter((event) => event.type === 'diagnostic')
    .map(({ diagnostic }) => `${diagnostic.summary}: ${diagnostic.detail} ${JSON.stringify(diagnostic.snippet?.values ?? '')}`)
    .join('\n');
}
