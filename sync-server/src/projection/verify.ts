import type { Kinds } from '../../../shared-types/src/model/domain.ts'
import { sqlCaseStore } from '../../../shared-types/src/store/sql-case-store.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import type { Db } from '../store.ts'
import { type Fed, feedsOf } from './feeds.ts'
import { type Ground, groundOf } from './ground.ts'
import type { FollowParts } from './parts.ts'
import { isBehind } from './place.ts'
import { differences, rowsIn } from './put-rows.ts'
import { stationRows, stationsRead } from './stations.ts'
import { TABLES } from './tables.ts'
import { wantedRows } from './wanted.ts'

export interface Verified {
  /** Cases that the rules read, registrations left out. */
  cases: number
  /** One sentence for each table that is not what the cases say. */
  problems: string[]
}

/** Compares what the rules read with the cases that it comes from, all of them, on one unchanging view. */
export async function verifyRules({ store, directory }: Pick<FollowParts, 'store' | 'directory'>): Promise<Verified> {
  const { kinds } = store
  const organisation = await directory(store.db)
  const ground = groundOf(kinds, organisation)
  return store.read(async db => {
    if (await isBehind(db, organisation)) return { cases: 0, problems: ['the log has not been followed to its end'] }
    const counts = new Map<string, number>()
    const wrong = (name: string, count: number) => counts.set(name, (counts.get(name) ?? 0) + count)
    let cases = 0
    for (const fed of [...feedsOf(kinds).values()].flat()) {
      if (fed.name === 'residents' || fed.name === 'employments') continue
      const compared = await compare({ db, kinds, ground, fed })
      cases += compared.cases
      wrong(TABLES[fed.name].name, compared.wrong)
    }
    for (const { name } of Object.values(TABLES)) wrong(name, await numberOf(db, ORPHANS.replaceAll('TABLE', name)))
    wrong('station_days', await numberOf(db, MISCOUNTED))
    const same = JSON.stringify(await stationsRead(db)) === JSON.stringify(stationRows(organisation.units))
    wrong('rule_stations', same ? 0 : 1)
    const problems = [...counts].filter(([, count]) => count)
    return { cases, problems: problems.map(([name, count]) => `${name}: ${count} rows are not what the cases say`) }
  })
}

/** Cases of one statement. */
const TOGETHER = 500

interface Comparing {
  db: Db
  kinds: Kinds
  ground: Ground
  fed: Exclude<Fed, { name: 'residents' | 'employments' }>
}

async function compare({ db, kinds, ground, fed }: Comparing): Promise<{ cases: number; wrong: number }> {
  const store = sqlCaseStore(db, kinds)
  const table = TABLES[fed.name]
  const count = { cases: 0, wrong: 0 }
  for (let after = ''; ; ) {
    const rows = await run<{ id: string }>(
      db,
      `select id from cases where type = ? and id > ? order by id limit ${TOGETHER}`,
      [fed.kind.type, after],
    )
    const ids = rows.map(({ id }) => id)
    if (ids.length === 0) return count
    after = ids.at(-1)!
    const wanted = await wantedRows(db, store, fed, ids, ground)
    const own = new Map(ids.map(id => [id, wanted.get(id)]))
    count.cases += ids.length
    count.wrong += differences(await rowsIn(db, table, ids), own).size
  }
}

const ORPHANS = 'select count(*) as count from TABLE t where not exists (select 1 from cases c where c.id = t.id)'

/** Stations and days whose number of applications is another, by what stands on one side and not on the other. */
const MISCOUNTED = `
  select count(*) as count from (
    select coalesce(d.station, a.station) from station_days d
    full join (select station, day, count(*) as n from rule_applications group by station, day) a
      on a.station = d.station and a.day = d.day
    where coalesce(d.count, 0) <> coalesce(a.n, 0)) as wrong`

async function numberOf(db: Db, text: string): Promise<number> {
  const [row] = await run<{ count: number }>(db, text)
  return row!.count
}
