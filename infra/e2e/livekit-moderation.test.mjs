import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Member } from './livekit-member.mjs';
import { openBrowser } from './livekit-page.mjs';
import { runningProduct } from './product.mjs';
import { BEFORE_MS, DEADLINE_MS, TEST_MS } from './waiting.mjs';

describe('voice and its moderation', () => {
  let product;
  let browser;
  let owner;
  let bob;
  let channelId;

  before(
    async () => {
      product = await runningProduct();
      const { url, ownerToken } = product;
      browser = await openBrowser();
      owner = await Member.join(url, { ownerToken });
      const voice = owner.details.channels.find(({ type }) => type === 'voice');
      channelId = voice?.channelId ?? (await owner.ask('server:channels:create', { name: 'talk', type: 'voice' })).channel.channelId;
      const created = owner.heard('server:invite:created');
      owner.socket.emit('server:invites:create', {});
      bob = await Member.join(url, { inviteCode: (await created).invite.code });
    },
    { timeout: BEFORE_MS },
  );
  after(async () => {
    owner?.socket.close();
    bob?.socket.close();
    await browser?.close();
    await product?.stop();
  });

  async function enters(member, name) {
    const { join_token: token, sfu_url: signal } = await member.ask('voice:room:request', { channelId });
    const page = await (await browser.participant(name)).join(signal, token);
    await page.act(() => window.room.localParticipant.enableCameraAndMicrophone());
    return { page, signal, token };
  }

  /** Follows server:changed until the state is as wished. */
  function voiceOf(observer, memberId, wished) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no such voice state of ${memberId}`)), DEADLINE_MS);
      observer.socket.on('server:changed', function changed({ changes }) {
        const found = changes.find((change) => (change.voice?.memberId ?? change.memberId) === memberId && wished(change));
        if (found) {
          clearTimeout(late);
          observer.socket.off('server:changed', changed);
          resolve(found);
        }
      });
    });
  }

  test('joining, muting and kicking are seen by all and enforced within a second', { timeout: TEST_MS }, async () => {
    const seen = voiceOf(owner, bob.id, ({ voice }) => voice?.camera && !voice.muted);
    const watcher = await enters(owner, 'owner');
    const talker = await enters(bob, 'bob');
    await seen;
    await watcher.page.receives('bob', (all) => all.framesDecoded > 20 && all.audioEnergy > 0);

    const muted = voiceOf(owner, bob.id, ({ voice }) => voice?.muted);
    await owner.ask('server:mute', { targetMemberId: bob.id, muted: true });
    await muted;
    await talker.page.until('muted', () => !window.room.localParticipant.isMicrophoneEnabled);
    await watcher.page.until('sees the mute', () => window.heard.some(({ event }) => event === 'trackMuted'));
    await owner.ask('server:mute', { targetMemberId: bob.id, muted: false });

    // The promise is the server's: within a second it has closed the media and taken the member out of the room, and says
    // so. When a loaded machine lets the browser notice is not what is promised.
    const gone = voiceOf(owner, bob.id, ({ kind }) => kind === 'voice.gone').then(() => Date.now());
    await watcher.page.followPackets();
    const kickedAt = Date.now();
    await owner.ask('server:kick', { targetMemberId: bob.id });
    const cutMs = (await gone) - kickedAt;
    assert.ok(cutMs < 1_000, `cut after ${cutMs} ms`);
    await talker.page.until('disconnected', () => window.heard.some(({ event }) => event === 'disconnected'));
    await watcher.page.until('sees nobody', () => window.room.remoteParticipants.size === 0);
    const lastPacketAt = await watcher.page.act(() => window.lastPacketAt);
    assert.ok(lastPacketAt > 0, 'packets were followed');
    const lastPacketMs = lastPacketAt - kickedAt;
    console.log(`cut ${cutMs} ms after the kick, last packet at ${lastPacketMs} ms`);
    assert.ok(lastPacketMs < 1_000, `the last packet came ${lastPacketMs} ms after the kick`);

    const again = await browser.participant('bob again');
    await assert.rejects(again.join(talker.signal, talker.token), /revoked|no member|401/i);
  });
});
