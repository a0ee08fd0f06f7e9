import { test } from 'node:test';
import { openBrowser, person, picture } from './browser.mjs';
import { runningProduct } from './product.mjs';
import { TEST_MS } from './waiting.mjs';

/**
 * A fresh product, and two people with a browser window each: who will own the server, and who will be their guest.
 * `environment` are settings of the product; one that was given has to have them.
 */
export async function twoPeople({ environment } = {}) {
  const product = await runningProduct({ environment });
  let browser;
  const close = async () => {
    await browser?.close();
    await product.stop();
  };
  try {
    browser = await openBrowser();
    return { product, owner: await person(browser, 'owner'), guest: await person(browser, 'guest'), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A way to write a story: steps that follow on each other. One that fails leaves a picture of what everybody saw. */
export function storyOf(everybody, failure) {
  return (name, work) =>
    test(name, { timeout: TEST_MS }, async () => {
      try {
        await work();
      } catch (error) {
        for (const someone of everybody()) await picture(someone, failure).catch(() => {});
        const troubles = everybody().flatMap((someone) => someone.troubles);
        error.message += `\nIn the browsers' consoles:\n${troubles.slice(-20).join('\n')}`;
        throw error;
      }
    });
}

export async function fillAccount(page, username, displayName) {
  await page.locator('[name=displayName]').fill(displayName);
  await page.locator('[name=username]').fill(username);
  await page.locator('[name=password]').fill('four unrelated words here');
  await page.getByTestId('account-form').locator('[type=submit]').click();
}
