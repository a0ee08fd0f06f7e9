import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { picture } from './browser.mjs';
import { fillAccount, storyOf, twoPeople } from './evening.mjs';
import { smoothStretch } from './smoothness.mjs';
import { BEFORE_MS, eventually } from './waiting.mjs';

/** Two people and an evening: from the owner's link to a photo, by browsers alone. */

let product;
let owner;
let guest;
let close;
let inviteLink;

before(
  async () => {
    ({ product, owner, guest, close } = await twoPeople());
  },
  { timeout: BEFORE_MS },
);

after(() => close?.());

const step = storyOf(() => [owner, guest], 'failed');

async function say(page, text) {
  await page.getByTestId('editor').fill(text);
  await page.getByTestId('editor').press('Enter');
}

const texts = (page) => page.getByTestId('message-text').allInnerTexts();

step('the owner opens the link, makes an account and names the server', async () => {
  const { page } = owner;
  await page.goto(product.ownerLink);
  await page.getByTestId('setup-account').waitFor();
  await picture(owner, 'setup');
  await fillAccount(page, 'ana', 'Ana Belén');
  await page.locator('[name=serverName]').fill('Café Gijón');
  await picture(owner, 'name');
  await page.locator('[type=submit]').click();
  inviteLink = await page.getByTestId('copy-value').inputValue();
  assert.match(inviteLink, /\/invite\/[\w-]+$/);
  await picture(owner, 'first-invite');
  await page.getByTestId('setup-finish').click();
  await page.getByTestId('server-name').getByText('Café Gijón').waitFor();
  await picture(owner, 'inside');
});

step('the owner makes the channels that are not there yet', async () => {
  const { page } = owner;
  for (const kind of ['text', 'voice']) {
    if ((await page.getByTestId(`channel-${kind}`).count()) > 0) continue;
    await page.getByRole('button', { name: `Create ${kind} channel` }).click();
    await page.locator('[name=channelName]').fill(kind === 'text' ? 'general' : 'The long table');
    await page.getByRole('button', { name: 'Create channel', exact: true }).click();
    await page.getByTestId(`channel-${kind}`).first().waitFor();
  }
  await page.getByTestId('channel-text').first().click();
  await page.getByTestId('editor').waitFor();
});

step('the guest opens the invite, makes an account and joins', async () => {
  const { page } = guest;
  await page.goto(inviteLink);
  await page.getByTestId('invite-page').waitFor();
  await picture(guest, 'invite');
  await fillAccount(page, 'teo', 'Teo Marsé');
  await page.getByTestId('own-name').getByText('Teo Marsé').waitFor();
  await picture(guest, 'inside');
  await owner.page.getByTestId('member').filter({ hasText: 'Teo Marsé' }).waitFor();
  await page.getByTestId('channel-text').first().click();
});

step('they write to each other, and both see the same order', async () => {
  const said = [];
  for (let round = 1; round <= 3; round++) {
    for (const [someone, other] of [
      [owner, guest],
      [guest, owner],
    ]) {
      const text = `${someone.name} says ${round}`;
      said.push(text);
      await say(someone.page, text);
      await other.page.getByTestId('message-text').filter({ hasText: text }).waitFor();
    }
  }
  // Then both at once, as fast as they can.
  await Promise.all(
    [owner, guest].map(async ({ name, page }) => {
      for (let n = 1; n <= 5; n++) await say(page, `${name} quick ${n}`);
    }),
  );
  const all = said.length + 10;
  const settled = async () => {
    const [one, two] = [await texts(owner.page), await texts(guest.page)];
    return {
      done: one.length === two.length && one.join('|') === two.join('|') && one.length === all,
      value: { one, two },
    };
  };
  const { one } = await eventually('both show the same messages in the same order', settled);
  assert.deepEqual(one.slice(0, said.length), said);
  await picture(owner, 'chat');
  await picture(guest, 'chat');
});

