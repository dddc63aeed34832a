import type { Migration } from 'kysely/migration'
import { runDdl } from './ddl.ts'

/** The key pairs of the deployment: one row. Private parts are PKCS#8, encrypted where the configuration has a secret. */
export const serverKeys: Migration = {
  up: db =>
    runDdl(
      db,
      `create table server_keys (
        one WHOLE primary key check (one = 1), sign_public TEXT not null, seal_public TEXT not null,
        private text not null, salt TEXT, made_at TEXT not null)`,
    ),
}
