import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openStage } from './livekit-stage.mjs';
import { ExtraNode, nodesAre, ownNode } from './media-nodes.mjs';
import { BEFORE_MS, eventually, TEST_MS } from './waiting.mjs';

const CUT_SECONDS = 20;

/** What becomes of a call when a media node goes, or the link to it. Stock clients; the tests build on one another. */
describe('a call outlives', () => {
  let stage;
  let product;
  let browser;
  let mint;
  let signal;
  let first;
  let second;
  let call;

  before(
    async () => {
      stage = await openStage();
      ({ product, browser, mint, signal } = stage);
    },
    { timeout: BEFORE_MS },
  );
  after(async () => {
    await Promise.all([first, second].map((node) => node?.end('SIGKILL')));
    await stage?.close();
  });

  /** A process that has just begun may, on a busy machine, take longer for its first handshake than the SDK waits: once more, then. */
  const join = async (name, room) => {
    const attempt = async () => (await browser.participant(name)).join(signal, mint(name, room));
    return attempt().catch(attempt);
  };
  const hears = (who) => who.receives('sound', ({ audioEnergy }) => audioEnergy > 0);
  const nodeOf = (who) => who.act(() => window.room.engine.latestJoinResponse.serverInfo.nodeId);
  const events = (who, wanted) => who.act((name) => window.heard.filter(({ event }) => event === name).length, wanted);

  async function talking() {
    const room = randomUUID();
    const [bob, alice] = [await join('bob', room), await join('alice', room)];
    await alice.act(() => window.room.localParticipant.setMicrophoneEnabled(true));
    await hears(bob);
    return { room, alice, bob };
  }

  /** Does the deed, and says how long bob heard nothing. */
  async function interrupted({ alice, bob }, deed) {
    for (const who of [alice, bob]) await who.act(() => (window.heard = []));
    const begun = Date.now();
    await deed();
    for (const who of [alice, bob]) await who.until('told to come again', () => window.heard.some(({ event }) => event === 'reconnecting'));
    for (const who of [alice, bob]) await who.until('here again', () => window.heard.some(({ event }) => event === 'reconnected'));
    await hears(bob);
    for (const who of [alice, bob]) assert.equal(await events(who, 'disconnected'), 0);
    const told = await bob.act(() => window.heard.find(({ event }) => event === 'reconnecting').at);
    return `told after ${told - begun} ms, sound again after ${Date.now() - begun} ms`;
  }

  test('the death of the only node', { timeout: TEST_MS }, async (t) => {
    call = await talking();
    t.diagnostic(await interrupted(call, async () => process.kill(await ownNode(product), 'SIGKILL')));
  });

  test(`the loss of the control link for ${CUT_SECONDS} s, and does not notice`, { timeout: TEST_MS }, async () => {
    // The call of before makes the product's own node the fuller one.
    first = await ExtraNode.start(product);
    await nodesAre(product, 2);
    call = await talking();
    const node = await nodeOf(call.bob);
    first.link.cut();
    let heard = 0;
    for (let second = 0; second < CUT_SECONDS; second++) {
      await pause(1000);
      // Fifty a second; a busy machine may hold all of them up for a while, or the browser that counts them.
      heard = await eventually(`packets in second ${second}`, async () => {
        const { packets } = await call.bob.act(packetsReceived);
        return { done: packets > heard, value: packets };
      });
    }
    first.link.mend();
    await nodesAre(product, 2);
    // Who comes now is let in by the node, so both sides know of one another again.
    const carol = await join('carol', call.room);
    await hears(carol);
    assert.equal(await nodeOf(carol), node);
    for (const who of [call.alice, call.bob]) assert.equal(await events(who, 'reconnecting'), 0);
    await carol.page.context().close();
  });

  test('the death of its node, on another one', { timeout: TEST_MS }, async (t) => {
    second = await ExtraNode.start(product);
    await nodesAre(product, 3);
    // One that has carried a call before: what a first call costs a fresh process is not the matter here.
    const earlier = await talking();
    const next = await nodeOf(earlier.bob);
    for (const who of [earlier.alice, earlier.bob]) await who.act(() => window.room.disconnect());
    assert.notEqual(await nodeOf(call.bob), next);
    t.diagnostic(await interrupted(call, () => first.end('SIGKILL')));
    first = undefined;
    assert.equal(await nodeOf(call.bob), next);
  });

  test('the drain of its node, which ends when nobody is left', { timeout: TEST_MS }, async (t) => {
    const before = await nodeOf(call.bob);
    let ended;
    t.diagnostic(
      await interrupted(call, async () => {
        ended = second.end('SIGTERM');
      }),
    );
    assert.notEqual(await nodeOf(call.bob), before);
    await ended;
    second = undefined;
  });
});

async function packetsReceived() {
  let packets = 0;
  for (const { trackPublications } of window.room.remoteParticipants.values()) {
    for (const { track } of trackPublications.values()) {
      (await track?.getRTCStatsReport())?.forEach(({ type, packetsReceived: count }) => {
        if (type === 'inbound-rtp') packets += count;
      });
    }
  }
  return { packets };
}
