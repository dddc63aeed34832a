import { CompiledQuery, type Kysely } from 'kysely'
import { dialectOf } from './dialect.ts'

/** Any Kysely, whatever its tables. */
type Executor = Pick<Kysely<unknown>, 'executeQuery' | 'getExecutor'>

/** What a statement takes for one `?`. */
export type Parameter = string | number | null

/**
 * Runs a statement whose text is written out, with `?` for each parameter in order. For the few that run for every
 * event: building and compiling a query takes several times as long as SQLite takes to answer it. `?` must be nothing
 * else in the text. Answers its rows.
 */
export async function run<R>(db: Executor, text: string, parameters: readonly Parameter[] = []): Promise<R[]> {
  const numbered = dialectOf(db) === 'postgres' ? inNumbers(text) : text
  const { rows } = await db.executeQuery(CompiledQuery.raw(numbered, [...parameters]))
  return rows as R[]
}

/** `count` times `?`, or another item, separated by commas. */
export const list = (count: number, item = '?'): string => new Array(count).fill(item).join(', ')

function inNumbers(text: string): string {
  const parts = text.split('?')
  return parts.reduce((all, part, i) => `${all}$${i}${part}`)
}
