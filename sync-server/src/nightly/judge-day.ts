import { lineOf } from '../../../shared-types/src/engine/organisation.ts'
import type { Directory } from '../directory.ts'
import { exemptionsOn, type IsExempt } from '../rules/exemptions.ts'
import { type InForce, isOn, parametersOn } from '../rules/parameter-store.ts'
import type { Alert, Parameters, Rule, RuleDay } from '../rules/rule.ts'
import { alertUnits } from './alert-units.ts'

/** What a rule calls for, with the unit that it concerns and the parameters by which it was judged. */
export interface Found {
  alert: Alert
  unit: string
  parameters: Parameters
}

/** `version` is that of the parameters in force, `parameters` those that hold where no unit has its own. */
export interface Judged {
  found: Found[]
  version: number
  parameters: Parameters
}

/**
 * Judges a day of a rule as it is set on that day: each unit by its own parameters where it or one above it has some, and
 * without what is exempt. A rule that is switched off finds nothing.
 */
export async function judgeDay(at: RuleDay, rule: Rule, directory: Pick<Directory, 'units'>): Promise<Judged> {
  const { db, day } = at
  const held = await parametersOn(db, rule.id, day)
  const { version, parameters } = held
  if (!(await isOn(db, rule.id, day))) return { found: [], version, parameters }
  const found = await judgeBy(at, rule, directory, held, await exemptionsOn(db, rule.id, day))
  return { found, version, parameters }
}

/** The same by given parameters and exemptions: what a rehearsal tries is judged as the night judges. */
export async function judgeBy(
  at: RuleDay,
  rule: Rule,
  directory: Pick<Directory, 'units'>,
  { parameters, units }: Pick<InForce, 'parameters' | 'units'>,
  isExempt: IsExempt,
): Promise<Found[]> {
  const { db } = at
  const of = (unit: string) => {
    const own = lineOf(directory.units, unit).find(id => units.has(id))
    return own === undefined ? parameters : units.get(own)!
  }
  const found: Found[] = []
  for (const [key, set] of distinct([parameters, ...units.values()])) {
    const alerts = await rule.judge(at, { ...rule.defaults, ...set })
    const concerned = await alertUnits(db, directory, rule.id, alerts)
    for (const [i, alert] of alerts.entries()) {
      const unit = concerned[i]!
      if (keyOf(of(unit)) === key && !isExempt(alert.subject, unit)) found.push({ alert, unit, parameters: set })
    }
  }
  return found
}

const keyOf = (parameters: Parameters) => JSON.stringify(Object.entries(parameters).sort())

const distinct = (sets: readonly Parameters[]) => new Map(sets.map(set => [keyOf(set), set]))
