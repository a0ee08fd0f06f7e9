import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { runningProduct } from './product.mjs';
import { BEFORE_MS, TEST_MS } from './waiting.mjs';

const FOLDER = new URL('../observability/', import.meta.url);

/** The dashboard and the alert rules ask for nothing that a running server or node does not export. */
describe('observability', () => {
  let product;
  let exported;

  before(
    async () => {
      product = await runningProduct();
      const texts = await Promise.all([`${product.url}/metrics`, product.nodeMetrics].map(scrape));
      exported = seriesOf(texts.join('\n'));
    },
    { timeout: BEFORE_MS },
  );
  after(() => product?.stop());

  const allExist = (expressions) => {
    assert.ok(expressions.length > 0, 'there are expressions');
    for (const expression of expressions) {
      for (const { name, labels } of selectors(expression)) {
        const found = exported.get(name);
        assert.ok(found, `${name} is not exported, but asked for by: ${expression}`);
        for (const label of labels) {
          assert.ok(found.has(label), `${name} has no label ${label}, but is asked for it by: ${expression}`);
        }
      }
    }
  };

  test('the dashboard', { timeout: TEST_MS }, async () => {
    const dashboard = JSON.parse(await readFile(new URL('grafana/dashboards/voice.json', FOLDER), 'utf8'));
    const queries = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    allExist([...queries, ...dashboard.templating.list.map(({ definition }) => definition)]);
  });

  test('the alert rules', { timeout: TEST_MS }, async () => {
    allExist(expressionsOf(await readFile(new URL('alerts.yaml', FOLDER), 'utf8')));
  });

  test('something that is not there is found missing', () => {
    assert.throws(() => allExist(['rate(tertulia_node_gone_total[5m])']), /tertulia_node_gone_total is not exported/);
    assert.throws(() => allExist(['sum(tertulia_node_rooms{colour="red"})']), /no label colour/);
  });
});

async function scrape(url) {
  const response = await fetch(url, { headers: { accept: 'text/plain' } });
  assert.equal(response.status, 200, url);
  return response.text();
}

/** Names with their labels. Names of rooms and histograms count by their declaration, since nobody is in a call here. */
function seriesOf(text) {
  const series = new Map();
  const at = (name) => series.get(name) ?? series.set(name, new Set(['instance', 'job'])).get(name);
  for (const line of text.split('\n')) {
    const [, name, type] = /^# TYPE (\S+) (\S+)/.exec(line) ?? [];
    if (type === 'histogram') {
      for (const suffix of ['_bucket', '_sum', '_count']) at(name + suffix);
      at(`${name}_bucket`).add('le');
    } else if (name) {
      at(name);
      if (name.includes('_room_')) at(name).add('room').add('direction');
    }
    const [, sample, labels] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? \S/.exec(line) ?? [];
    if (!sample) continue;
    for (const [, label] of (labels ?? '').matchAll(/(\w+)="/g)) at(sample).add(label);
    at(sample);
  }
  return series;
}

/** Every metric of a PromQL expression that is ours, with the labels that it is selected by. */
function selectors(expression) {
  return [...expression.matchAll(/\b(tertulia_\w+|gateway_\w+)(?:\{([^}]*)\})?/g)].map(([, name, chosen]) => ({
    name,
    labels: [...(chosen ?? '').matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label]) => label),
  }));
}

/** The values of `expr:`, on their line or folded below it. */
function expressionsOf(yaml) {
  return [...yaml.matchAll(/^( *)expr: (?:>-\n((?:\1 +.*\n)+)|(.*)\n)/gm)].map(([, , folded, plain]) => folded ?? plain);
}
