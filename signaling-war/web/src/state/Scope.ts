/** Owns subscriptions and timers; closing it ends them all, once. */
export class Scope {
  private readonly ends: (() => void)[] = [];
  private closed = false;

  add(end: () => void): void {
    if (this.closed) end();
    else this.ends.push(end);
  }

  listen(target: EventTarget, type: string, listener: (event: Event) => void): void {
    target.addEventListener(type, listener);
    this.add(() => {
      target.removeEventListener(type, listener);
    });
  }

  close(): void {
    this.closed = true;
    for (const end of this.ends.splice(0).reverse()) end();
  }
}
