import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { picture } from './browser.mjs';
import { fillAccount, storyOf, twoPeople } from './evening.mjs';
import { directSteps } from './files-direct.mjs';
import { choose, downloaded, dragOver, inState, message, network, onItsWay, percentOf, row, send } from './files-hands.mjs';
import { asFile, drawn, large, MB } from './files-made.mjs';
import { movingSteps } from './files-moving.mjs';
import { playedSteps } from './files-played.mjs';
import { MEMBER_BYTES, refusedSteps } from './files-refused.mjs';
import { viewSteps } from './files-views.mjs';
import { freePort } from './product.mjs';
import { BEFORE_MS, eventually } from './waiting.mjs';

/** Files in two browsers: dropped, refused, cancelled, cut off and resumed, played, moving, as faces and as emojis. */

let product;
let owner;
let guest;
let close;
let inviteLink;

before(
  async () => {
    const port = String(await freePort());
    const store = `http://127.0.0.1:${port}`;
    const environment = {
      TERTULIA_STORE_PORT: port,
      TERTULIA_S3_PUBLIC_ENDPOINT: store,
      TERTULIA_MEMBER_BYTES: String(MEMBER_BYTES),
    };
    ({ product, owner, guest, close } = await twoPeople({ environment }));
    product = { ...product, store };
  },
  { timeout: BEFORE_MS },
);

after(() => close?.());

const step = storyOf(() => [owner, guest], 'files-failed');
const people = () => ({ product, owner, guest });

step('two people come in', async () => {
  await owner.page.goto(product.ownerLink);
  await fillAccount(owner.page, 'ana', 'Ana Belén');
  await owner.page.locator('[name=serverName]').fill('Café Gijón');
  await owner.page.locator('[type=submit]').click();
  inviteLink = await owner.page.getByTestId('copy-value').inputValue();
  await owner.page.getByTestId('setup-finish').click();
  await owner.page.getByTestId('server-name').getByText('Café Gijón').waitFor();
  if ((await owner.page.getByTestId('channel-text').count()) === 0) {
    await owner.page.getByRole('button', { name: 'Create text channel' }).click();
    await owner.page.locator('[name=channelName]').fill('general');
    await owner.page.getByRole('button', { name: 'Create channel', exact: true }).click();
  }
  await owner.page.getByTestId('channel-text').first().click();
  await guest.page.goto(inviteLink);
  await guest.page.getByTestId('invite-page').waitFor();
  await fillAccount(guest.page, 'teo', 'Teo Marsé');
  await guest.page.getByTestId('own-name').getByText('Teo Marsé').waitFor();
  await guest.page.getByTestId('channel-text').first().click();
});

step('three photos and a corrupt one are dropped: progress, verdicts, and the refusal in words', async () => {
  const { page } = owner;
  const photos = await drawn(page, 3);
  const files = photos.map((jpeg, index) => asFile(`evening-${index + 1}.jpg`, 'image/jpeg', jpeg));
  const whole = files[0].buffer;
  const corrupt = Buffer.concat([whole.subarray(0, 300), Buffer.alloc(2000, 0x5a)]);
  await network(owner, { bytesPerSecond: 40_000 });
  const letGo = await dragOver(page, [...files.slice(0, 2), asFile('broken.jpg', 'image/jpeg', corrupt), files[2]]);
  await page.getByTestId('drop-zone').waitFor();
  await picture(owner, 'files-drop');
  await letGo();
  await onItsWay(page, 'evening-1.jpg', 0.05);
  await picture(owner, 'files-progress');
  await network(owner);
  await inState(page, 'broken.jpg', 'rejected').waitFor();
  const words = await row(page, 'broken.jpg').getByTestId('upload-words').innerText();
  assert.match(words, /rejected: .+/);
  for (const { name } of files) await inState(page, name, 'done').waitFor();
  await picture(owner, 'files-ready');
  const spoken = await page.getByTestId('upload-announcer').innerText();
  assert.notEqual(spoken, '');
  await send(page, 'The evening');
  await guest.page.getByTestId('thumbnail').nth(2).waitFor();
  const names = await guest.page.getByTestId('thumbnail').evaluateAll((all) => all.map((each) => each.alt));
  assert.deepEqual(names, ['evening-1.jpg', 'evening-2.jpg', 'evening-3.jpg'], 'in the order in which they were dropped');
  await eventually('the thumbnails are drawn', async () => {
    const value = await guest.page.getByTestId('thumbnail').evaluateAll((all) => all.map((each) => each.naturalWidth));
    return { done: value.every((width) => width > 0), value };
  });
  await picture(guest, 'files-album');
});

