import type { ApiFailure } from '../api.ts'

/** Whether the core refused a call in its own words. Anything else that was thrown is a bug of ours. */
export function isFailure(thrown: unknown): thrown is ApiFailure {
  return typeof thrown === 'object' && thrown !== null && !(thrown instanceof Error) && 'code' in thrown
}
