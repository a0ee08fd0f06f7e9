import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Member } from './livekit-member.mjs';
import { openBrowser } from './livekit-page.mjs';

/** TERTULIA_URL: a server that nobody owns yet; TERTULIA_OWNER_TOKEN: what follows the # of the link in its log. */
const url = process.env.TERTULIA_URL;
const ownerToken = process.env.TERTULIA_OWNER_TOKEN;

describe('voice and its moderation', { skip: url && ownerToken ? false : 'TERTULIA_OWNER_TOKEN is not set' }, () => {
  let browser;
  let owner;
  let bob;
  let channelId;

  before(async () => {
    browser = await openBrowser();
    owner = await Member.join(url, { ownerToken });
    const voice = owner.details.channels.find(({ type }) => type === 'voice');
    channelId = voice?.channelId ?? (await owner.ask('server:channels:create', { name: 'talk', type: 'voice' })).channel.channelId;
    const created = owner.heard('server:invite:created');
    owner.socket.emit('server:invites:create', {});
    bob = await Member.join(url, { inviteCode: (await created).invite.code });
  });
  after(async () => {
    owner?.socket.close();
    bob?.socket.close();
    await browser?.close();
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
      const late = setTimeout(() => reject(new Error(`no such voice state of ${memberId}`)), 15_000);
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

  test('joining, muting and kicking are seen by all and enforced within a second', async () => {
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

    const gone = voiceOf(owner, bob.id, ({ kind }) => kind === 'voice.gone');
    const kickedAt = Date.now();
    await owner.ask('server:kick', { targetMemberId: bob.id });
    await gone;
    await talker.page.until('disconnected', () => window.heard.some(({ event }) => event === 'disconnected'));
    const cutAt = await talker.page.act(() => window.heard.find(({ event }) => event === 'disconnected').at);
    assert.ok(cutAt - kickedAt < 1_000, `cut after ${cutAt - kickedAt} ms`);
    assert.equal(await watcher.page.act(() => window.room.remoteParticipants.size), 0);

    const again = await browser.participant('bob again');
    await assert.rejects(again.join(talker.signal, talker.token), /revoked|no member|401/i);
  });
});
