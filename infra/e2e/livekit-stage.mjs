import { openBrowser } from './livekit-page.mjs';
import { minter } from './livekit-token.mjs';
import { runningProduct } from './product.mjs';

/** What every test of media begins with: a running product, a way to mint tokens for it, and a browser of stock pages. */
export async function openStage() {
  const product = await runningProduct();
  const browser = await openBrowser().catch(async (error) => {
    await product.stop();
    throw error;
  });
  return {
    product,
    browser,
    mint: minter(product.data),
    signal: signalUrl(product),
    async close() {
      await browser.close();
      await product.stop();
    },
  };
}

export const signalUrl = (product) => product.url.replace(/^http/, 'ws');
