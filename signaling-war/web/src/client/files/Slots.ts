/** A few places for those who send; whoever asked first is served first. */
export class Slots {
  private readonly queue: (() => void)[] = [];

  constructor(private free: number) {}

  /** Runs `work` in a place of its own; throws the signal's reason when it fires while waiting. */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.enter(signal);
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private async enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.free > 0) {
      this.free--;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const called = (): void => {
        signal.removeEventListener('abort', gone);
        resolve();
      };
      const gone = (): void => {
        this.queue.splice(this.queue.indexOf(called), 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', gone, { once: true });
      this.queue.push(called);
    });
  }

  private leave(): void {
    const next = this.queue.shift();
    if (next) next();
    else this.free++;
  }
}
