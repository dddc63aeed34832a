import type { RuleChangeLine, RuleLine, RuleParameters } from '../../../shared-types/src/protocol-rules.ts'
import type { Directory } from '../directory.ts'
import type { Db } from '../store.ts'
import type { ServerTables } from '../tables.ts'
import { RULES } from './all.ts'
import { EVERYWHERE, isOn, parametersOn } from './parameter-store.ts'
import type { Rule } from './rule.ts'
import type { RulePowers } from './rule-powers.ts'

/** So many of the newest changes of a rule are shown. */
const SHOWN = 100

/** Every rule as it is set today, with its changes: those of everywhere, of the own units, and of the units above those. */
export async function ruleLines(
  db: Db,
  directory: Pick<Directory, 'units'>,
  powers: RulePowers,
  today: string,
): Promise<RuleLine[]> {
  const seen = seenUnits(directory, powers)
  const lines: RuleLine[] = []
  for (const rule of RULES) {
    const { version, parameters, units } = await parametersOn(db, rule.id, today)
    const own = [...units].filter(([unit]) => seen.has(unit)).map(([unit, values]) => ({ unit, parameters: values }))
    const on = await isOn(db, rule.id, today)
    lines.push({ ...fixed(rule), on, version, parameters, units: own, changes: await changesOf(db, rule.id, seen) })
  }
  return lines
}

const fixed = ({ id, bounds, defaults, byUnit }: Rule) => ({
  id,
  bounds,
  defaults,
  byUnit: byUnit === true,
})

function seenUnits({ units }: Pick<Directory, 'units'>, powers: RulePowers): ReadonlySet<string> {
  const parent = new Map(units.map(unit => [unit.id, unit.parent]))
  const seen = new Set([EVERYWHERE, ...powers.units])
  for (const unit of powers.units)
    for (let at = parent.get(unit); at !== undefined && !seen.has(at); at = parent.get(at)) seen.add(at)
  return seen
}

async function changesOf(db: Db, rule: string, seen: ReadonlySet<string>): Promise<RuleChangeLine[]> {
  const rows = await db
    .selectFrom('rule_changes')
    .selectAll()
    .where('rule', '=', rule)
    .orderBy('version', 'desc')
    .execute()
  return rows
    .filter(({ unit }) => seen.has(unit))
    .slice(0, SHOWN)
    .map(lineOf)
}

const lineOf = (row: ServerTables['rule_changes']): RuleChangeLine => ({
  version: Number(row.version),
  rule: row.rule,
  ...(row.unit !== EVERYWHERE && { unit: row.unit }),
  from: row.from_day,
  on: Number(row.active) === 1,
  ...(row.parameters && { parameters: JSON.parse(row.parameters) as RuleParameters }),
  setBy: row.set_by,
  setAt: row.set_at,
  reason: row.reason,
  ...(row.rehearsal && { rehearsed: true as const }),
  ...(row.withdrawn_by && { withdrawnBy: row.withdrawn_by }),
})
