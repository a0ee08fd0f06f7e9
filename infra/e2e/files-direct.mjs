import assert from 'node:assert/strict';
import { choose, downloaded, inState, send } from './files-hands.mjs';
import { asFile, large, MB } from './files-made.mjs';

/** Parts of a large file go from the browser to the store, which has an origin of its own. */
export function directSteps(step, people) {
  step('the bytes of a large file go to the store and not past the server', async () => {
    const { product, owner, guest } = people();
    const { page } = owner;
    const buffer = large(20 * MB);
    const sent = [];
    const listen = (request) => {
      const { origin, pathname } = new URL(request.url());
      if (!['GET', 'OPTIONS'].includes(request.method())) sent.push({ origin, pathname, method: request.method() });
    };
    page.on('request', listen);
    await choose(page, [asFile('straight.bin', 'application/octet-stream', buffer)]);
    await inState(page, 'straight.bin', 'done').waitFor();
    page.off('request', listen);

    const toStore = sent.filter(({ origin }) => origin === product.store);
    assert.deepEqual(toStore.map(({ method }) => method), ['PUT', 'PUT', 'PUT']);
    const toServer = sent.filter(({ origin, pathname }) => origin === product.url && pathname.startsWith('/api/uploads'));
    const bodies = toServer.filter(({ pathname }) => !/\/sessions$|\/urls$|\/complete$/.test(pathname));
    assert.deepEqual(bodies, [], 'no request to the server carried a part');

    await send(page, 'Straight');
    assert.ok((await downloaded(guest.page, 'Straight')).equals(buffer), 'the guest has the very bytes');
  });
}
