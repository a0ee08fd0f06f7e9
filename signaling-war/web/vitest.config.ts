import { defineConfig } from 'vitest/config';

// Vitest wants its configuration as the default export.
export default defineConfig({ test: { include: ['src/**/*.test.ts'], environment: 'node' } });
