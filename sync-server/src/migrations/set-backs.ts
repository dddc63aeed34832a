import type { Migration } from 'kysely/migration'
import { runDdl } from './ddl.ts'

/** Numbers that this database never gave, because a restore leapt over them. */
export const setBacks: Migration = {
  up: db => runDdl(db, 'create table set_backs (first WHOLE primary key, last WHOLE not null)'),
}
