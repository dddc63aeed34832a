import type { Migration } from 'kysely/migration'
import { runDdl } from './ddl.ts'

/** The pairs by which codes of cases are signed; what is sealed of a private key opens with the server's own alone. */
export const codeKeys: Migration = {
  up: db =>
    runDdl(
      db,
      `create table code_keys (
        id TEXT primary key, algorithm TEXT not null, public_key TEXT not null, private text not null,
        made_at TEXT not null, ended_at TEXT)`,
    ),
}
