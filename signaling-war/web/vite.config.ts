import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env['TERTULIA_URL'] ?? 'http://127.0.0.1:9080';
const proxied = { target: server, changeOrigin: false, ws: true };

// Vite wants its configuration as the default export; nothing else in this tree has one.
export default defineConfig({
  plugins: [react()],
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
