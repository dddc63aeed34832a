import type { ServerError } from '../../../shared-types/src/protocol.ts'

/** The server could not be reached, or broke off: what was to be said is still to be said. */
export class ServerUnreachable extends Error {
  constructor(cause: unknown) {
    super('The server cannot be reached', { cause })
    this.name = 'ServerUnreachable'
  }
}

/** The server answered, and said no. */
export class ServerRefusal extends Error {
  readonly error: ServerError['error']
  readonly detail: string | undefined
  readonly status: number
  constructor(status: number, answer: Partial<ServerError>) {
    super(`The server refused: ${answer.error ?? status}`)
    this.name = 'ServerRefusal'
    this.error = answer.error ?? 'internal'
    this.detail = answer.detail
    this.status = status
  }
}
