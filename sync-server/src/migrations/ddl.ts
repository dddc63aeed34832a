import { type Kysely, sql } from 'kysely'
import { dialectOf } from '../../../shared-types/src/store/dialect.ts'

/**
 * Runs statements separated by `;` that are written once for both databases: TEXT is text compared by its bytes, WHOLE a
 * whole number of 64 bits, BYTES a string of bytes.
 */
export async function runDdl<T>(db: Kysely<T>, statements: string): Promise<void> {
  const postgres = dialectOf(db) === 'postgres'
  const own = statements
    .replaceAll('TEXT', postgres ? 'text collate "C"' : 'text')
    .replaceAll('WHOLE', postgres ? 'bigint' : 'integer')
    .replaceAll('BYTES', postgres ? 'bytea' : 'blob')
  for (const statement of own.split(';')) if (statement.trim()) await sql.raw(statement).execute(db)
}
