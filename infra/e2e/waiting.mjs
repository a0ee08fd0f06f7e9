import { setTimeout as pause } from 'node:timers/promises';

/** How long the product may take to start; the first time it is built. */
export const START_MS = 900_000;
export const STOP_MS = 60_000;
/** For the hook that starts it: a start that fails still ends and tidies what it began. */
export const BEFORE_MS = START_MS + 2 * STOP_MS;
/** How long a condition may take to become true. Generous: a slow machine is no fault of the product. */
export const DEADLINE_MS = 60_000;
/** How long a test may take that waits for several conditions. */
export const TEST_MS = 240_000;

/** The promise's value, or an error that says what has not happened. */
export async function withDeadline(promise, withinMs, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Not within ${withinMs} ms: ${what}.`)), withinMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Probes until it is done and gives its value; when the time is up, says what was not yet true. */
export async function eventually(what, probe, withinMs = DEADLINE_MS) {
  const deadline = Date.now() + withinMs;
  let last;
  do {
    last = await probe();
    if (last.done) return last.value;
    await pause(100);
  } while (Date.now() < deadline);
  throw new Error(`Not within ${withinMs} ms: ${what}. Last seen: ${JSON.stringify(last.value)}`);
}
