import { kindOf } from '../../../shared-types/src/engine/kinds.ts'
import type { Kinds } from '../../../shared-types/src/model/domain.ts'
import type { Follower } from './projection.ts'
import { clearSearch, createSearchTables, indexCases, removeCases, searchCaseOf } from './search.ts'

/** The search index as it follows the projection. */
export const searchFollower = (kinds: Kinds): Follower => ({
  create: createSearchTables,
  put: (db, cases) =>
    indexCases(
      db,
      cases.map(c => searchCaseOf(kindOf(kinds, c.type), c)),
    ),
  remove: removeCases,
  clear: clearSearch,
})
