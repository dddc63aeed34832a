import type { ServerError } from '../../shared-types/src/protocol.ts'

/** An answer other than the one that was asked for. Thrown by routes, sent by the error handler. */
export class Refusal extends Error {
  readonly status: number
  readonly answer: ServerError
  constructor(status: number, error: ServerError['error'], detail?: string) {
    super(error)
    this.name = 'Refusal'
    this.status = status
    this.answer = { error, ...(detail !== undefined && { detail }) }
  }
}

/** The database is busy, restarting or out of reach: the same request may succeed in a moment. */
export function isTransient(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  return /^(SQLITE_BUSY|SQLITE_LOCKED|SQLITE_FULL|SQLITE_IOERR|40001|40P01|53|57P|08|ECONN|EPIPE|ETIMEDOUT)/.test(code)
}

/** Refuses what is not theirs to do. */
export function demand(allowed: boolean): void {
  if (!allowed) throw new Refusal(403, 'forbidden')
}

/** Refuses what does not fit the rest; `what` names the part that is wrong. */
export function fits(ok: boolean, what: string): void {
  if (!ok) throw new Refusal(409, 'bad-request', what)
}
