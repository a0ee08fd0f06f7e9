import { createInterface } from 'node:readline';
import { openBrowser } from '../e2e/livekit-page.mjs';

/**
 * A browser in a namespace, told what to do line by line, with one line of answer each: {talk: {url, token}} gives {audioMs,
 * path}, {watch: seconds} the longest time without a packet as {gapMs}, {leave} the page; all of them maybe {error}.
 */
// The certificate of the matrix's TURN server is nobody's.
const browser = await openBrowser({ flags: ['--ignore-certificate-errors'] });
const lines = createInterface({ input: process.stdin });
say({ ready: true });
let person;
for await (const line of lines) {
  const { talk: call, watch: watched, seconds } = JSON.parse(line);
  const work = call ? talk(call) : watched ? watch(watched) : leave();
  say(await withLimit(work, seconds).catch((error) => ({ error: error.message.slice(0, 1500) })));
}
await browser.close();

async function watch(time) {
  return { gapMs: await person.act(longestGap, time * 1000), path: await person.act(selectedPair) };
}

async function leave() {
  await person?.page.context().close();
  return {};
}

async function talk({ url, token }) {
  person = await browser.participant('somebody');
  const begun = Date.now();
  await person.join(url, token);
  await person.act(() => window.room.localParticipant.setMicrophoneEnabled(true));
  await person.receives('the other one', ({ audioEnergy }) => audioEnergy > 0);
  return { audioMs: Date.now() - begun, path: await person.act(selectedPair) };
}

/** By the browser's own stamps. */
async function longestGap(forMs) {
  const end = Date.now() + forMs;
  let last = Date.now();
  let longest = 0;
  while (Date.now() < end) {
    let at = last;
    for (const { trackPublications } of window.room.remoteParticipants.values()) {
      for (const { track } of trackPublications.values()) {
        (await track?.getRTCStatsReport())?.forEach(({ type, lastPacketReceivedTimestamp: stamp }) => {
          if (type === 'inbound-rtp' && stamp) at = Math.max(at, stamp);
        });
      }
    }
    longest = Math.max(longest, at - last);
    last = at;
    await new Promise((tick) => setTimeout(tick, 20));
  }
  return Math.round(Math.max(longest, end - last));
}

async function selectedPair() {
  const report = await window.room.engine.pcManager.publisher.getStats();
  const entries = [...report.values()];
  const transport = entries.find(({ type }) => type === 'transport');
  const pair = report.get(transport.selectedCandidatePairId);
  const local = report.get(pair.localCandidateId);
  const remote = report.get(pair.remoteCandidateId);
  const relayed = local.candidateType === 'relay' ? local.relayProtocol : undefined;
  return { protocol: local.protocol, local: local.candidateType, remote: remote.address, port: remote.port, relayed };
}

async function withLimit(promise, seconds) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing after ${seconds} s`)), seconds * 1000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function say(answer) {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
