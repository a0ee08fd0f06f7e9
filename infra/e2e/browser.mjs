import { mkdir } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { DEADLINE_MS } from './waiting.mjs';

const OUT = new URL('./out/', import.meta.url).pathname;

/** A browser whose camera, microphone and screen are drawn by itself, and which never asks anybody for them. */
export async function openBrowser() {
  await mkdir(OUT, { recursive: true });
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      // Headless has no screen to share; the picker's fake answer is this page's own tab.
      '--auto-select-tab-capture-source-by-title=Tertulia',
      '--auto-accept-this-tab-capture',
    ],
  });
}

/** One person with a browser of their own: storage, keys and tokens are not shared. */
export async function person(browser, name) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    permissions: ['microphone', 'camera', 'clipboard-read', 'clipboard-write'],
    locale: 'en-GB',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(DEADLINE_MS);
  const troubles = [];
  page.on('pageerror', (error) => troubles.push(`${name} threw: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`${name}: ${message.text()}`);
  });
  return { name, page, context, troubles };
}

let step = 0;

export async function picture(someone, what) {
  step += 1;
  const file = `${String(step).padStart(2, '0')}-${what}-${someone.name}.png`;
  await someone.page.screenshot({ path: OUT + file });
}