step('a reload restores the session without another login', async () => {
  await guest.page.reload();
  await guest.page.getByTestId('own-name').getByText('Teo Marsé').waitFor();
  await guest.page.getByTestId('message-text').filter({ hasText: 'owner says 1' }).waitFor();
});

step('they join a voice room with cameras on', async () => {
  for (const { page } of [owner, guest]) {
    await page.getByTestId('channel-voice').first().click();
    await page.locator('[data-testid=voice-panel][data-phase=connected]').waitFor();
    await page.getByTestId('camera-toggle').click();
    await page.getByTestId('call-details-toggle').click();
  }
  for (const { page } of [owner, guest]) {
    await page.getByTestId('voice-participant').nth(1).waitFor();
    await eventually('the other one is seen in a tile with a picture', async () => {
      const width = await page
        .locator('[data-testid=tile-person][data-local=false] video')
        .evaluateAll((all) => all[0]?.videoWidth ?? 0);
      return { done: width > 0, value: width };
    });
  }
});

const health = (page, source) =>
  page
    .locator(`[data-testid=track-health][data-source=${source}]`)
    .evaluateAll((rows) => rows.map((row) => ({ ...row.dataset }))[0] ?? null);

step('picture and sound arrive at both without a freeze', async () => {
  for (const someone of [owner, guest]) {
    const camera = await smoothStretch(() => health(someone.page, 'camera'));
    const sound = await eventually('sound has energy', async () => {
      const value = await health(someone.page, 'microphone');
      return { done: Number(value?.audioEnergy) > 0, value };
    });
    console.log(
      `${someone.name} receives: ${camera.framesDecoded} frames ${camera.frameWidth}x${camera.frameHeight}, freezes at the start ${camera.freezesAtStart}, in stalled stretches [${camera.stalled}], audio energy ${sound.audioEnergy}`,
    );
    await picture(someone, 'voice');
  }
});

step('both see how the call is, and the server hears of it', async () => {
  for (const { page } of [owner, guest]) {
    await eventually('the call has a grade', async () => {
      const value = await page.getByTestId('call-grade').getAttribute('data-grade');
      return { done: ['good', 'fair', 'poor'].includes(value), value };
    });
  }
  await eventually('the clients have reported', async () => {
    const text = await (await fetch(`${product.url}/metrics`)).text();
    const value = [...text.matchAll(/^tertulia_voice_client_reports_total\{.*\} (\S+)$/gm)].map(([, count]) => Number(count));
    return { done: value.some((count) => count > 0), value };
  });
});

step('the guest shares a screen, and the owner sees all of it', async () => {
  await guest.page.getByTestId('screen-toggle').click();
  await guest.page.getByTestId('tile-screen').waitFor();
  await owner.page.getByTestId('tile-screen').waitFor();
  const sizeOf = (page) =>
    page
      .locator('[data-testid=tile-screen] video')
      .evaluateAll((all) => [all[0]?.videoWidth ?? 0, all[0]?.videoHeight ?? 0]);
  const source = await eventually('the shared screen has a size', async () => {
    const value = await sizeOf(guest.page);
    return { done: value[0] > 0, value };
  });
  // A small window is rightly sent the small layer; the whole picture is for a window that has room for it.
  await owner.page.setViewportSize({ width: 2560, height: 1600 });
  const received = await eventually(`the owner receives ${source.join('x')}`, async () => {
    const value = await sizeOf(owner.page);
    return { done: value[0] === source[0] && value[1] === source[1], value };
  });
  console.log(`screen: source ${source.join('x')}, received ${received.join('x')}`);
  await picture(owner, 'screen');
  await owner.page.setViewportSize({ width: 1440, height: 900 });
  await guest.page.getByTestId('screen-toggle').click();
  await owner.page.getByTestId('tile-screen').waitFor({ state: 'detached' });
});

