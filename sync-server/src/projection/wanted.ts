import type { Case } from '../../../shared-types/src/model/case.ts'
import type { CaseStore } from '../../../shared-types/src/store/case-store.ts'
import { list, run } from '../../../shared-types/src/store/statement.ts'
import type { Db } from '../store.ts'
import type { Fed } from './feeds.ts'
import type { Ground } from './ground.ts'
import { type Row, rowOf } from './rows.ts'

/** The rows that these cases should have by what they are now; those that are gone should have none. */
export async function wantedRows(
  db: Db,
  cases: CaseStore,
  fed: Fed,
  ids: readonly string[],
  ground: Ground,
): Promise<Map<string, Row | undefined>> {
  if (fed.name === 'venues') return venueRows(db, cases, fed, ids, ground)
  const found = await cases.get(ids)
  return new Map(ids.map(id => [id, found.has(id) ? rowOf(fed, found.get(id)!, ground) : undefined]))
}

/**
 * A venue is known by its code alone, and two cases may bear the same for a while: then the one that was registered first
 * counts. So with a case go all those that bear, or bore, its code.
 */
async function venueRows(
  db: Db,
  cases: CaseStore,
  fed: Extract<Fed, { name: 'venues' }>,
  ids: readonly string[],
  ground: Ground,
): Promise<Map<string, Row | undefined>> {
  const known = await run<{ id: string; venue: string }>(
    db,
    `select id, venue from rule_venues where id in (${list(ids.length)})`,
    ids,
  )
  const own = [...(await cases.get(ids)).values()]
  const codes = new Set([...known.map(row => row.venue), ...own.map(c => codeOf(fed, c))])
  const wanted = new Map<string, Row | undefined>(ids.map(id => [id, undefined]))
  for (const code of codes) {
    if (!code) continue
    const bearers = await cases.byKeys(fed.kind, { [fed.feed.venue]: code }, MANY)
    const rows = bearers.map(c => rowOf(fed, c, ground)).filter(row => row !== undefined)
    for (const { id } of bearers) wanted.set(id, undefined)
    for (const { id } of await run<{ id: string }>(db, 'select id from rule_venues where venue = ?', [code]))
      if (!wanted.has(id)) wanted.set(id, undefined)
    const [first] = rows.sort(byRegistration)
    if (first) wanted.set(String(first[0]), first)
  }
  return wanted
}

/** Cases that may bear one code. */
const MANY = 1000

const codeOf = ({ feed }: Extract<Fed, { name: 'venues' }>, c: Case): string => String(c.data[feed.venue] ?? '')

const byRegistration = (a: Row, b: Row): number => (`${a[5]} ${a[0]}` < `${b[5]} ${b[0]}` ? -1 : 1)
