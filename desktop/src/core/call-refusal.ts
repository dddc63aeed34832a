import type { Problem } from '../../../shared-types/src/model/case.ts'

/** A refusal with its problems, for calls whose answer has no place for them. */
export class CallRefusal extends Error {
  readonly code:
    | 'arguments'
    | 'session'
    | 'forbidden'
    | 'not-found'
    | 'offline'
    | 'problems'
    | 'device'
    | 'too-large'
    | 'format'
    | 'server'
    | 'busy'
  /** Key of the sentence in the core's words. */
  readonly say: string
  readonly values: Readonly<Record<string, string | number>>
  readonly problems: readonly Problem[]

  constructor(
    code: CallRefusal['code'],
    say: string,
    values: CallRefusal['values'] = {},
    problems: readonly Problem[] = [],
  ) {
    super(`${code}: ${say}`)
    this.name = 'CallRefusal'
    this.code = code
    this.say = say
    this.values = values
    this.problems = problems
  }
}
