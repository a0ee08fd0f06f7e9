import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { openBrowser } from './livekit-page.mjs';
import { signalUrl } from './livekit-stage.mjs';
import { minter } from './livekit-token.mjs';
import { network } from './network/network.mjs';
import { ownProduct } from './product.mjs';

/**
 * R10: from the click to the first decoded sound of somebody who talks already. `./tertulia bench join [--quick] [--json]`.
 * The click is `room.connect` of the stock SDK in a page that has it loaded; the sound is the first sample above silence that
 * the browser's decoder gives out. Loopback, then 80 ms of round trip for signalling and media alike.
 */
const quick = process.argv.includes('--quick');
const json = process.argv.includes('--json');
const RUNS = quick ? 5 : 25;
const WARM_UP = quick ? 1 : 3;
const CASES = [
  { name: 'loopback', far: false, target: 0.5 },
  { name: '80 ms RTT', far: true, condition: { delayMs: 40 }, target: 1.2 },
];
const STEPS = ['socket', 'joinResponse', 'answer', 'ice', 'dtls', 'packet', 'sound'];

const net = await network();
const product = await ownProduct({ network: net });
const near = await openBrowser({ namespace: net.hub });
const far = await openBrowser({ namespace: net.far });
try {
  const room = randomUUID();
  const mint = minter(product.data);
  const talker = await (await near.participant('talker')).join(signalUrl(product), mint('talker', room));
  await talker.act(sing);
  for (const { name, far: away, condition, target } of CASES) {
    await net.becomes(condition ?? {});
    const browser = away ? far : near;
    const runs = [];
    for (let run = -WARM_UP; run < RUNS; run++) {
      const click = await clicked(browser, room, mint);
      if (run >= 0) runs.push(click);
    }
    report(name, runs, target);
  }
} finally {
  await far.close();
  await near.close();
  await product.stop();
  await net.close();
}

/** A tone without pauses: the first packet that is decoded can be told from silence. */
async function sing() {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const tone = new OscillatorNode(context, { frequency: 330 });
  tone.connect(out);
  tone.start();
  await window.room.localParticipant.publishTrack(out.stream.getAudioTracks()[0], {
    source: LivekitClient.Track.Source.Microphone,
    dtx: false,
  });
}

async function clicked(browser, room, mint) {
  const listener = await browser.participant('listener');
  await listener.act(watchTheSteps);
  await listener.act(
    async ([url, token]) => {
      window.steps.click = performance.now();
      window.room = new LivekitClient.Room();
      window.room.on(LivekitClient.RoomEvent.TrackSubscribed, (track) => {
        document.body.append(track.attach());
        window.firstSound(track.mediaStreamTrack);
      });
      await window.room.connect(url, token);
    },
    [signalUrl(product), mint(`listener ${randomUUID()}`, room)],
  );
  await listener.until('the first sound', () => window.steps.sound);
  const steps = await listener.act(() => window.steps);
  await listener.act(() => window.room.disconnect());
  await listener.close();
  return steps;
}

/** Puts into window.steps when each step of a join was reached. */
function watchTheSteps() {
  window.steps = {};
  const reached = (step) => (window.steps[step] ??= performance.now());
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...all) {
      super(...all);
      this.addEventListener('open', () => reached('socket'));
      this.addEventListener('message', () => reached('joinResponse'));
    }
  };
  const Peer = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Peer {
    constructor(...all) {
      super(...all);
      this.addEventListener('iceconnectionstatechange', () => {
        if (['connected', 'completed'].includes(this.iceConnectionState)) reached('ice');
      });
      this.addEventListener('connectionstatechange', () => {
        if (this.connectionState === 'connected') reached('dtls');
      });
    }

    setRemoteDescription(...all) {
      reached('answer');
      return super.setRemoteDescription(...all);
    }
  };
  window.firstSound = async (track) => {
    reached('subscribed');
    const packets = setInterval(() => {
      if (!track.muted) reached('packet');
    }, 2);
    const samples = new Float32Array(4_800);
    const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
    for (let silent = true; silent; ) {
      const { value } = await reader.read();
      const heard = samples.subarray(0, value.numberOfFrames);
      value.copyTo(heard, { planeIndex: 0, format: 'f32-planar' });
      silent = heard.every((sample) => Math.abs(sample) < 1e-4);
      value.close();
    }
    clearInterval(packets);
    reached('sound');
    await reader.cancel();
  };
}

function report(name, runs, target) {
  const seconds = runs.map(({ click, sound }) => (sound - click) / 1000);
  const row = {
    measure: 'R10',
    case: name,
    value: percentile(seconds, 0.95),
    unit: 's (p95)',
    p50: percentile(seconds, 0.5),
    target,
    peer: null,
    peerValue: null,
    ratio: null,
    runs: seconds.length,
    min: Math.min(...seconds),
    max: Math.max(...seconds),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: import.meta.dirname }).toString().trim(),
  };
  if (json) {
    console.log(JSON.stringify(row));
  } else {
    const words = [row.value, row.p50, row.min, row.max].map((value) => value.toFixed(3));
    console.log(`R10 ${name}: p95 ${words[0]} s (target ${target}), p50 ${words[1]}, ${words[2]} to ${words[3]}, ${row.runs} runs`);
  }
  const medians = STEPS.map((step) => {
    const at = percentile(runs.map((run) => (run[step] ?? NaN) - run.click), 0.5);
    return `${step} ${Math.round(at)}`;
  });
  console.error(`  median ms after the click: ${medians.join(', ')}`);
}

/** Nearest rank. */
function percentile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)];
}
