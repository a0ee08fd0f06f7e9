import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { openStage } from './livekit-stage.mjs';
import { smoothStretch } from './smoothness.mjs';
import { BEFORE_MS, TEST_MS, eventually } from './waiting.mjs';

/** Every codec that a stock client can publish is decoded by another one, in each quality and rate that it asks for. */
describe('codecs', () => {
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
    await stage?.close();
  });
  const playing = (name, work) => test(name, { timeout: TEST_MS }, work);

  async function pair(options) {
    const room = randomUUID();
    const bob = await (await browser.participant('bob')).join(signal, mint('bob', room), options);
    const alice = await (await browser.participant('alice')).join(signal, mint('alice', room), options);
    return { alice, bob, close: () => Promise.all([alice, bob].map(({ page }) => page.context().close())) };
  }

  const publish = (who, publication) =>
    who.act(async (publication) => {
      const [track] = await LivekitClient.createLocalTracks({ video: { resolution: LivekitClient.VideoPresets.h720.resolution } });
      await window.room.localParticipant.publishTrack(track, { backupCodec: false, ...publication });
    }, publication);

  const wish = (who, { quality, fps }) =>
    who.act(
      ({ quality, fps }) => {
        const [remote] = window.room.remoteParticipants.values();
        const [publication] = remote.videoTrackPublications.values();
        if (quality) publication.setVideoQuality(LivekitClient.VideoQuality[quality]);
        if (fps) publication.setVideoFPS(fps);
      },
      { quality, fps },
    );

  /** Pictures a second over some seconds. */
  async function rate(who) {
    const begin = { ...(await who.received()), at: Date.now() };
    await eventually('some seconds of frames', async () => ({ done: Date.now() - begin.at > 3000 }));
    const end = await who.received();
    return ((end.framesDecoded - begin.framesDecoded) * 1000) / (Date.now() - begin.at);
  }

  const CODECS = {
    vp8: { publication: { videoCodec: 'vp8' }, temporal: true },
    h264: { publication: { videoCodec: 'h264' }, temporal: false },
    'vp9 L3T3_KEY': { publication: { videoCodec: 'vp9', scalabilityMode: 'L3T3_KEY' }, temporal: true },
    'vp9 L3T3': { publication: { videoCodec: 'vp9', scalabilityMode: 'L3T3' }, temporal: true },
    'av1 L3T3_KEY': { publication: { videoCodec: 'av1', scalabilityMode: 'L3T3_KEY' }, temporal: true },
    'av1 L1T3': { publication: { videoCodec: 'av1', scalabilityMode: 'L1T3' }, temporal: true, single: true },
  };

  for (const [name, { publication, temporal, single }] of Object.entries(CODECS)) {
    for (const singlePeerConnection of name.startsWith('vp9 L3T3_KEY') || name.startsWith('av1 L3') ? [true, false] : [true]) {
      playing(`${name} on ${singlePeerConnection ? '/rtc/v1' : '/rtc'}: every quality decodes without a freeze`, async () => {
        const { alice, bob, close } = await pair({ singlePeerConnection });
        await publish(alice, publication);
        const codec = `video/${publication.videoCodec} `;
        await bob.receives(`${codec} decoded`, (all) => all.framesDecoded > 20 && all.codecs.some((each) => each.startsWith(codec)));
        if (!single) {
          await bob.receives('the best layer', (all) => all.width === 1280);
          for (const [quality, width] of [['LOW', 320], ['HIGH', 1280], ['MEDIUM', 640]]) {
            await wish(bob, { quality });
            await bob.receives(`${quality} is ${width} wide`, async (all) => all.width === width);
          }
        }
        await smoothStretch(() => bob.received());
        if (temporal) {
          const full = await rate(bob);
          await wish(bob, { fps: 8 });
          await bob.waits('fewer pictures', async () => {
            const value = await rate(bob);
            return { done: value < 0.7 * full && value > 0.1 * full, value };
          });
          await wish(bob, { fps: 60 });
          await bob.waits('all pictures again', async () => {
            const value = await rate(bob);
            return { done: value > 0.8 * full, value };
          });
        }
        await close();
      });
    }
  }

  /** As a browser without a decoder for AV1: neither offers nor takes it. */
  const forgetAv1 = (who) =>
    who.act(() => {
      const known = RTCRtpReceiver.getCapabilities('video').codecs.filter(({ mimeType }) => mimeType.toLowerCase() !== 'video/av1');
      for (const method of ['createOffer', 'createAnswer']) {
        const native = RTCPeerConnection.prototype[method];
        RTCPeerConnection.prototype[method] = function (...all) {
          for (const transceiver of this.getTransceivers()) {
            if (transceiver.receiver.track.kind === 'video') transceiver.setCodecPreferences(known);
          }
          return native.apply(this, all);
        };
      }
    });

  /** By codec, whether the publisher sends any encoding of it. */
  const sends = (who) =>
    who.act(() => {
      const [{ track }] = window.room.localParticipant.videoTrackPublications.values();
      const active = (sender) => sender?.getParameters().encodings.some((encoding) => encoding.active) ?? false;
      return { av1: active(track.sender), vp8: active(track.simulcastCodecs.get('vp8')?.sender) };
    });

  for (const singlePeerConnection of [true, false]) {
    playing(`${singlePeerConnection ? '/rtc/v1' : '/rtc'}: who cannot decode AV1 gets VP8, sent while it is needed`, async () => {
      const room = randomUUID();
      const join = async (name, old) => {
        const page = await browser.participant(name);
        if (old) await forgetAv1(page);
        return page.join(signal, mint(name, room), { singlePeerConnection });
      };
      const plays = (who, codec) => async () => {
        const before = (await who.received()).framesDecoded;
        return who.receives(
          `${codec} goes on`,
          (all) => all.framesDecoded > before + 20 && all.codecs.every((each) => each.startsWith(`video/${codec} `)),
        );
      };
      const sending = (wanted) =>
        alice.waits(`sends ${JSON.stringify(wanted)}`, async () => {
          const value = await sends(alice);
          return { done: value.av1 === wanted.av1 && value.vp8 === wanted.vp8, value };
        });
      const bob = await join('bob');
      const alice = await join('alice');
      await alice.act(async () => {
        const { resolution } = LivekitClient.VideoPresets.h360;
        const [track] = await LivekitClient.createLocalTracks({ video: { resolution } });
        await window.room.localParticipant.publishTrack(track, { videoCodec: 'av1', backupCodec: { codec: 'vp8' } });
      });
      await plays(bob, 'av1')();
      assert.deepEqual(await sends(alice), { av1: true, vp8: false });

      const carol = await join('carol', true);
      await plays(carol, 'vp8')();
      await plays(bob, 'av1')();
      assert.deepEqual(await sends(alice), { av1: true, vp8: true });
      const tracks = (who) => who.act(() => [...window.room.remoteParticipants.get('alice').trackPublications.keys()]);
      assert.deepEqual(await tracks(carol), await tracks(bob), 'one track for both');

      await carol.close();
      await sending({ av1: true, vp8: false });
      await plays(bob, 'av1')();

      const dave = await join('dave', true);
      await plays(dave, 'vp8')();
      await bob.close();
      await sending({ av1: false, vp8: true });
      const erin = await join('erin');
      await plays(erin, 'av1')();
      await plays(dave, 'vp8')();
      assert.deepEqual(await sends(alice), { av1: true, vp8: true });
      await Promise.all([alice, dave, erin].map((each) => each.close()));
    });
  }

  for (const red of [true, false]) {
    playing(`sound ${red ? 'with' : 'without'} redundancy plays`, async () => {
      const { alice, bob, close } = await pair({});
      await alice.act(async (red) => {
        const [track] = await LivekitClient.createLocalTracks({ audio: true });
        await window.room.localParticipant.publishTrack(track, { red, dtx: !red });
      }, red);
      const first = await bob.receives('sound', (all) => all.audioEnergy > 0);
      const later = await bob.receives('more sound', (all) => all.audioEnergy > first.audioEnergy + 0.5);
      assert.equal(later.packetsLost, 0);
      const sent = await alice.act(async () => {
        const [publication] = window.room.localParticipant.audioTrackPublications.values();
        const report = await publication.track.sender.getStats();
        return [...report.values()].find(({ type }) => type === 'outbound-rtp');
      });
      const received = await bob.act(async () => {
        const [remote] = window.room.remoteParticipants.values();
        const [publication] = remote.audioTrackPublications.values();
        const report = await publication.track.getRTCStatsReport();
        return [...report.values()].find(({ type }) => type === 'inbound-rtp');
      });
      const perPacket = received.bytesReceived / received.packetsReceived;
      // Redundancy about doubles the packets; the node hands it on whole to a browser that negotiated it.
      const sentPerPacket = sent.bytesSent / sent.packetsSent;
      assert.ok(Math.abs(perPacket - sentPerPacket) < 0.2 * sentPerPacket, `${perPacket} bytes a packet, sent ${sentPerPacket}`);
      assert.ok(red ? perPacket > 75 : perPacket < 75, `${perPacket} bytes a packet`);
      await close();
    });
  }
});
