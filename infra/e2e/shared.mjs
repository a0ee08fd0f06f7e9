// node shared.mjs FILE...: plays these files on one product, one after the other; its start takes longer than most of them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ownProduct } from './product.mjs';

const { url, ownerLink, data, nodeMetrics, stop } = await ownProduct();
const player = spawn(process.execPath, ['--test', '--test-concurrency=1', ...process.argv.slice(2)], {
  cwd: fileURLToPath(new URL('.', import.meta.url)),
  env: {
    ...process.env,
    TERTULIA_E2E_URL: url,
    TERTULIA_E2E_OWNER_LINK: ownerLink,
    TERTULIA_E2E_DATA: data,
    TERTULIA_E2E_NODE_METRICS: nodeMetrics,
  },
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => player.kill(signal));
const [code] = await once(player, 'exit');
await stop();
process.exitCode = code ?? 1;
