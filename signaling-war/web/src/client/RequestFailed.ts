import type { LocalCode, Problem } from '../protocol/problem';
import { isProblem } from '../protocol/problem';

/** A request that was refused, or that nobody answered. */
export class RequestFailed extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
    this.name = 'RequestFailed';
  }

  get code(): Problem['error'] {
    return this.problem.error;
  }

  static local(error: LocalCode, message: string): RequestFailed {
    return new RequestFailed({ ok: false, error, message });
  }
}

/** Any thrown thing as a problem that can be shown. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof RequestFailed) return thrown.problem;
  if (isProblem(thrown)) return thrown;
  return { ok: false, error: 'internal', message: thrown instanceof Error ? thrown.message : String(thrown) };
}
