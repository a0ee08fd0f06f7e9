import assert from 'node:assert/strict';
import { picture } from './browser.mjs';
import { choose, inState, openSettings, row } from './files-hands.mjs';
import { asFile, large } from './files-made.mjs';

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };

/** Every page about files in both themes, on a desk and on a telephone: pictures to look at, and nothing wider than its place. */
export function viewSteps(step, people) {
  step('every page about files fits in both themes, wide and narrow', async () => {
    const { owner } = people();
    const { page } = owner;
    await looks(owner, 'messages');
    for (const which of ['profile', 'appearance', 'server', 'emojis', 'files']) {
      await openSettings(page, which);
      await looks(owner, which);
      await page.keyboard.press('Escape');
    }
    const name = 'a name that is longer than any place for it, in_one_word_that_nobody_could_break_anywhere.bin';
    await choose(page, [
      asFile(name, 'application/octet-stream', large(1000)),
      asFile('too large.bin', 'application/octet-stream', Buffer.alloc(26 * 1024 * 1024)),
    ]);
    await inState(page, name, 'done').waitFor();
    await looks(owner, 'composer');
    for (const each of [name, 'too large.bin']) await row(page, each).getByTestId('upload-remove').click();
  });
}

async function looks(someone, what) {
  const { page } = someone;
  for (const [size, measures] of Object.entries({ wide: WIDE, narrow: NARROW })) {
    await page.setViewportSize(measures);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await picture(someone, `files-view-${what}-${size}-${colorScheme}`);
    }
    assert.deepEqual(await page.evaluate(tooWide), [], `${what}, ${size}`);
  }
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Runs in the page: what would have to be scrolled sideways. A region with a name of its own may. */
function tooWide() {
  return [...document.querySelectorAll('html, dialog[open] *, main *')]
    .filter((each) => each.getAttribute('role') !== 'region' && each.scrollWidth > each.clientWidth + 1)
    .filter((each) => each === document.documentElement || /auto|scroll/.test(getComputedStyle(each).overflowX))
    .map((each) => `${each.tagName} ${each.className}: ${each.scrollWidth} in ${each.clientWidth}`);
}
