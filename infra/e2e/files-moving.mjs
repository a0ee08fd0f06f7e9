import assert from 'node:assert/strict';
import { picture } from './browser.mjs';
import { isDrawn, message, moves, openSettings, send } from './files-hands.mjs';
import { asFile, drawn, movingGif, movingWebp, zip } from './files-made.mjs';

/** What moves: in messages, as faces, as emojis; and how banners and icons reach the other one without a reload. */
export function movingSteps(step, people) {
  step('a GIF and a WebP move, and stand still for whoever wants no motion', async () => {
    const { owner, guest } = people();
    await send(owner.page, 'Rolling ball', [asFile('ball.gif', 'image/gif', movingGif())]);
    await send(owner.page, 'Five colours', [asFile('small.webp', 'image/webp', await movingWebp())]);
    for (const name of ['Rolling ball', 'Five colours']) {
      const said = message(guest.page, name);
      await moves(said.getByTestId('moving').locator('img'), name);
      await said.getByTestId('motion-toggle').click();
      await said.getByTestId('thumbnail').waitFor();
      await said.getByTestId('moving').waitFor({ state: 'detached' });
    }
    await picture(guest, 'files-moving');
    await owner.page.emulateMedia({ reducedMotion: 'reduce' });
    await owner.page.getByTestId('moving').first().waitFor({ state: 'detached' });
    const still = message(owner.page, 'Five colours');
    await isDrawn(still.getByTestId('thumbnail'), 'the still');
    await picture(owner, 'files-still');
    await still.getByTestId('motion-toggle').click();
    await moves(still.getByTestId('moving').locator('img'), 'what was asked to');
    await owner.page.emulateMedia({ reducedMotion: 'no-preference' });
  });

  step('a moving face, a banner and a server icon reach the other one without a reload', async () => {
    const { owner, guest } = people();
    await openSettings(guest.page, 'profile');
    await changePicture(guest.page, 'avatar', asFile('me.gif', 'image/gif', movingGif({ width: 160 })));
    const [sky, night] = await drawn(guest.page, 2, { width: 1200, height: 400 });
    await changePicture(guest.page, 'banner', asFile('sky.jpg', 'image/jpeg', sky));
    await picture(guest, 'files-profile');

    await owner.page.getByTestId('member').filter({ hasText: 'Teo Marsé' }).click();
    const card = owner.page.getByRole('menu');
    await isDrawn(card.getByTestId('banner'), 'the banner');
    await moves(card.getByTestId('face'), 'the face');
    await picture(owner, 'files-member');
    const before = await card.getByTestId('banner').getAttribute('src');
    await changePicture(guest.page, 'banner', asFile('night.jpg', 'image/jpeg', night));
    await card.locator(`[data-testid=banner]:not([src="${before}"])`).waitFor();
    await owner.page.keyboard.press('Escape');
    await guest.page.keyboard.press('Escape');

    await openSettings(owner.page, 'server');
    const [icon] = await drawn(owner.page, 1, { width: 400, height: 400 });
    await changePicture(owner.page, 'icon', asFile('icon.jpg', 'image/jpeg', icon));
    await picture(owner, 'files-server');
    await isDrawn(guest.page.getByTestId('server-icon'), 'the icon');
    await owner.page.keyboard.press('Escape');
  });

  step('emojis come one by one, many at once and from a ZIP; a bomb is refused entry by entry', async () => {
    const { owner, guest } = people();
    const { page } = owner;
    const stars = await drawn(page, 3, { width: 96, height: 96, type: 'image/png' });
    await openSettings(page, 'emojis');
    const many = stars.slice(0, 2).map((png, index) => asFile(`star ${index + 1}.png`, 'image/png', png));
    await addEmojis(page, [asFile('Roll.gif', 'image/gif', movingGif({ width: 96, height: 96 })), ...many]);
    const archive = zip([
      ['lamp.png', stars[2]],
      ['more/chair.png', stars[0]],
    ]);
    await addEmojis(page, [asFile('furniture.zip', 'application/zip', archive)]);
    for (const name of ['roll', 'star_1', 'star_2', 'lamp', 'chair']) {
      await page.locator('[data-testid=emoji-row][data-state=done]').filter({ hasText: `:${name}:` }).waitFor();
    }
    const bomb = zip([
      ['boom.png', Buffer.alloc(48 * 1024 * 1024)],
      ['inner.png', zip([['x.png', stars[0]]])],
    ]);
    const refused = await addEmojis(page, [asFile('bomb.zip', 'application/zip', bomb)]);
    assert.deepEqual(refused.map(({ error }) => error?.code).sort(), ['file_too_large', 'unsupported_media_type']);
    const words = page.getByTestId('emoji-results').last();
    await words.filter({ hasText: /boom.*too large/i }).waitFor();
    await picture(owner, 'files-emojis-many');
    await page.keyboard.press('Escape');

    await send(page, 'All aboard :roll: :lamp:');
    const said = message(guest.page, 'All aboard');
    await moves(said.getByTestId('emoji').first().locator('img'), 'the emoji');
    await said.hover();
    await said.getByRole('button', { name: 'Add reaction' }).click();
    await guest.page.getByTestId('own-emoji').and(guest.page.locator('[aria-label*=roll]')).click();
    await moves(message(page, 'All aboard').getByTestId('reaction').getByTestId('emoji').locator('img'), 'the reaction');
    await guest.page.emulateMedia({ reducedMotion: 'reduce' });
    await said.getByTestId('emoji').first().locator('canvas').waitFor();
    await picture(guest, 'files-emoji-still');
    await guest.page.emulateMedia({ reducedMotion: 'no-preference' });
  });
}

async function changePicture(page, kind, file) {
  await page.getByTestId(`file-${kind}`).setInputFiles([file]);
  await page.getByTestId('crop-use').click();
  await page.getByTestId('crop').waitFor({ state: 'detached' });
  const setting = page.locator(`[data-testid=picture-${kind}]`);
  await setting.and(page.locator('[data-state=done]')).waitFor();
  await isDrawn(setting.locator('img'), `the ${kind}`);
}

/** Gives what the server said of each. */
async function addEmojis(page, files) {
  const answers = [];
  const listen = async (response) => {
    if (response.url().endsWith('/api/emojis')) answers.push(response.json());
  };
  page.on('response', listen);
  await page.getByTestId('emoji-files').setInputFiles(files);
  await page.getByTestId('emoji-add').click();
  await page.getByTestId('emoji-add').waitFor({ state: 'detached' });
  page.off('response', listen);
  return (await Promise.all(answers)).flatMap(({ results }) => results);
}
