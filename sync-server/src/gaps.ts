import { gapAccount, type NumberUse } from '../../shared-types/src/engine/numbers.ts'
import type { Kinds, Series } from '../../shared-types/src/model/domain.ts'
import type { GapAccount } from '../../shared-types/src/protocol.ts'
import { leasesOf } from './leases.ts'
import { leaseOf, numberingOf } from './numbers.ts'
import type { Db, Store } from './store.ts'
import type { ServerTables } from './tables.ts'

/**
 * What became of each number of a series and year, of those units where the format counts by unit. A number is void when
 * its case ended in the state to which a spoilt print leads.
 */
export async function gapsOf(
  store: Store,
  name: string,
  series: Series,
  year: number,
  units: readonly string[],
): Promise<GapAccount> {
  return store.read(async db => {
    const numberings = new Map(units.map(unit => numberingOf(series, name, year, unit)).map(n => [n.unit, n]))
    const rows: GapAccount['rows'] = []
    for (const numbering of numberings.values()) {
      const leases = (await leasesOf(db, numbering)).map(leaseOf)
      const uses = await usesOf(db, store.kinds, numbering)
      rows.push(...gapAccount(leases, uses))
    }
    return { series: name, year, rows }
  })
}

async function usesOf(
  db: Db,
  kinds: Kinds,
  numbering: { series: string; year: number; unit: string },
): Promise<NumberUse[]> {
  const rows = await db
    .selectFrom('number_uses')
    .leftJoin('cases', 'cases.id', 'number_uses.case_id')
    .select(['number', 'number_uses.type', 'station', 'verdict', 'case_id', 'cases.state'])
    .where('series', '=', numbering.series)
    .where('numbering_year', '=', numbering.year)
    .where('numbering_unit', '=', numbering.unit)
    .orderBy('number')
    // A number may be refused, and used when its event was put right: what was accepted counts.
    .orderBy('verdict', 'desc')
    .execute()
  return rows.map(row => ({
    number: row.number,
    station: row.station,
    fate: fateOf(kinds, row.type, row.verdict, row.state),
    caseId: row.case_id,
  }))
}

function fateOf(
  kinds: Kinds,
  type: string,
  verdict: ServerTables['number_uses']['verdict'],
  state: string | null,
): NumberUse['fate'] {
  if (verdict === 'refused') return 'refused'
  return state !== null && voidStates(kinds, type).has(state) ? 'void' : 'used'
}

/** Final states to which the step leads that records a spoilt print. */
function voidStates(kinds: Kinds, type: string): ReadonlySet<string> {
  const workflow = kinds.get(type)?.record.workflow
  if (!workflow) return new Set()
  const steps = Object.values(workflow.steps).flatMap(step => step.prints?.outcome?.void ?? [])
  return new Set(steps.flatMap(name => workflow.steps[name]?.to ?? []).filter(state => workflow.states[state]?.final))
}
