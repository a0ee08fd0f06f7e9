import { mkdir } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { createServer } from 'vite';
import { startMockServer } from './mockServer.mjs';

/**
 * Draws every page of the client against the mock server, in both themes and three window sizes, into test/preview/out.
 * `node test/preview/screens.mjs [part of a name]`
 */
const OUT = new URL('./out/', import.meta.url).pathname;
const SIZES = { wide: [1440, 900], middle: [1024, 700], phone: [390, 844] };
const only = process.argv[2] ?? '';
const themes = process.env.THEMES?.split(',') ?? ['light', 'dark'];
const sizes = process.env.SIZES?.split(',') ?? Object.keys(SIZES);

const LOGGED_IN = {
  'tertulia.account': JSON.stringify({ accessToken: 'a', refreshToken: 'r', expiresAtMs: 9e15 }),
  'tertulia.account.user': JSON.stringify({ id: 'u1', username: 'ana', displayName: 'Ana Belén' }),
};
const JOINED = {
  ...LOGGED_IN,
  'tertulia.server': JSON.stringify({ accessToken: 'a', refreshToken: 'r', expiresAtMs: 9e15 }),
};
const READ = { 'tertulia.read': JSON.stringify([['c-general', 'm000076']]) };

const messagesShown = (page) => page.getByTestId('message').last().waitFor();
const openMenu = async (page) => {
  if (!(await page.getByTestId('server-menu').isVisible())) await page.getByTestId('open-channels').click();
  await page.getByTestId('server-menu').click();
};

const openDetails = async (page) => {
  await page.getByTestId('call-details-toggle').click();
  await page.getByTestId('call-details').waitFor();
};

/** Pictures as a camera would hand them over, drawn by the page's own canvas. */
async function drawn(page, count) {
  const all = await page.evaluate(
    (wanted) =>
      Array.from({ length: wanted }, (_, index) => {
        const canvas = document.createElement('canvas');
        canvas.width = 800;
        canvas.height = 500;
        const context = canvas.getContext('2d');
        context.fillStyle = `hsl(${String(20 + index * 70)} 50% 60%)`;
        context.fillRect(0, 0, 800, 500);
        context.fillStyle = '#fff8';
        context.fillRect(300, 120, 200, 300);
        return canvas.toDataURL('image/jpeg').split(',')[1];
      }),
    count,
  );
  return all.map((base64) => Buffer.from(base64, 'base64'));
}

async function addPictures(page, names) {
  const buffers = await drawn(page, names.length);
  const files = names.map((name, index) => ({ name, mimeType: 'image/jpeg', buffer: buffers[index] }));
  await page.getByTestId('file-input').setInputFiles(files);
}

async function openSettings(page, name) {
  await messagesShown(page);
  if (!(await page.getByTestId('open-settings').isVisible())) await page.getByTestId('open-channels').click();
  await page.getByTestId('open-settings').click();
  await page.getByTestId(`settings-${name}`).click();
}