step('the lightbox leafs by keys, zooms, downloads and closes', async () => {
  const { page } = guest;
  await page.getByTestId('thumbnail').first().click();
  await page.getByTestId('lightbox').locator('img').waitFor();
  await page.keyboard.press('ArrowRight');
  await page.getByTestId('lightbox').getByText('2 of 3').waitFor();
  await page.keyboard.press('ArrowLeft');
  await page.getByTestId('lightbox').getByText('1 of 3').waitFor();
  await picture(guest, 'files-lightbox');
  await page.getByTestId('zoom-in').click();
  await page.keyboard.press('+');
  assert.equal(await page.getByTestId('lightbox-stage').getAttribute('data-zoom'), '2.25');
  await picture(guest, 'files-zoom');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('lightbox-download').click()]);
  assert.equal(download.suggestedFilename(), 'evening-1.jpg');
  await page.keyboard.press('Escape');
  await page.getByTestId('lightbox').waitFor({ state: 'detached' });
});

step('nothing jumps when a thumbnail takes the place of what is processed', async () => {
  const { page } = guest;
  const [jpeg] = await drawn(page, 1, { width: 900, height: 1600 });
  await send(page, 'The tower', [asFile('tower.jpg', 'image/jpeg', jpeg)]);
  const tile = message(owner.page, 'The tower').getByTestId('picture-tile');
  await tile.waitFor();
  const before = await tile.boundingBox();
  await tile.getByTestId('thumbnail').waitFor();
  const now = await tile.boundingBox();
  assert.deepEqual([now.width, now.height], [before.width, before.height]);
});

step('a message waits in sight for its files, a cancelled one is let go, another channel costs nothing', async () => {
  const { page } = owner;
  await network(owner, { bytesPerSecond: 30_000 });
  const [one, two] = await drawn(page, 2);
  await send(page, 'Only one of two', [asFile('stays.jpg', 'image/jpeg', one), asFile('goes.jpg', 'image/jpeg', two)]);
  await page.getByTestId('outgoing').waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Escape');
  await picture(owner, 'files-outgoing');
  await row(page, 'goes.jpg').getByTestId('upload-remove').click();
  await network(owner);
  const said = message(guest.page, 'Only one of two');
  await said.getByTestId('thumbnail').waitFor();
  assert.equal(await said.getByTestId('attachment').count(), 1);
  await page.getByTestId('outgoing').waitFor({ state: 'detached' });
});

step('a large file survives a cut network, and its bytes arrive as they were', async () => {
  const { page } = owner;
  const buffer = large(20 * MB);
  // A store that this browser cannot reach: the server passes the parts on.
  await owner.context.route(`${product.store}/**`, (route) => route.abort());
  await network(owner, { bytesPerSecond: 3 * MB });
  await choose(page, [asFile('recording.bin', 'application/octet-stream', buffer)]);
  await onItsWay(page, 'recording.bin', 0.4);
  await picture(owner, 'files-large');
  // Chromium lets requests that are on their way finish when it goes offline; the pause ends them in the middle.
  await page.getByRole('button', { name: 'Pause recording.bin' }).click();
  const paused = inState(page, 'recording.bin', 'paused');
  await paused.filter({ hasText: 'Paused' }).waitFor();
  const sent = await percentOf(page, 'recording.bin');
  assert.ok(sent < 1, `paused in the middle, at ${sent}`);
  await network(owner, { offline: true });
  await row(page, 'recording.bin').getByTestId('upload-again').click();
  await paused.filter({ hasText: 'goes on by itself' }).waitFor();
  await picture(owner, 'files-cut');
  await network(owner);
  await inState(page, 'recording.bin', 'done').waitFor();
  await owner.context.unrouteAll();
  await send(page, 'The recording');
  assert.ok((await downloaded(guest.page, 'The recording')).equals(buffer), 'the guest has the very bytes');
  await picture(guest, 'files-card');
});

step('a reload in the middle goes on where it was', async () => {
  const { page } = owner;
  await network(owner, { bytesPerSecond: 2 * MB });
  await choose(page, [asFile('long-night.bin', 'application/octet-stream', large(18 * MB))]);
  await onItsWay(page, 'long-night.bin', 0.5);
  await network(owner);
  const parts = [];
  page.on('request', (request) => {
    if (request.method() === 'PUT') parts.push(request.url());
  });
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await inState(page, 'long-night.bin', 'done').waitFor();
  console.log(`after the reload ${parts.length} parts went`);
  await picture(owner, 'files-reloaded');
  await row(page, 'long-night.bin').getByTestId('upload-remove').click();
});

