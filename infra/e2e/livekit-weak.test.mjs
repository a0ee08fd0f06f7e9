import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { openBrowser } from './livekit-page.mjs';
import { signalUrl } from './livekit-stage.mjs';
import { minter } from './livekit-token.mjs';
import { leftOut, network } from './network/network.mjs';
import { ownProduct } from './product.mjs';
import { calmStretch, concealment, stretch } from './smoothness.mjs';
import { BEFORE_MS, TEST_MS } from './waiting.mjs';

/** The product and the strong ones are in the hub; whoever is weak is at the far end of a wire that can be made bad. */
describe('weak networks', { skip: leftOut }, () => {
  let net;
  let product;
  let near;
  let far;
  let mint;
  let signal;

  before(
    async () => {
      net = await network();
      product = await ownProduct({ network: net });
      mint = minter(product.data);
      signal = signalUrl(product);
      near = await openBrowser({ namespace: net.hub });
      far = await openBrowser({ namespace: net.far });
    },
    { timeout: BEFORE_MS },
  );
  after(async () => {
    await far?.close();
    await near?.close();
    await product?.stop();
    await net?.close();
  });

  const joins = async (browser, name, room, options) => (await browser.participant(name)).join(signal, mint(name, room), options);

  /** A tone without pauses, so that a sample is either somebody's voice or made up. */
  const sings = (someone) =>
    someone.act(async () => {
      const context = new AudioContext();
      const tone = new OscillatorNode(context, { frequency: 330 });
      const out = context.createMediaStreamDestination();
      tone.connect(out).context.resume();
      tone.start();
      await window.room.localParticipant.publishTrack(out.stream.getAudioTracks()[0], {
        source: LivekitClient.Track.Source.Microphone,
        dtx: false,
      });
    });

  /**
   * A picture so restless that it takes all the bits that its layers may have, 450 and 160 kbit/s, and not so restless that
   * the encoder leaves frames out: ten times as many rectangles, and it codes five of twenty frames of the small layer.
   */
  const dances = (someone) =>
    someone.act(async () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 });
      const pen = canvas.getContext('2d');
      setInterval(() => {
        for (let i = 0; i < 4; i++) {
          pen.fillStyle = `hsl(${Math.random() * 360} 80% 50%)`;
          pen.fillRect(Math.random() * 640, Math.random() * 360, 80, 60);
        }
      }, 50);
      await window.room.localParticipant.publishTrack(canvas.captureStream(20).getVideoTracks()[0], {
        source: LivekitClient.Track.Source.Camera,
        videoEncoding: LivekitClient.VideoPresets.h360.encoding,
      });
    });

  /** How many frames the publisher has encoded, by width. */
  const encoded = (someone) =>
    someone.act(async () => {
      const frames = {};
      for (const { track } of window.room.localParticipant.trackPublications.values()) {
        (await track.getRTCStatsReport()).forEach((entry) => {
          if (entry.type === 'outbound-rtp') frames[entry.frameWidth] = entry.framesEncoded;
        });
      }
      return frames;
    });

  test('a weak receiver gets a smaller picture in time, the others keep theirs', { timeout: TEST_MS }, async () => {
    const room = randomUUID();
    await net.becomes({});
    const strong = await joins(near, 'strong', room);
    const weak = await joins(far, 'weak', room);
    const publisher = await joins(near, 'publisher', room);
    await dances(publisher);
    for (const one of [strong, weak]) {
      await one.receives('the best layer', (all) => all.width === 640 && all.framesDecoded > 40);
    }

    const full = await weak.received();
    const narrowed = Date.now();
    await net.becomes({ bitsPerSecond: 300_000, queueBytes: 15_000, delayMs: 20 }, { delayMs: 20 });
    const smaller = await weak.receives('a smaller layer', (all) => all.width < 640, 30_000);
    const fall = { ms: Date.now() - narrowed, frozenSeconds: smaller.freezeSeconds - full.freezeSeconds };
    const slow = await calmStretch(async () => {
      const from = await encoded(publisher);
      const seen = await stretch(() => weak.received(), 5_000);
      return { ...seen, encoded: (await encoded(publisher))[320] - from[320] };
    });
    console.log(`# weak: ${JSON.stringify({ fall, slow, link: (await net.count()).down })}`);
    assert.equal(slow.width, 320, 'the smaller picture stays');
    // A machine that is busy with other things encodes fewer than the hundred that the camera has.
    assert.ok(slow.frames > 0.8 * Math.min(100, slow.encoded), 'the smaller picture runs at its full rate');
    assert.equal((await strong.received()).width, 640, 'the strong one keeps the best layer');

    const widened = Date.now();
    await net.becomes({ delayMs: 20 });
    await weak.receives('the best layer again', (all) => all.width === 640);
    console.log(`# weak: the best layer again after ${Date.now() - widened} ms`);
    await Promise.all([publisher, strong, weak].map((one) => one.close()));
  });

  /** The part of the sound that the receiver had to make up, over half a minute; who is weak hears, unless it sings. */
  async function madeUp(condition, { sings: weakSings = false, ...options } = {}) {
    const room = randomUUID();
    await net.becomes({ delayMs: 20 });
    const listener = await joins(weakSings ? near : far, 'listener', room, options);
    const singer = await joins(weakSings ? far : near, 'singer', room, options);
    await sings(singer);
    await listener.receives('the tone', (all) => all.audioEnergy > 0.01);
    await net.becomes({ ...condition, delayMs: 20 });
    const heard = await concealment(() => listener.received(), 30_000);
    console.log(`# R12 ${JSON.stringify({ condition, weakSings, ...options, ...heard, link: await net.count() })}`);
    assert.equal(await listener.act(() => window.heard.filter(({ event }) => event === 'disconnected').length), 0);
    await net.becomes({});
    await listener.receives('the tone still', (all) => all.packets > heard.packets);
    await Promise.all([singer, listener].map((one) => one.close()));
    return heard.part;
  }

  test('without loss nothing is made up', { timeout: TEST_MS }, async () => {
    assert.ok((await madeUp({})) < 0.02);
  });

  for (const singlePeerConnection of [true, false]) {
    const generation = singlePeerConnection ? '/rtc/v1' : '/rtc';
    test(`20 % of random loss in both directions of who listens on ${generation}`, { timeout: TEST_MS }, async () => {
      assert.ok((await madeUp({ loss: 0.2 }, { singlePeerConnection })) < 0.01);
    });
  }

  test('20 % of random loss in both directions of who speaks', { timeout: TEST_MS }, async () => {
    assert.ok((await madeUp({ loss: 0.2 }, { sings: true })) < 0.03);
  });

  test('the call lives at 30 % of random loss in both directions', { timeout: TEST_MS }, async () => {
    assert.ok((await madeUp({ loss: 0.3 })) < 0.05);
  });
});