step('they leave the voice room', async () => {
  for (const { page } of [owner, guest]) {
    await page.getByTestId('voice-leave').click();
    await page.getByTestId('voice-panel').waitFor({ state: 'detached' });
  }
  await owner.page.getByTestId('voice-participant').first().waitFor({ state: 'detached' });
});

async function jpeg(page) {
  const base64 = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 1600;
    canvas.height = 1200;
    const context = canvas.getContext('2d');
    const sky = context.createLinearGradient(0, 0, 0, 1200);
    sky.addColorStop(0, '#f3c79a');
    sky.addColorStop(1, '#8a4a35');
    context.fillStyle = sky;
    context.fillRect(0, 0, 1600, 1200);
    for (let n = 0; n < 400; n++) {
      context.fillStyle = `hsl(${n * 7} 40% 40% / 40%)`;
      context.fillRect((n * 397) % 1600, (n * 211) % 1200, 60, 40);
    }
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1];
  });
  return Buffer.from(base64, 'base64');
}

step('a photo becomes an AVIF thumbnail for the other one', async () => {
  await owner.page.getByTestId('channel-text').first().click();
  await guest.page.getByTestId('channel-text').first().click();
  const thumbnail = owner.page.waitForResponse((response) => response.url().includes('?thumb=1'));
  await guest.page
    .getByTestId('file-input')
    .setInputFiles([{ name: 'terrace.jpg', mimeType: 'image/jpeg', buffer: await jpeg(guest.page) }]);
  await guest.page.locator('[data-testid=upload]:is([data-state=queued], [data-state=processing], [data-state=done])').waitFor();
  await picture(guest, 'upload');
  await say(guest.page, 'The terrace');
  const response = await thumbnail;
  assert.equal(response.status(), 200);
  assert.equal(response.headers()['content-type'], 'image/avif');
  await eventually('the thumbnail is drawn', async () => {
    const width = await owner.page.getByTestId('thumbnail').evaluateAll((all) => all.at(-1)?.naturalWidth ?? 0);
    return { done: width > 0, value: width };
  });
  await picture(owner, 'photo');
  await owner.page.getByTestId('thumbnail').last().click();
  await owner.page.getByTestId('lightbox').locator('img').waitFor();
  await picture(owner, 'lightbox');
  await owner.page.keyboard.press('Escape');
  await owner.page.getByTestId('lightbox').waitFor({ state: 'detached' });
});

step('a corrupt picture is shown as rejected, with the reason', async () => {
  const whole = await jpeg(guest.page);
  const corrupt = Buffer.concat([whole.subarray(0, 300), Buffer.alloc(2000, 0x5a)]);
  // The message waits for its file, and so it leaves before there is a verdict: later on, a refused file would be left out.
  const uploads = /\/api\/uploads(\/sessions.*)?$/;
  let letGo;
  const waiting = new Promise((resolve) => (letGo = resolve));
  await guest.page.route(uploads, async (route) => {
    await waiting;
    await route.continue();
  });
  await guest.page
    .getByTestId('file-input')
    .setInputFiles([{ name: 'broken.jpg', mimeType: 'image/jpeg', buffer: corrupt }]);
  await say(guest.page, 'Does this open for you?');
  await guest.page.getByTestId('outgoing').waitFor();
  letGo();
  const rejected = owner.page.locator('[data-testid=attachment][data-state=rejected]');
  await rejected.waitFor();
  const reason = await rejected.getByTestId('attachment-reason').innerText();
  console.log(`rejected: ${reason}`);
  assert.match(reason, /rejected: .+/);
  await picture(owner, 'rejected');
});

step('no page threw an error', async () => {
  // livekit-client writes every hiccup of its socket to the console; what counts is what nobody caught, or was forbidden.
  const thrown = [...owner.troubles, ...guest.troubles].filter((line) => /threw:|Content Security Policy/.test(line));
  assert.deepEqual(thrown, []);
});
