import type { ReadDirectory } from '../directory.ts'
import type { Store } from '../store.ts'

/** What following the log takes. */
export interface FollowParts {
  store: Store
  directory: ReadDirectory
  /** ISO 8601 in UTC. */
  now: () => string
}
