// Lets players ask for pieces of a file. <audio> and <video> send no token, so their requests for /api/uploads/files/…?play
// come here and go on with one that the page gives. Nothing is kept: the server decides about each piece.

const TOKEN_WITHIN_MS = 10_000;

self.addEventListener('install', () => void self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  const ours = url.origin === self.location.origin && url.pathname.startsWith('/api/uploads/files/');
  if (ours && url.searchParams.has('play')) event.respondWith(piece(event, url));
});

async function piece({ clientId, request }, url) {
  const headers = new Headers({ authorization: `Bearer ${await bearerFrom(clientId)}` });
  const range = request.headers.get('range');
  if (range !== null) headers.set('range', range);
  return fetch(url.pathname, { headers, cache: 'no-store', signal: request.signal });
}

/** A worker outlives none of its pages; the token stays with the page, which knows when to renew it. */
async function bearerFrom(clientId) {
  const page = await self.clients.get(clientId);
  if (!page) throw new Error('The page that plays is gone.');
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    const timer = setTimeout(() => reject(new Error('The page gave no token.')), TOKEN_WITHIN_MS);
    port1.onmessage = ({ data }) => {
      clearTimeout(timer);
      port1.close();
      if (typeof data === 'string') resolve(data);
      else reject(new Error('Nobody is logged in.'));
    };
    page.postMessage({ kind: 'bearer' }, [port2]);
  });
}
