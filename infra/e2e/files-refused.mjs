import assert from 'node:assert/strict';
import { picture } from './browser.mjs';
import { choose, inState, message, network, onItsWay, row } from './files-hands.mjs';
import { asFile, large, MB } from './files-made.mjs';

/** As much as a member of this story may keep. */
export const MEMBER_BYTES = 96 * MB;

/** What does not arrive is said in the composer, and the words stay. */
export function refusedSteps(step, people) {
  step('an upload that is cancelled in the middle is let go on both sides, and the words stay', async () => {
    const { page } = people().guest;
    await network(people().guest, { bytesPerSecond: 2 * MB });
    await page.getByTestId('editor').fill('What I wanted to say');
    await choose(page, [asFile('slow.bin', 'application/octet-stream', large(12 * MB))]);
    await onItsWay(page, 'slow.bin', 0.1);
    const [given] = await Promise.all([
      page.waitForResponse((response) => response.request().method() === 'DELETE' && response.url().includes('/sessions/')),
      row(page, 'slow.bin').getByTestId('upload-remove').click(),
    ]);
    assert.equal(given.status(), 204);
    await network(people().guest);
    await row(page, 'slow.bin').waitFor({ state: 'detached' });
    assert.equal(await page.getByTestId('editor').inputValue(), 'What I wanted to say');
  });

  step('a file above the limit and one above the quota are refused before a byte is sent', async () => {
    const { owner, guest } = people();
    const { page } = guest;
    const bodies = [];
    const listen = (request) => {
      if (request.url().includes('/api/uploads') && request.method() !== 'GET') bodies.push(request.url());
    };
    page.on('request', listen);
    await choose(page, [asFile('film of the whole evening.bin', 'application/octet-stream', Buffer.alloc(26 * MB))]);
    const tooLarge = inState(page, 'film of the whole evening.bin', 'failed');
    await tooLarge.filter({ hasText: /larger than 2[56] MB, the most that this server takes/ }).waitFor();
    assert.deepEqual(bodies, []);
    page.off('request', listen);

    // All of them together do not fit; those that do begin.
    await network(guest, { bytesPerSecond: 100_000 });
    await chooseEmpty(page, ['one.bin', 'two.bin', 'three.bin', 'four.bin'], 24);
    const full = inState(page, 'four.bin', 'failed');
    await full.filter({ hasText: /It does not fit into your space: 7[0-9] MB of .* are used/ }).waitFor();
    await picture(guest, 'files-refused');
    for (const name of ['one.bin', 'two.bin', 'three.bin']) await row(page, name).getByTestId('upload-remove').click();
    await network(guest);
    assert.equal(await page.getByTestId('editor').inputValue(), 'What I wanted to say');
    await page.getByTestId('editor').press('Enter');
    await message(owner.page, 'What I wanted to say').waitFor();
    await page.getByTestId('upload').first().waitFor({ state: 'detached' });
  });
}

/** Made in the page: nobody needs to carry so many bytes there. */
function chooseEmpty(page, names, megabytes) {
  return page.getByTestId('file-input').evaluate(
    (input, [all, count]) => {
      const megabyte = new Uint8Array(1024 * 1024);
      const transfer = new DataTransfer();
      for (const name of all) transfer.items.add(new File(Array(count).fill(megabyte), name));
      input.files = transfer.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    },
    [names, megabytes],
  );
}
