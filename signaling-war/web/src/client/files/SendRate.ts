const WINDOW_MS = 5_000;
/** A shorter look at the line says more about buffers than about the line. */
const ENOUGH_MS = 800;

interface Sample {
  readonly atMs: number;
  readonly sent: number;
}

/** How fast bytes leave, over the last seconds. The clock is the caller's. */
export class SendRate {
  private samples: Sample[] = [];

  record(sent: number, nowMs: number): void {
    const last = this.samples.at(-1);
    // Bytes that have to go again: what was measured before says nothing any more.
    if (last && sent < last.sent) this.samples = [];
    this.samples.push({ atMs: nowMs, sent });
    while ((this.samples[1]?.atMs ?? Infinity) <= nowMs - WINDOW_MS) this.samples.shift();
  }

  /** Null until enough has been seen. */
  bytesPerSecond(): number | null {
    const first = this.samples[0];
    const last = this.samples.at(-1);
    if (!first || !last || last.atMs - first.atMs < ENOUGH_MS) return null;
    return ((last.sent - first.sent) * 1000) / (last.atMs - first.atMs);
  }

  secondsLeft(remaining: number): number | null {
    const rate = this.bytesPerSecond();
    return rate === null || rate <= 0 ? null : Math.ceil(remaining / rate);
  }

  forget(): void {
    this.samples = [];
  }
}