/** name → how to get there. */
const screens = {
  login: { path: '/', run: (page) => page.getByTestId('account-form').waitFor() },
  'login-wrong': {
    path: '/',
    run: async (page) => {
      await page.locator('[name=username]').fill('ana');
      await page.locator('[name=password]').fill('wrong password');
      await page.locator('[type=submit]').click();
      await page.getByRole('alert').waitFor();
    },
  },
  signup: {
    path: '/',
    run: async (page) => {
      await page.getByRole('button', { name: 'Create account' }).click();
    },
  },
  'setup-account': { path: '/setup#token', run: (page) => page.getByTestId('setup-account').waitFor() },
  'setup-name': {
    path: '/setup#token',
    storage: LOGGED_IN,
    run: async (page) => {
      await page.getByTestId('setup-claim').getByRole('button').first().click();
      await page.getByTestId('setup-name').waitFor();
    },
  },
  'setup-invite': {
    path: '/setup#token',
    storage: JOINED,
    run: async (page) => {
      await page.locator('[name=serverName]').fill('Café Gijón');
      await page.locator('[type=submit]').click();
      await page.getByTestId('copy-value').waitFor();
    },
  },
  invite: { path: '/invite/Qm7xT2vKfA', run: (page) => page.getByTestId('account-form').waitFor() },
  'invite-known': {
    path: '/invite/Qm7xT2vKfA',
    storage: LOGGED_IN,
    run: (page) => page.getByTestId('invite-page').waitFor(),
  },
  'invite-bad': { path: '/invite/bad', run: (page) => page.getByTestId('invite-bad').waitFor() },
  'no-membership': {
    path: '/',
    storage: LOGGED_IN,
    refuse: 'invite_required',
    run: (page) => page.getByTestId('no-membership').waitFor(),
  },
  refused: {
    path: '/',
    storage: LOGGED_IN,
    refuse: 'join_refused',
    run: (page) => page.getByTestId('refused').waitFor(),
  },
  'key-changed': {
    path: '/',
    storage: JOINED,
    run: async (page) => {
      await messagesShown(page);
      await page.evaluate(
        () =>
          new Promise((resolve) => {
            const request = indexedDB.open('tertulia', 1);
            request.onsuccess = () => {
              const change = request.result.transaction('serverPins', 'readwrite');
              change.objectStore('serverPins').put('ZmFrZS1rZXktdGhhdC13YXMtdGhlcmUtYmVmb3JlLXRoaXM', location.host);
              change.oncomplete = resolve;
            };
          }),
      );
      await page.reload();
      await page.getByTestId('key-changed').waitFor();
    },
  },
  chat: {
    path: '/channels/c-general',
    storage: { ...JOINED, ...READ },
    run: async (page, mock) => {
      await messagesShown(page);
      await page.getByTestId('thumbnail').first().waitFor();
      mock.push('chat:typing', { memberId: 'u-luz', nickname: 'Luz', conversationId: 'c-general' });
      mock.push('chat:new', { ...mock.state.messages.at(-1), message_id: 'm900000', conversation_id: 'c-kitchen' });
      await page.getByText('Luz is typing').waitFor();
    },
  },
  'chat-empty': {
    path: '/channels/c-photos',
    storage: JOINED,
    run: (page) => page.getByText('This is the beginning of').waitFor(),
  },
  'chat-writing': {
    path: '/channels/c-general',
    storage: JOINED,
    run: async (page) => {
      await messagesShown(page);
      await page.getByTestId('message').nth(-3).hover();
      await page.getByRole('button', { name: 'Reply' }).nth(-3).click({ force: true });
      await page.getByTestId('editor').fill('this will fail, with a reason');
      await page.getByTestId('editor').press('Enter');
      await page.locator('[data-testid=pending][data-failed=true]').waitFor();
      const svg =
        '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="80"><rect width="80" height="80" fill="#c86"/></svg>';
      await page
        .getByTestId('file-input')
        .setInputFiles([{ name: 'terrace.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) }]);
      await page.locator('[data-testid=upload][data-state=processing]').waitFor();
      await page.getByTestId('editor').fill('Two lines,\nwith a picture.');
      await page.getByTestId('message').nth(-2).hover();
    },
  },
  'chat-uploads': {
    path: '/channels/c-kitchen',
    storage: JOINED,
    run: async (page) => {
      await messagesShown(page);
      await addPictures(page, ['hold-this.jpg', 'IMG_2231.jpg', 'bad-one.jpg', 'full-now.jpg']);
      await page.locator('[data-testid=upload][data-state=rejected]').waitFor();
      await page.locator('[data-testid=upload][data-state=failed]').waitFor();
      await page.getByTestId('editor').fill('What is left of it :cu');
      await page.getByTestId('emoji-suggestions').waitFor();
    },
  },
  'chat-outbox': {
    path: '/channels/c-kitchen',
    storage: JOINED,
    run: async (page) => {
      await messagesShown(page);
      await addPictures(page, ['hold-this.jpg', 'IMG_2231.jpg']);
      await page.locator('[data-testid=upload][data-state=done]').waitFor();
      await page.getByTestId('editor').fill('Two from Saturday');
      await page.getByTestId('editor').press('Enter');
      await page.getByTestId('outgoing').waitFor();
    },
  },
  'chat-files': {
    path: '/channels/c-kitchen',
    storage: JOINED,
    run: async (page) => {
      await messagesShown(page);
      await page.getByTestId('thumbnail').nth(2).waitFor();
      await page.getByTestId('emoji').first().waitFor();
    },
  },
  'chat-drop': {
    path: '/channels/c-kitchen',
    storage: JOINED,
    run: async (page) => {
      await messagesShown(page);
      await page.getByTestId('message-pane').evaluate((pane) => {
        const dataTransfer = new window.DataTransfer();
        dataTransfer.items.add(new window.File(['x'], 'x.jpg'));
        pane.dispatchEvent(new window.DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true }));
      });
      await page.getByTestId('drop-zone').waitFor();
    },
  },
  'emoji-picker': {
    path: '/channels/c-kitchen',
    storage: JOINED,
    run: async (page) => {
      await messagesShown(page);
      await page.getByTestId('pick-emoji').click();
      await page.getByTestId('own-emoji').first().waitFor();
    },
  },
  'chat-delete': {
    path: '/channels/c-general',
    storage: JOINED,
    run: async (page) => {
      await messagesShown(page);
      await page.getByRole('button', { name: 'More' }).last().click({ force: true });
      await page.getByRole('menuitem', { name: 'Delete' }).click();
      await page.getByTestId('confirm').waitFor();
    },
  },
  'chat-edit': {
    path: '/channels/c-general',
    storage: JOINED,
    run: async (page) => {
      await messagesShown(page);
      await page.getByTestId('editor').press('ArrowUp');
      await page.getByLabel('Edit message').waitFor();
    },
  },
  reactions: {
    path: '/channels/c-general',
    storage: JOINED,
    run: async (page) => {
      await messagesShown(page);
      await page.getByRole('button', { name: 'Add reaction' }).nth(-2).click({ force: true });
    },
  },
  lightbox: {
    path: '/channels/c-general',
    storage: JOINED,
    run: async (page) => {
      await page.getByTestId('thumbnail').first().click();
      await page.getByTestId('lightbox').locator('img').waitFor();
    },
  },
  'lightbox-album': {
    path: '/channels/c-kitchen',
    storage: JOINED,
    run: async (page) => {
      await page.getByTestId('thumbnail').nth(1).click();
      await page.getByTestId('lightbox').locator('img').waitFor();
      await page.keyboard.press('ArrowRight');
      await page.getByText('3 of 4').waitFor();
    },
  },
  offline: {
    path: '/channels/c-general',
    storage: JOINED,
    run: async (page, mock) => {
      await messagesShown(page);
      await page.context().setOffline(true);
      mock.drop();
      await page.getByTestId('connection-banner').waitFor();
    },
  },
  kicked: {
    path: '/',
    storage: JOINED,
    run: async (page, mock) => {
      await messagesShown(page);
      mock.push('server:kicked', { reason: 'Too loud, too late.' });
      await page.getByTestId('ended').waitFor();
    },
  },
  members: {
    path: '/channels/c-general',
    storage: JOINED,
    run: async (page) => {
      await messagesShown(page);
      if (!(await page.getByTestId('member-list').isVisible())) await page.getByTestId('toggle-members').click();
      await page.getByTestId('member').nth(2).click();
      await page.getByRole('menu').waitFor();
    },
  },
  kick: {
    path: '/channels/c-general',
    storage: JOINED,
    run: async (page) => {
      await messagesShown(page);
      if (!(await page.getByTestId('member-list').isVisible())) await page.getByTestId('toggle-members').click();
      await page.getByTestId('member').nth(2).click();
      await page.getByRole('menuitem', { name: 'Remove from server' }).click();
      await page.getByTestId('confirm').waitFor();
    },
  },
  'server-menu': {
    path: '/channels/c-general',
    storage: JOINED,
    run: async (page) => {
      await messagesShown(page);
      await openMenu(page);
    },
  },
  invites: {
    path: '/channels/c-general',
    storage: JOINED,
    run: async (page) => {
      await messagesShown(page);
      await page.getByTestId('open-invites').click();
      await page.getByRole('button', { name: 'Create link' }).click();
      await page.getByTestId('copy-value').waitFor();
    },
  },
  'create-channel': {
    path: '/channels/c-general',
    storage: JOINED,
    run: async (page) => {
      await messagesShown(page);
      await openMenu(page);
      await page.getByRole('menuitem', { name: 'Create channel' }).click();
      await page.locator('[name=channelName]').fill('film-nights');
    },
  },
  switcher: {
    path: '/channels/c-general',
    storage: JOINED,
    run: async (page) => {
      await messagesShown(page);
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill('r');
    },
  },
  settings: {
    path: '/channels/c-general',
    storage: JOINED,
    run: async (page) => {
      await messagesShown(page);
      if (!(await page.getByTestId('open-settings').isVisible())) await page.getByTestId('open-channels').click();
      await page.getByTestId('open-settings').click();
      await page.getByTestId('settings-devices').click();
      await page.getByTestId('microphone-test').click();
      await page.getByTestId('microphone-level').waitFor();
      await page.getByTestId('camera-test').click();
      await page.waitForFunction(() => document.querySelector('[data-testid=camera-preview]')?.videoWidth > 0);
    },
  },
  'settings-profile': {
    path: '/channels/c-general',
    storage: JOINED,
    run: (page) => openSettings(page, 'profile'),
  },
  'settings-crop': {
    path: '/channels/c-general',
    storage: JOINED,
    run: async (page) => {
      await openSettings(page, 'profile');
      const [buffer] = await drawn(page, 1);
      await page.getByTestId('file-avatar').setInputFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer });
      await page.getByTestId('crop-zoom').fill('1.6');
    },
  },
  'settings-server': {
    path: '/channels/c-general',
    storage: JOINED,
    run: (page) => openSettings(page, 'server'),
  },
  'settings-emojis': {
    path: '/channels/c-general',
    storage: JOINED,
    run: async (page) => {
      await openSettings(page, 'emojis');
      const [one, two] = await drawn(page, 2);
      await page.getByTestId('emoji-files').setInputFiles([
        { name: 'Party Parrot.png', mimeType: 'image/png', buffer: one },
        { name: 'x.png', mimeType: 'image/png', buffer: two },
        { name: 'many.zip', mimeType: 'application/zip', buffer: Buffer.from('PK') },
      ]);
      await page.getByTestId('emoji-file').nth(2).waitFor();
    },
  },
  'settings-files': {
    path: '/channels/c-general',
    storage: JOINED,
    run: (page) => openSettings(page, 'files'),
  },
  'settings-appearance': {
    path: '/channels/c-general',
    storage: JOINED,
    run: async (page) => {
      await messagesShown(page);
      if (!(await page.getByTestId('open-settings').isVisible())) await page.getByTestId('open-channels').click();
      await page.getByTestId('open-settings').click();
      await page.getByTestId('settings-appearance').click();
    },
  },
  lobby: { path: '/channels/v-table', storage: JOINED, run: (page) => page.getByTestId('voice-lobby').waitFor() },
  voice: { path: '/test/preview/voice.html', run: (page) => page.getByTestId('voice-panel').waitFor() },
  'voice-screen': { path: '/test/preview/voice.html?screen', run: (page) => page.getByTestId('tile-screen').waitFor() },
  'quality-good': { path: '/test/preview/voice.html', run: openDetails },
  'quality-fair': { path: '/test/preview/voice.html?grade=fair', run: openDetails },
  'quality-poor': { path: '/test/preview/voice.html?grade=poor', run: openDetails },
  'quality-summary': {
    path: '/test/preview/voice.html?grade=poor&summary',
    run: (page) => page.getByTestId('call-summary').waitFor(),
  },
  empty: { path: '/', storage: JOINED, empty: true, run: (page) => page.getByText('No channels yet').waitFor() },
  'not-found': { path: '/nowhere/at/all', run: (page) => page.getByTestId('not-found').waitFor() },
};

