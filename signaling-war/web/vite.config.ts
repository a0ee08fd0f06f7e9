import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const server = process.env['TERTULIA_URL'] ?? 'http://127.0.0.1:9080';
const proxied = { target: server, changeOrigin: false, ws: true };

/**
 * Only our own files may run or be shown; blobs are pictures that were fetched with a token. Connections are bounded by the
 * server's header, which alone knows where an object store takes uploads.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "connect-src 'self' ws: wss: http: https:",
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** In the built page only: Vite's own development scripts are inline. */
const contentSecurityPolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY },
      injectTo: 'head-prepend',
    },
  ],
};

// Vite wants its configuration as the default export; nothing else in this tree has one.
export default defineConfig({
  plugins: [react(), contentSecurityPolicy],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // A strict content security policy has no place for data: URLs of our own.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'livekit', test: /node_modules[\\/]livekit-client/ },
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
          ],
        },
      },
    },
  },
  server: {
    proxy: { '/api': proxied, '/socket.io': proxied, '/rtc': proxied, '/health': proxied, '/.well-known': proxied },
  },
});