step('a face is cut, made, and seen by the other one', async () => {
  const { page } = guest;
  const [jpeg] = await drawn(page, 1);
  await page.getByTestId('open-settings').click();
  await page.getByTestId('settings-profile').click();
  await page.getByTestId('file-avatar').setInputFiles([asFile('me.jpg', 'image/jpeg', jpeg)]);
  await page.getByTestId('crop-zoom').fill('1.5');
  await page.getByTestId('crop-area').press('ArrowLeft');
  await picture(guest, 'files-crop');
  await page.getByTestId('crop-use').click();
  await owner.page.getByTestId('member').filter({ hasText: 'Teo Marsé' }).getByTestId('face').waitFor();
  await picture(guest, 'files-face');
  const broken = Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(3000, 7)]);
  await page.getByTestId('file-avatar').setInputFiles([asFile('me.gif', 'image/gif', broken)]);
  await page.getByTestId('crop-use').click();
  await page.locator('[data-testid=picture-avatar][data-state=rejected]').waitFor();
  assert.match(await page.getByTestId('picture-avatar').innerText(), /old picture stays/);
  assert.equal(await owner.page.getByTestId('member').filter({ hasText: 'Teo Marsé' }).getByTestId('face').count(), 1);
  await picture(guest, 'files-face-refused');
  await page.keyboard.press('Escape');
});

step('emojis are added, written, answered with and taken away', async () => {
  const { page } = owner;
  const [one, two] = await drawn(page, 2, { width: 128, height: 128, type: 'image/png' });
  await page.getByTestId('open-settings').click();
  await page.getByTestId('settings-emojis').click();
  await page
    .getByTestId('emoji-files')
    .setInputFiles([asFile('Sun Rise.png', 'image/png', one), asFile('x.png', 'image/png', two)]);
  await page.getByTestId('emoji-add').click();
  await page.locator('[data-testid=emoji-file][data-state=refused]').waitFor();
  await page.locator('[data-testid=emoji-row][data-state=done]').filter({ hasText: ':sun_rise:' }).waitFor();
  await picture(owner, 'files-emojis');
  await page.keyboard.press('Escape');

  await page.getByTestId('editor').pressSequentially(':sun');
  await page.getByTestId('emoji-suggestions').waitFor();
  await picture(owner, 'files-suggestions');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  const alone = guest.page.locator('[data-testid=message-text][data-large]');
  await alone.getByTestId('emoji').locator('img').waitFor();
  const message = guest.page.getByTestId('message').filter({ has: alone });
  await message.hover();
  await message.getByRole('button', { name: 'Add reaction' }).click();
  await guest.page.getByTestId('own-emoji').first().click();
  await page.getByTestId('reaction').getByTestId('emoji').locator('img').waitFor();
  await picture(guest, 'files-emoji');
  await picture(owner, 'files-emoji');

  await page.getByTestId('open-settings').click();
  await page.getByTestId('settings-emojis').click();
  await page.getByRole('button', { name: 'Delete sun_rise' }).click();
  await page.getByTestId('confirm').click();
  await alone.waitFor({ state: 'detached' });
  await guest.page.getByTestId('message-text').filter({ hasText: ':sun_rise:' }).waitFor();
  await page.keyboard.press('Escape');
});

movingSteps(step, people);
playedSteps(step, people);
refusedSteps(step, people);
directSteps(step, people);
// Pictures to look at more than a test: with --all.
if (process.env.TERTULIA_E2E_ALL) viewSteps(step, people);

step('the owner counts what a sweep would delete, and hears from the function', async () => {
  const { page } = owner;
  await page.getByTestId('open-settings').click();
  await page.getByTestId('settings-files').click();
  await page.getByTestId('files-usage').waitFor();
  await page.getByTestId('dry-run').click();
  const done = page.locator('[data-testid=sweep][data-state=done]');
  // The page asks again only when told to.
  await eventually('the report of the sweep is shown', async () => {
    await page.getByRole('button', { name: 'Refresh' }).click();
    const seen = await page.getByTestId('sweep').allTextContents();
    return { done: (await done.count()) > 0, value: seen };
  });
  await picture(owner, 'files-sweep');
  await page.keyboard.press('Escape');
});

step('no page threw an error', async () => {
  const thrown = [...owner.troubles, ...guest.troubles].filter((line) => /threw:|Content Security Policy/.test(line));
  assert.deepEqual(thrown, []);
});
