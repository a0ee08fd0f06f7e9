import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import {
  AudioFrame,
  AudioSource,
  dispose,
  LocalAudioTrack,
  Room,
  RoomEvent,
  TrackKind,
  TrackPublishOptions,
  TrackSource,
  VideoStream,
} from '@livekit/rtc-node';
import { openStage } from './livekit-stage.mjs';
import { BEFORE_MS, TEST_MS } from './waiting.mjs';

const RATE = 48_000;

describe('native SDK', () => {
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

  test('sees a browser and is heard by it', { timeout: TEST_MS }, async () => {
    const name = randomUUID();
    const alice = await (await browser.participant('alice')).join(signal, mint('alice', name));
    await alice.act(() => window.room.localParticipant.setCameraEnabled(true));

    const room = new Room();
    const frames = new Promise((resolve) => {
      room.on(RoomEvent.TrackSubscribed, async (track) => {
        if (track.kind === TrackKind.KIND_VIDEO) {
          let seen = 0;
          for await (const { frame } of new VideoStream(track)) {
            if (++seen === 20) {
              resolve(frame.width);
              return;
            }
          }
        }
      });
    });
    await room.connect(signal, mint('robot', name), { autoSubscribe: true, dynacast: false });
    const source = new AudioSource(RATE, 1);
    const tone = LocalAudioTrack.createAudioTrack('tone', source);
    const options = new TrackPublishOptions();
    options.source = TrackSource.SOURCE_MICROPHONE;
    await room.localParticipant.publishTrack(tone, options);
    let playing = true;
    const player = (async () => {
      for (let at = 0; playing; at += RATE / 100) {
        const samples = Int16Array.from({ length: RATE / 100 }, (_, i) => 8_000 * Math.sin(((at + i) * 2 * Math.PI * 440) / RATE));
        await source.captureFrame(new AudioFrame(samples, RATE, 1, RATE / 100));
      }
    })();

    await alice.receives('the tone', (all) => all.audioEnergy > 0.01);
    assert.ok((await frames) > 0);
    playing = false;
    await player;
    await room.disconnect();
    await alice.until('robot is gone', () => window.room.remoteParticipants.size === 0);
    await alice.page.context().close();
  });

  test('a bad token is refused at the upgrade', { timeout: TEST_MS }, async () => {
    await assert.rejects(new Room().connect(signal, mint('robot', 'r').slice(0, -3), { autoSubscribe: true, dynacast: false }));
  });
});
