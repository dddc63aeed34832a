import type { ApiFailure } from '../api.ts'

/** Whatever a call rejected with, as a failure to show. */
export function toFailure(thrown: unknown, text: string): ApiFailure {
  if (isFailure(thrown)) return thrown
  return { code: 'internal', text }
}

/** Whether something thrown is a failure worded by the core. */
function isFailure(thrown: unknown): thrown is ApiFailure {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'text' in thrown
}
