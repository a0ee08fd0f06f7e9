/*
 * Records what this browser sends as a publisher: node record-rtp.mjs <folder>. Two peer connections in one page, and the
 * browser's own dump of plaintext RTP. One file per codec: lines of microseconds, length, and the first bytes in hex.
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const DESCRIPTOR = 'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension';
const KEPT_BYTES = 40;

const RECORDINGS = {
  'vp8-simulcast': { mime: 'video/VP8', rids: true },
  'h264-simulcast': { mime: 'video/H264', rids: true },
  'vp9-l3t3-key': { mime: 'video/VP9', mode: 'L3T3_KEY' },
  'vp9-l3t3': { mime: 'video/VP9', mode: 'L3T3' },
  'av1-l1t3': { mime: 'video/AV1', mode: 'L1T3', descriptor: true },
  'av1-l3t3': { mime: 'video/AV1', mode: 'L3T3', descriptor: true },
  'av1-l3t3-key': { mime: 'video/AV1', mode: 'L3T3_KEY', descriptor: true },
  'opus-red': { mime: 'audio/red' },
};

/** In the page. */
async function publish({ mime, rids, mode, descriptor, DESCRIPTOR, seconds }) {
  const audio = mime.startsWith('audio');
  const media = await navigator.mediaDevices.getUserMedia(audio ? { audio: true } : { video: { width: 1280, height: 720, frameRate: 30 } });
  const [track] = media.getTracks();
  const [from, to] = [new RTCPeerConnection(), new RTCPeerConnection()];
  from.onicecandidate = ({ candidate }) => candidate && to.addIceCandidate(candidate);
  to.onicecandidate = ({ candidate }) => candidate && from.addIceCandidate(candidate);
  const sendEncodings = rids
    ? [4, 2, 1].map((scaleResolutionDownBy, i) => ({ rid: 'qhf'[i], scaleResolutionDownBy, maxBitrate: 200_000 * 4 ** i }))
    : audio ? [{}] : [{ scalabilityMode: mode, maxBitrate: 2_500_000 }];
  const transceiver = from.addTransceiver(track, { direction: 'sendonly', sendEncodings });
  const codecs = RTCRtpSender.getCapabilities(track.kind).codecs;
  const first = codecs.filter((codec) => codec.mimeType.toLowerCase() === mime.toLowerCase() &&
    (!codec.sdpFmtpLine?.includes('packetization-mode') || codec.sdpFmtpLine.includes('packetization-mode=1')));
  transceiver.setCodecPreferences([...first, ...codecs.filter((codec) => !first.includes(codec) && /rtx|opus/i.test(codec.mimeType))]);
  if (descriptor && transceiver.getHeaderExtensionsToNegotiate) {
    const extensions = transceiver.getHeaderExtensionsToNegotiate();
    extensions.forEach((extension) => { if (extension.uri === DESCRIPTOR) extension.direction = 'sendrecv'; });
    transceiver.setHeaderExtensionsToNegotiate(extensions);
  }
  const offer = await from.createOffer();
  await from.setLocalDescription(offer);
  // A browser cannot be asked to receive simulcast, so that it is told of one encoding and its answer is made to say three.
  const plain = offer.sdp.replace(/a=(rid|simulcast):.*\r\n/g, '');
  await to.setRemoteDescription({ type: 'offer', sdp: plain });
  const answer = await to.createAnswer();
  await to.setLocalDescription(answer);
  const wanted = rids ? 'a=rid:q recv\r\na=rid:h recv\r\na=rid:f recv\r\na=simulcast:recv q;h;f\r\n' : '';
  await from.setRemoteDescription({ type: 'answer', sdp: answer.sdp + wanted });
  await new Promise((done) => setTimeout(done, seconds * 1000));
  const stats = [];
  (await from.getStats()).forEach((entry) => {
    if (entry.type === 'outbound-rtp') stats.push(`${entry.rid ?? ''} ${entry.scalabilityMode ?? ''} ${entry.frameWidth}x${entry.frameHeight} ${entry.framesEncoded}`);
  });
  return { sdp: offer.sdp, stats, answer: answer.sdp };
}

const folder = process.argv[2];
const only = process.argv.slice(3);
const pages = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html>'));
pages.listen(0, '127.0.0.1');
await once(pages, 'listening');
for (const [name, recording] of Object.entries(RECORDINGS)) {
  if (only.length && !only.includes(name)) continue;
  const profile = await mkdtemp(join(tmpdir(), 'record-'));
  const browser = spawn(process.env.CHROMIUM ?? '/usr/bin/chromium', [
    '--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', `--user-data-dir=${profile}`,
    '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--remote-debugging-port=0',
    '--enable-logging=stderr', '--vmodule=*srtp_session*=4,*/webrtc/*=4', '--force-fieldtrials=WebRTC-Debugging-RtpDump/Enabled/', 'about:blank',
  ], { stdio: ['ignore', 'ignore', 'pipe'] });
  const dumped = [];
  let port;
  const lines = createInterface({ input: browser.stderr });
  const listening = new Promise((resolve) => lines.on('line', (line) => {
    const at = line.match(/ws:\/\/127\.0\.0\.1:(\d+)/);
    if (at) resolve((port = at[1]));
    const dump = line.match(/^O (\d+):(\d+):(\d+)\.(\d+) 0000(?:00)? ([0-9a-f ]+?) *# RTP_DUMP/);
    if (dump) dumped.push(dump);
  }));
  await listening;
  const remote = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const page = await remote.contexts()[0].newPage();
  await page.goto(`http://127.0.0.1:${pages.address().port}/`);
  const seconds = 10;
  const { sdp, stats } = await page.evaluate(publish, { ...recording, DESCRIPTOR, seconds });
  if (name === 'opus-red') console.log(await page.evaluate(() => ['audio', 'video'].map((kind) => RTCRtpSender.getCapabilities(kind).codecs.map(({ mimeType }) => mimeType).join(' ')).join(' | ')));
  await remote.close();
  browser.kill('SIGTERM');
  await once(browser, 'exit');
  await rm(profile, { recursive: true, force: true });
  const section = sdp.slice(sdp.indexOf('m='));
  const repairs = new Set([...section.matchAll(/a=rtpmap:(\d+) rtx/g)].map(([, type]) => +type));
  const packets = dumped.map(([, h, m, s, ms, hex]) => ({ us: (((+h * 60 + +m) * 60 + +s) * 1000 + +ms) * 1000, hex: hex.replaceAll(' ', '') }))
    .filter(({ hex }) => { const type = parseInt(hex.slice(2, 4), 16); return (type < 192 || type > 223) && !repairs.has(type & 0x7f); });
  const begun = packets[0]?.us ?? 0;
  const facts = section.split('\r\n').filter((line) => /^a=(extmap|rtpmap|fmtp|mid|rid|simulcast|ssrc-group)/.test(line));
  await writeFile(join(folder, `${name}.txt`), [
    ...facts.map((line) => `# ${line}`), ...stats.map((line) => `# sent ${line}`),
    ...packets.map(({ us, hex }) => `${us - begun} ${hex.length / 2} ${hex.slice(0, 2 * kept(hex))}`), '',
  ].join('\n'));
  console.log(name, packets.length, stats.join(' | '));
}
pages.close();

/** Header, extensions, and the first bytes of the payload. */
function kept(hex) {
  const words = parseInt(hex.slice(0, 2), 16) & 0x10 ? 1 + parseInt(hex.slice(28, 32), 16) : 0;
  return Math.min(hex.length / 2, 12 + 4 * words + KEPT_BYTES);
}
