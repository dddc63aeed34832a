import type { Migration } from 'kysely/migration'
import { runDdl } from './ddl.ts'

/** The newest cases of one unit in one state: without it a rare state is looked for through all of a unit's cases. */
export const caseList: Migration = {
  up: db => runDdl(db, 'create index cases_unit_state on cases (type, unit, state, newest, id)'),
}
