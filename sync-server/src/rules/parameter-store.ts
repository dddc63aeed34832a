import { run } from '../../../shared-types/src/store/statement.ts'
import type { Db } from '../store.ts'
import { RULES } from './all.ts'
import type { Parameters } from './rule.ts'

/** What a rule is set to on a day. */
export interface InForce {
  /** The highest number of the changes that hold; 0 where nobody has changed anything. */
  version: number
  /** Complete, and for all units without a value of their own. */
  parameters: Parameters
  /** Units with values of their own, which hold for them and all below unless a lower one has its own; complete too. */
  units: ReadonlyMap<string, Parameters>
}

/** A change stands in the place of all before it for its rule and unit. */
interface Change {
  version: number
  unit: string
  active: number
  /** JSON; '' for a unit that goes back to what holds above it. */
  parameters: string
}

/** In the unit column: everywhere. */
export const EVERYWHERE = ''

/** What a rule's parameters are on a day, for ever the same once the day has come. */
export async function parametersOn(db: Db, rule: string, day: string): Promise<InForce> {
  const changes = await holdingOn(db, rule, day)
  const defaults = RULES.find(({ id }) => id === rule)?.defaults ?? {}
  const complete = ({ parameters }: Change): Parameters => ({
    ...defaults,
    ...(parameters ? (JSON.parse(parameters) as Parameters) : {}),
  })
  const everywhere = changes.find(({ unit }) => unit === EVERYWHERE)
  const own = changes.filter(({ unit, parameters }) => unit !== EVERYWHERE && parameters !== '')
  return {
    version: Math.max(0, ...changes.map(({ version }) => Number(version))),
    parameters: everywhere ? complete(everywhere) : defaults,
    units: new Map(own.map(change => [change.unit, complete(change)])),
  }
}

/** Whether a rule judges at all on a day. */
export async function isOn(db: Db, rule: string, day: string): Promise<boolean> {
  const everywhere = (await holdingOn(db, rule, day)).find(({ unit }) => unit === EVERYWHERE)
  return everywhere === undefined || Number(everywhere.active) === 1
}

/** The last change of each unit that holds on a day. */
async function holdingOn(db: Db, rule: string, day: string): Promise<Change[]> {
  const rows = await run<Change>(db, HOLDING, [rule, day])
  return [...new Map(rows.map(row => [row.unit, row])).values()]
}

const HOLDING = `
  select version, unit, active, parameters from rule_changes
  where rule = ? and from_day <= ? and withdrawn_at = '' order by from_day, version`
