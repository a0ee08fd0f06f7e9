import { eventually } from './waiting.mjs';

/** What the start of a picture takes: the lowest layer first, then the change to the best one. */
const START_FRAMES = 60;
const STRETCH_MS = 5_000;
const STRETCHES = 3;

/**
 * Once the picture has started, it runs for a while without a freeze. A freeze is a gap between two frames that the browser
 * notices, so it counts a stall of the machine under the browser too; therefore one clean stretch of three is enough. A
 * product that loses or delays frames has none.
 *
 * @param measure gives framesDecoded and freezeCount of the received video
 */
export async function smoothStretch(measure) {
  let from = await eventually('the first frames are decoded', () =>
    measure().then((value) => ({ done: Number(value?.framesDecoded) >= START_FRAMES, value })),
  );
  const before = Number(from.freezeCount);
  const found = [];
  for (let stretch = 0; stretch < STRETCHES; stretch++) {
    const since = Date.now();
    const begin = from;
    from = await eventually('frames go on', () =>
      measure().then((value) => ({
        done: Date.now() - since >= STRETCH_MS && Number(value?.framesDecoded) > Number(begin.framesDecoded) + START_FRAMES,
        value,
      })),
    );
    const freezes = Number(from.freezeCount) - Number(begin.freezeCount);
    if (freezes === 0) return { ...from, freezesAtStart: before, stalled: found };
    found.push(freezes);
  }
  throw new Error(`Freezes in each of ${STRETCHES} stretches of ${STRETCH_MS} ms: ${found.join(', ')}.`);
}

/** The first stretch without a freeze, of three tries, for the same reason as above. */
export async function calmStretch(look) {
  const stalled = [];
  while (stalled.length < STRETCHES) {
    const seen = await look();
    if (seen.freezes === 0) return { ...seen, stalled };
    stalled.push(seen);
  }
  throw new Error(`Freezes in each of ${STRETCHES} stretches: ${JSON.stringify(stalled)}`);
}

/** What the picture did in the next while. */
export async function stretch(measure, forMs) {
  const { from, to } = await span(measure, forMs);
  return {
    width: to.width,
    frames: to.framesDecoded - from.framesDecoded,
    freezes: to.freezeCount - from.freezeCount,
    frozenSeconds: to.freezeSeconds - from.freezeSeconds,
  };
}

/** The part of the samples played in the next while that no packet brought (W3C webrtc-stats, concealedSamples). */
export async function concealment(measure, forMs) {
  const { from, to } = await span(measure, forMs);
  const samples = to.samples - from.samples;
  const part = (to.concealed - from.concealed) / samples;
  const delayMs = (1000 * (to.bufferSeconds - from.bufferSeconds)) / (to.bufferSamples - from.bufferSamples);
  return {
    part,
    samples,
    delayMs: Math.round(delayMs),
    bytesAPacket: Math.round((to.bytes - from.bytes) / (to.packets - from.packets)),
    packets: to.packets,
    lost: to.packetsLost - from.packetsLost,
    redundant: to.redundant - from.redundant,
    nacks: to.nacks - from.nacks,
  };
}

async function span(measure, forMs) {
  const from = await measure();
  const since = Date.now();
  const to = await eventually(`${forMs} ms have passed`, async () => ({ done: Date.now() - since >= forMs, value: await measure() }));
  return { from, to };
}
