import { chromium } from 'playwright-core';
import { eventually } from './waiting.mjs';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--auto-select-desktop-capture-source=Entire screen',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  // The page comes from nowhere, so that the product's address looks like one that strangers must not reach.
  '--disable-features=LocalNetworkAccessChecks',
];

/** Nothing is fetched from here: the browser is handed the page, so that a browser without a way to us has it too. */
const PAGE = 'http://localhost/';
const SDK = new URL('./node_modules/livekit-client/dist/livekit-client.umd.js', import.meta.url).pathname;
const INSIDE = new URL('./network/inside.sh', import.meta.url).pathname;

/** A browser and a page with nothing on it but the stock SDK; in a network namespace when one is named. */
export async function openBrowser({ namespace, flags = [] } = {}) {
  const browser = await chromium.launch({
    executablePath: namespace ? INSIDE : (process.env.CHROMIUM ?? '/usr/bin/chromium'),
    env: { ...process.env, ...(namespace && { TERTULIA_NETNS: namespace }) },
    args: [...FLAGS, ...flags],
  });
  return { participant: (name) => Participant.open(browser, name), close: () => browser.close() };
}

/** One tab with one room. */
export class Participant {
  constructor(page, log) {
    this.page = page;
    this.log = log;
  }

  static async open(browser, name) {
    const context = await browser.newContext();
    await context.route(`${PAGE}**`, (route) =>
      new URL(route.request().url()).pathname === '/sdk.js'
        ? route.fulfill({ path: SDK, contentType: 'text/javascript' })
        : route.fulfill({ body: '<!doctype html><script src="/sdk.js"></script>', contentType: 'text/html' }),
    );
    const page = await context.newPage();
    const log = [];
    page.on('console', (message) => log.push(`${name}: ${message.text().slice(0, 300)}`));
    await page.goto(PAGE);
    return new Participant(page, log);
  }

  async join(url, token, options = {}) {
    await this.page.evaluate(
      async ([url, token, options]) => {
        const sockets = [];
        const Native = window.NativeWebSocket ?? window.WebSocket;
        window.NativeWebSocket = Native;
        window.WebSocket = class extends Native {
          constructor(...all) {
            super(...all);
            sockets.push(this);
          }
        };
        window.sockets = sockets;
        window.heard = [];
        window.room = new LivekitClient.Room(options);
        const { RoomEvent } = LivekitClient;
        for (const event of [
          RoomEvent.Reconnecting, RoomEvent.SignalReconnecting, RoomEvent.Reconnected, RoomEvent.Disconnected,
          RoomEvent.TrackMuted, RoomEvent.TrackUnmuted, RoomEvent.ActiveSpeakersChanged,
          RoomEvent.TrackSubscribed, RoomEvent.TrackUnsubscribed, RoomEvent.ParticipantAttributesChanged,
        ]) {
          window.room.on(event, (first) => {
            const detail = event === RoomEvent.Disconnected ? first : first?.source;
            window.heard.push({ event, detail, at: Date.now() });
            if (event === RoomEvent.TrackSubscribed) {
              document.body.append(first.attach());
            }
          });
        }
        await window.room.connect(url, token);
      },
      [url, token, options],
    );
    return this;
  }

  act(work, argument) {
    return this.page.evaluate(work, argument);
  }

  /** Waits until the work gives something true. */
  until(what, work, argument) {
    return this.waits(what, async () => {
      const value = await this.page.evaluate(work, argument);
      return { done: Boolean(value), value };
    });
  }

  /** Figures of everything received, by kind. */
  received() {
    return this.page.evaluate(async () => {
      const total = {
        tracks: 0,
        framesDecoded: 0,
        freezeCount: 0,
        freezeSeconds: 0,
        audioEnergy: 0,
        samples: 0,
        concealed: 0,
        packets: 0,
        packetsLost: 0,
        bytes: 0,
        redundant: 0,
        nacks: 0,
        bufferSeconds: 0,
        bufferSamples: 0,
        width: 0,
        codecs: [],
      };
      for (const participant of window.room.remoteParticipants.values()) {
        for (const publication of participant.trackPublications.values()) {
          const report = await publication.track?.getRTCStatsReport();
          report?.forEach((entry) => {
            if (entry.type === 'inbound-rtp') {
              total.tracks += 1;
              total.framesDecoded += entry.framesDecoded ?? 0;
              total.freezeCount += entry.freezeCount ?? 0;
              total.freezeSeconds += entry.totalFreezesDuration ?? 0;
              total.audioEnergy += entry.totalAudioEnergy ?? 0;
              total.samples += entry.totalSamplesReceived ?? 0;
              total.concealed += entry.concealedSamples ?? 0;
              total.packets += entry.packetsReceived ?? 0;
              total.packetsLost += entry.packetsLost ?? 0;
              total.bytes += entry.bytesReceived ?? 0;
              total.redundant += entry.fecPacketsReceived ?? 0;
              total.nacks += entry.nackCount ?? 0;
              total.bufferSeconds += entry.jitterBufferDelay ?? 0;
              total.bufferSamples += entry.jitterBufferEmittedCount ?? 0;
              const codec = report.get(entry.codecId);
              if (codec) total.codecs.push(`${codec.mimeType} ${codec.payloadType}`.toLowerCase());
              total.width = Math.max(total.width, entry.frameWidth ?? 0);
            }
          });
        }
      }
      return total;
    });
  }

  receives(what, enough, withinMs) {
    return this.waits(
      what,
      async () => {
        const value = await this.received();
        return { done: enough(value), value };
      },
      withinMs,
    );
  }

  close() {
    return this.page.context().close();
  }

  /** From now on window.lastPacketAt is when, by the browser's own stamp, the last packet of anybody arrived. */
  followPackets() {
    return this.page.evaluate(() => {
      window.lastPacketAt = 0;
      const look = async () => {
        for (const participant of window.room.remoteParticipants.values()) {
          for (const publication of participant.trackPublications.values()) {
            const report = await publication.track?.getRTCStatsReport();
            report?.forEach(({ type, lastPacketReceivedTimestamp: at }) => {
              if (type === 'inbound-rtp' && at) window.lastPacketAt = Math.max(window.lastPacketAt, at);
            });
          }
        }
        setTimeout(look, 20);
      };
      return look();
    });
  }

  async waits(what, probe, withinMs) {
    try {
      return await eventually(what, probe, withinMs);
    } catch (error) {
      error.message += `\n${this.log.slice(-15).join('\n')}`;
      throw error;
    }
  }
}