await mkdir(OUT, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
});
for (const [name, screen] of Object.entries(screens)) {
  if (!name.includes(only)) continue;
  const mock = await startMockServer({ setupRequired: name.startsWith('setup'), empty: screen.empty });
  mock.state.refuse = screen.refuse ?? null;
  process.env.TERTULIA_URL = mock.url;
  const vite = await createServer({
    configFile: 'vite.config.ts',
    server: { port: 0, hmr: false, ...proxyTo(mock.url) },
    logLevel: 'error',
  });
  await vite.listen();
  const origin = `http://127.0.0.1:${vite.httpServer.address().port}`;
  for (const theme of themes) for (const size of sizes) await draw({ name, screen, mock, origin, theme, size });
  await vite.close();
  await mock.close();
}
await browser.close();

function proxyTo(url) {
  const proxied = { target: url, ws: true };
  return { host: '127.0.0.1', proxy: { '/api': proxied, '/socket.io': proxied } };
}

async function draw({ name, screen, mock, origin, theme, size }) {
  const [width, height] = SIZES[size];
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  await context.addInitScript((storage) => {
    for (const [key, value] of Object.entries(storage))
      if (localStorage.getItem(key) === null) localStorage.setItem(key, value);
  }, screen.storage ?? {});
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  page.on('pageerror', (error) => console.log(`${name} ${theme} ${size}: ${error.message}`));
  try {
    await page.goto(origin + screen.path);
    await screen.run(page, mock);
    await page.evaluate(() =>
      Promise.all(document.getAnimations().map((each) => each.finished.catch(() => undefined).constructor)),
    );
    await new Promise((resolve) => setTimeout(resolve, 250));
  } catch (error) {
    console.log(`${name} ${theme} ${size}: ${error.message.split('\n')[0]}`);
  }
  await page.screenshot({ path: `${OUT}${name}-${theme}-${size}.png` });
  await context.close();
}
