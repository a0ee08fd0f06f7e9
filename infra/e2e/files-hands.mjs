import { eventually } from './waiting.mjs';

/** What hands do with files in the web client, and what eyes see of it. */

/** Files from the desktop, held over the conversation. Gives the letting go. */
export async function dragOver(page, files) {
  const data = files.map(({ name, mimeType, buffer }) => [name, mimeType, buffer.toString('base64')]);
  const dataTransfer = await page.evaluateHandle((all) => {
    const made = new DataTransfer();
    for (const [name, type, base64] of all) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      made.items.add(new File([bytes], name, { type }));
    }
    return made;
  }, data);
  await page.dispatchEvent('[data-testid=message-pane]', 'dragover', { dataTransfer });
  return () => page.dispatchEvent('[data-testid=message-pane]', 'drop', { dataTransfer });
}

export const choose = (page, files) => page.getByTestId('file-input').setInputFiles(files);

export async function send(page, text, files = []) {
  if (files.length > 0) await choose(page, files);
  await page.getByTestId('editor').fill(text);
  await page.getByTestId('editor').press('Enter');
}

export const message = (page, text) => page.getByTestId('message').filter({ hasText: text });

/** The bytes that somebody gets who downloads the file of a message. */
export async function downloaded(page, text) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    message(page, text).getByTestId('download').click(),
  ]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export const row = (page, name) => page.getByTestId('upload').filter({ hasText: name });

export const inState = (page, name, state) => row(page, name).and(page.locator(`[data-state=${state}]`));

export const percentOf = (page, name) =>
  row(page, name)
    .locator('progress')
    .evaluateAll((all) => (all[0] ? all[0].value / all[0].max : null));

export function onItsWay(page, name, part) {
  return eventually(`${name} is on its way`, async () => {
    const value = await percentOf(page, name);
    return { done: value > part && value < 1, value };
  });
}

/** One debugging session for all of it: where two of them set conditions, the network follows the one that spoke last. */
export async function network(someone, { offline = false, bytesPerSecond = -1 } = {}) {
  someone.cdp ??= await someone.context.newCDPSession(someone.page);
  await someone.cdp.send('Network.enable');
  await someone.cdp.send('Network.emulateNetworkConditions', {
    offline,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: bytesPerSecond,
  });
}

export async function openSettings(page, which) {
  await page.getByTestId('open-settings').click();
  await page.getByTestId(`settings-${which}`).click();
}

/** Looks until three pictures have been seen: one may be the still, before what moves has loaded. */
export async function moves(locator, what) {
  const seen = new Set();
  await eventually(`${what} moves`, async () => {
    seen.add((await locator.screenshot()).toString('base64'));
    return { done: seen.size >= 3, value: `${seen.size} different pictures` };
  });
}

export async function isDrawn(locator, what) {
  await eventually(`${what} is drawn`, async () => {
    const value = await locator.evaluateAll((all) => all.map((each) => each.naturalWidth));
    return { done: value.length > 0 && value.every((width) => width > 0), value };
  });
}
