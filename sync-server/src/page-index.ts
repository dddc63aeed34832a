import { setTimeout } from 'node:timers/promises'
import { dialectOf } from '../../shared-types/src/store/dialect.ts'
import { run } from '../../shared-types/src/store/statement.ts'
import { addTokens } from './page-texts.ts'
import type { Db, Store } from './store.ts'

/** Pages of one part, and the pause behind it in which others are served, ms. */
const PART = 100
const PAUSE = 20

/**
 * Makes the index over the text of pages anew where it has none of them: after a restore, whose backup does not carry it.
 * Answers how many pages it took in; ends early when `stopping`, and goes on at the next start.
 */
export async function indexPages(store: Store, stopping: AbortSignal): Promise<number> {
  let count = 0
  while (!stopping.aborted) {
    const taken = await store.through(() => store.db.transaction().execute(indexPart))
    count += taken
    if (taken < PART) break
    await setTimeout(PAUSE)
  }
  return count
}

/** A page that comes in is put into the index at once, so that what it lacks are the oldest: it grows downwards from them. */
async function indexPart(db: Db): Promise<number> {
  const oldest =
    dialectOf(db) === 'postgres' ? 'min(at) as at from page_tokens' : 'min(id) as at from page_tokens_docsize'
  const [first] = await run<{ at: number | null }>(db, `select ${oldest}`)
  const rows = await run<{ at: number; plain: string }>(
    db,
    `select at, plain from page_texts where at < ? order by at desc limit ${PART}`,
    [Number(first?.at ?? Number.MAX_SAFE_INTEGER)],
  )
  for (const row of rows) await addTokens(db, Number(row.at), row.plain)
  return rows.length
}
