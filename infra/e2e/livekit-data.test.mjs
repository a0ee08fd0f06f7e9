import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { dispose, Room, RoomEvent } from '@livekit/rtc-node';
import { openStage } from './livekit-stage.mjs';
import { BEFORE_MS, eventually, TEST_MS } from './waiting.mjs';

/** What a page hears: window.packets. */
function listen() {
  window.packets = [];
  window.room.on(LivekitClient.RoomEvent.DataReceived, (payload, participant, kind, topic) => {
    window.packets.push({
      text: new TextDecoder().decode(payload.slice(0, 100)),
      size: payload.length,
      from: participant?.identity,
      lossy: kind === LivekitClient.DataPacket_Kind.LOSSY,
      topic,
    });
  });
}

const publish = ([text, options]) => window.room.localParticipant.publishData(new TextEncoder().encode(text), options);
const heard = (text) => window.packets.find((packet) => packet.text === text);

/** Stock clients and the data of a room: packets, streams and calls. */
describe('data between stock clients', () => {
  let stage;
  let browser;
  let mint;
  let signal;

  before(
    async () => {
      stage = await openStage();
      ({ browser, mint, signal } = stage);
    },
    { timeout: BEFORE_MS },
  );
  after(async () => {
    await dispose();
    await stage?.close();
  });
  const playing = (name, work) => test(name, { timeout: TEST_MS }, work);

  async function enter(name, room, options, video) {
    const page = await (await browser.participant(name)).join(signal, mint(name, room, video), options);
    await page.act(listen);
    return page;
  }

  async function company(names, options) {
    const room = randomUUID();
    const pages = [];
    for (const name of names) {
      pages.push(await enter(name, room, options));
    }
    // A message reaches who has its channels open by then: so the first ones are tried until they come.
    const [first, ...others] = pages;
    for (const other of others) {
      await eventually(`${other.log} is reached`, async () => {
        await first.act(publish, ['hello', { reliable: true }]);
        const value = await other.act(heard, 'hello');
        return { done: Boolean(value), value };
      });
    }
    return { room, pages, close: () => Promise.all(pages.map(({ page }) => page.context().close())) };
  }

  for (const singlePeerConnection of [true, false]) {
    const generation = singlePeerConnection ? '/rtc/v1' : '/rtc';
    const options = { singlePeerConnection };

    playing(`${generation}: packets reach all, or whom they are for`, async () => {
      const { pages, close } = await company(['alice', 'bob', 'carol'], options);
      const [alice, bob, carol] = pages;
      await alice.act(publish, ['to all', { reliable: true, topic: 'news' }]);
      for (const other of [bob, carol]) {
        const packet = await other.until('the packet to all', heard, 'to all');
        assert.deepEqual(packet, { text: 'to all', size: 6, from: 'alice', lossy: false, topic: 'news' });
      }
      await alice.act(publish, ['to bob', { reliable: true, destinationIdentities: ['bob'] }]);
      await alice.act(publish, ['after that', { reliable: true }]);
      await bob.until('the packet to bob', heard, 'to bob');
      await carol.until('the packet after', heard, 'after that');
      assert.equal(await carol.act(heard, 'to bob'), undefined);
      assert.equal(await alice.act(() => window.packets.length), 0, 'nobody hears itself');

      // Lossy ones may be lost, so some are sent.
      const fast = await eventually('a lossy packet', async () => {
        await alice.act(publish, ['quick', { reliable: false }]);
        const value = await bob.act(heard, 'quick');
        return { done: Boolean(value), value };
      });
      assert.equal(fast.lossy, true);
      await close();
    });

    playing(`${generation}: frames of a data track reach who subscribed, while the publisher lets them`, async () => {
      const { pages, close } = await company(['alice', 'bob', 'carol'], options);
      const [alice, bob, carol] = pages;
      const subscribe = () => {
        const track = window.room.remoteParticipants.get('alice')?.dataTracks.get('arm');
        if (!track || window.gotFrames) return Boolean(track);
        window.gotFrames = [];
        const reader = track.subscribe().getReader();
        (async () => {
          for (let { value, done } = await reader.read(); !done; { value, done } = await reader.read()) window.gotFrames.push(value.payload);
        })().catch((error) => console.log(`data track: ${error.message}`));
        return true;
      };
      await alice.act(async () => {
        window.track = await window.room.localParticipant.publishDataTrack({ name: 'arm' });
        window.number = 0;
        // A small frame in one packet and a large one in several, over and over: they may be lost.
        window.push = () => {
          window.number += 1;
          for (const size of [10, 40_000]) window.track.tryPush({ payload: new Uint8Array(size).fill(window.number % 100) });
        };
      });
      await bob.until('sees the data track', subscribe);
      const pushed = (who, what, enough) =>
        eventually(what, async () => {
          await alice.act(() => window.push());
          const value = await who.act(() => window.gotFrames?.map((frame) => [frame.length, frame.every((byte) => byte === frame[0])]) ?? []);
          return { done: enough(value), value: value.slice(-4) };
        });
      const both = (seen) => seen.some(([size]) => size === 10) && seen.some(([size]) => size === 40_000);
      const seen = await pushed(bob, 'bob gets small and large frames', both);
      assert.ok(seen.every(([, whole]) => whole), 'each of one colour');
      assert.equal(await carol.act(() => window.gotFrames), undefined);

      await alice.act(() =>
        window.room.localParticipant.setTrackSubscriptionPermissions(false, [{ participantIdentity: 'carol', allowAll: true }]),
      );
      await carol.until('sees the data track', subscribe);
      await pushed(carol, 'carol gets frames', both);
      const last = await bob.act(() => window.gotFrames.length);
      await pushed(carol, 'carol gets more', (all) => all.length > 20);
      assert.equal(await bob.act(() => window.gotFrames.length), last, 'bob gets no more');
      await alice.act(() => window.room.localParticipant.setTrackSubscriptionPermissions(true));
      await pushed(bob, 'bob gets frames again', (all) => all.length > last + 5);

      await alice.act(() => window.track.unpublish());
      for (const who of [bob, carol]) await who.until('the track is gone', () => !window.room.remoteParticipants.get('alice').dataTracks.has('arm'));
      await close();
    });

    playing(`${generation}: large packets and many of them arrive whole and in order`, async () => {
      const { pages, close } = await company(['alice', 'bob'], options);
      const [alice, bob] = pages;
      await alice.act(async () => {
        for (let i = 0; i < 100; i++) {
          const payload = new Uint8Array(i % 10 === 0 ? 60_000 : 500).fill(32);
          payload.set(new TextEncoder().encode(`number ${i} `));
          await window.room.localParticipant.publishData(payload, { reliable: true });
        }
      });
      await bob.until('the last one', () => window.packets.some(({ text }) => text.startsWith('number 99 ')));
      const got = await bob.act(() => window.packets.filter(({ text }) => text.startsWith('number')));
      assert.deepEqual(
        got.map(({ text, size }) => [Number(text.split(' ')[1]), size]),
        Array.from({ length: 100 }, (_, i) => [i, i % 10 === 0 ? 60_000 : 500]),
      );
      await close();
    });

    playing(`${generation}: text and byte streams arrive`, async () => {
      const { pages, close } = await company(['alice', 'bob'], options);
      const [alice, bob] = pages;
      await bob.act(() => {
        window.room.registerTextStreamHandler('chat', async (reader, { identity }) => {
          window.textStream = { text: await reader.readAll(), identity };
        });
        window.room.registerByteStreamHandler('file', async (reader, { identity }) => {
          const parts = await reader.readAll();
          const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
          const digest = await crypto.subtle.digest('SHA-256', bytes);
          window.byteStream = {
            size: bytes.length,
            name: reader.info.name,
            digest: [...new Uint8Array(digest)],
            identity,
          };
        });
      });
      const text = 'ñandú '.repeat(5_000);
      await alice.act((value) => window.room.localParticipant.sendText(value, { topic: 'chat' }), text);
      const read = await bob.until('the text', () => window.textStream);
      assert.deepEqual(read, { text, identity: 'alice' });

      const sent = await alice.act(async () => {
        const bytes = new Uint8Array(1_000_000);
        for (let at = 0; at < bytes.length; at += 50_000) crypto.getRandomValues(bytes.subarray(at, at + 50_000));
        await window.room.localParticipant.sendFile(new File([bytes], 'million.bin'), { topic: 'file' });
        return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))];
      });
      const file = await bob.until('the file', () => window.byteStream);
      assert.deepEqual(file, { size: 1_000_000, name: 'million.bin', digest: sent, identity: 'alice' });
      await close();
    });

    playing(`${generation}: a call gets its answer, and its error`, async () => {
      const { pages, close } = await company(['alice', 'bob'], options);
      const [alice, bob] = pages;
      await bob.act(() => {
        window.room.registerRpcMethod(
          'double',
          async ({ callerIdentity, payload }) => `${callerIdentity} ${2 * payload}`,
        );
        window.room.registerRpcMethod('refuse', async () => {
          throw new LivekitClient.RpcError(1234, 'not today');
        });
      });
      const call = (method) =>
        window.room.localParticipant
          .performRpc({ destinationIdentity: 'bob', method, payload: '21' })
          .catch(({ code, message }) => ({ code, message }));
      // The answer comes the other way, and reaches who has its channels open by then.
      await eventually('alice is reached', async () => {
        await bob.act(publish, ['hello back', { reliable: true }]);
        const value = await alice.act(heard, 'hello back');
        return { done: Boolean(value), value };
      });
      assert.equal(await alice.act(call, 'double'), 'alice 42');
      assert.deepEqual(await alice.act(call, 'refuse'), { code: 1234, message: 'not today' });
      await close();
    });

    playing(`${generation}: a forged sender arrives with the true one`, async () => {
      const { room, pages, close } = await company(['alice', 'bob'], options);
      const [alice, bob] = pages;
      const mallory = await enter('mallory', room, options);
      await mallory.act(publish, ['opens the channel', { reliable: true }]);
      await bob.until('the honest packet', heard, 'opens the channel');
      await bob.act(() => {
        window.speakers = 0;
        window.room.on(LivekitClient.RoomEvent.ActiveSpeakersChanged, () => window.speakers++);
      });
      const victim = await alice.act(() => window.room.localParticipant.sid);
      await mallory.act((sid) => {
        const { channelHandle } = window.room.engine.reliableChannel;
        // DataPacket by hand: field number and wire type, length, bytes.
        const text = (value) => new TextEncoder().encode(value);
        const field = (number, bytes) => [...varint((number << 3) | 2), ...varint(bytes.length), ...bytes];
        const varint = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)]);
        const user = [...field(1, text(sid)), ...field(5, text('alice')), ...field(2, text('forged'))];
        const claims = [...field(4, text('alice')), ...varint((17 << 3) | 2), sid.length, ...text(sid)];
        const speaker = [...field(1, text(sid)), (2 << 3) | 5, 0, 0, 128, 63, 3 << 3, 1];
        channelHandle.send(new Uint8Array([...claims, ...field(3, field(1, speaker))]));
        channelHandle.send(new Uint8Array([...claims, ...field(2, user)]));
        channelHandle.send(new Uint8Array([...field(2, user), ...claims, ...claims]));
      }, victim);
      await bob.until('both packets', () => window.packets.filter(({ text }) => text === 'forged').length === 2);
      const forged = await bob.act(() =>
        window.packets.filter(({ text }) => text === 'forged').map(({ from }) => from),
      );
      assert.deepEqual(forged, ['mallory', 'mallory']);
      assert.equal(await bob.act(() => window.speakers), 0, 'participants do not say who speaks');
      await mallory.page.context().close();
      await close();
    });

    playing(`${generation}: who may not publish data reaches nobody`, async () => {
      const { room, pages, close } = await company(['alice', 'bob'], options);
      const [alice, bob] = pages;
      const mute = await enter('mute', room, options, { canPublishData: false });
      await mute.act(publish, ['unheard', { reliable: true }]);
      await mute.act(publish, ['unheard', { reliable: false }]);
      await eventually('the mute one hears', async () => {
        await alice.act(publish, ['to the mute one', { reliable: true }]);
        const value = await mute.act(heard, 'to the mute one');
        return { done: Boolean(value), value };
      });
      await bob.until('others hear too', heard, 'to the mute one');
      for (const other of [alice, bob]) {
        assert.equal(await other.act(heard, 'unheard'), undefined);
      }
      await mute.page.context().close();
      await close();
    });

    playing(`${generation}: what is said while the socket is away arrives once`, async () => {
      const { pages, close } = await company(['alice', 'bob'], options);
      const [alice, bob] = pages;
      await alice.act(publish, ['before', { reliable: true }]);
      await alice.act(async () => {
        const reconnecting = new Promise((resolve) =>
          window.room.once(LivekitClient.RoomEvent.SignalReconnecting, resolve),
        );
        window.sockets.at(-1).close();
        await reconnecting;
        const encode = (text) => new TextEncoder().encode(text);
        for (let i = 0; i < 5; i++) {
          await window.room.localParticipant.publishData(encode(`meanwhile ${i}`), { reliable: true });
        }
      });
      await alice.until('Reconnected', () => window.heard.some(({ event }) => event === 'reconnected'));
      await alice.act(publish, ['after', { reliable: true }]);
      await bob.until('the last one', heard, 'after');
      // A client that has to begin anew forgets what it held back.
      assert.equal(await alice.act(() => window.heard.filter(({ event }) => event === 'reconnecting').length), 0);
      const texts = await bob.act(() => window.packets.map(({ text }) => text).filter((text) => text !== 'hello'));
      assert.deepEqual(texts, ['before', ...Array.from({ length: 5 }, (_, i) => `meanwhile ${i}`), 'after']);
      await close();
    });
  }

  playing('the native SDK and a page understand each other', async () => {
    const name = randomUUID();
    const alice = await enter('alice', name, {});
    const robot = new Room();
    const packets = [];
    robot.on(RoomEvent.DataReceived, (payload, participant, kind, topic) => {
      packets.push({ text: new TextDecoder().decode(payload), from: participant?.identity, topic });
    });
    await robot.connect(signal, mint('robot', name), { autoSubscribe: true, dynacast: false });
    robot.localParticipant.registerRpcMethod(
      'double',
      async ({ callerIdentity, payload }) => `${callerIdentity} ${2 * payload}`,
    );
    robot.registerByteStreamHandler('file', async (reader) => {
      const parts = await reader.readAll();
      packets.push({ file: parts.reduce((size, { length }) => size + length, 0) });
    });

    await eventually('the page hears the robot', async () => {
      await robot.localParticipant.publishData(new TextEncoder().encode('beep'), { reliable: true, topic: 'robots' });
      const value = await alice.act(heard, 'beep');
      return { done: Boolean(value), value };
    });
    await eventually('the robot hears the page', async () => {
      await alice.act(publish, ['hi', { reliable: true, topic: 'people' }]);
      return {
        done: packets.some(({ text, from, topic }) => text === 'hi' && from === 'alice' && topic === 'people'),
        value: packets,
      };
    });
    await eventually('the robot hears lossy ones', async () => {
      await alice.act(publish, ['quick', { reliable: false }]);
      return { done: packets.some(({ text }) => text === 'quick'), value: packets };
    });
    const call = () =>
      window.room.localParticipant.performRpc({ destinationIdentity: 'robot', method: 'double', payload: '4' });
    assert.equal(await alice.act(call), 'alice 8');
    await alice.act(() => window.room.registerRpcMethod('half', async ({ payload }) => `${payload / 2}`));
    assert.equal(
      await robot.localParticipant.performRpc({ destinationIdentity: 'alice', method: 'half', payload: '4' }),
      '2',
    );
    await alice.act(() =>
      window.room.localParticipant.sendFile(new File([new Uint8Array(300_000)], 'f'), { topic: 'file' }),
    );
    await eventually('the file', async () => ({ done: packets.some(({ file }) => file === 300_000), value: packets }));
    await robot.disconnect();
    await alice.page.context().close();
  });
});
