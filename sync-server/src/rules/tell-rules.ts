import { lineOf } from '../../../shared-types/src/engine/organisation.ts'
import { exemptMark, stillTold } from '../../../shared-types/src/engine/rules-told.ts'
import type { Station } from '../../../shared-types/src/protocol.ts'
import type { RuleParameters, RulesTold, RuleTold } from '../../../shared-types/src/protocol-rules.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import type { Directory } from '../directory.ts'
import { putSetting } from '../settings.ts'
import { sha256 } from '../sha256.ts'
import type { Db, Turn } from '../store.ts'
import { EVERYWHERE } from './parameter-store.ts'

/**
 * Tells windows what the rules are set to, from today on: to be called in the transaction of each change and of each
 * exemption. Settings stay for ever, so nothing of an exemption is in this one: whom it is about is put in for each
 * station when it is given out.
 */
export async function tellRules(turn: Turn, { now, today }: { now: string; today: string }): Promise<void> {
  const rows = await turn.db
    .selectFrom('rule_changes')
    .select(['rule', 'unit', 'from_day', 'active', 'parameters'])
    .where('withdrawn_at', '=', '')
    .orderBy('from_day')
    .orderBy('version')
    .execute()
  const changes = rows.map(
    ({ rule, unit, from_day: from, active, parameters }): RuleTold => ({
      rule,
      ...(unit !== EVERYWHERE && { unit }),
      from,
      on: Number(active) === 1,
      ...(parameters && { parameters: JSON.parse(parameters) as RuleParameters }),
    }),
  )
  await putSetting(turn, { id: 'rules', kind: 'rules', value: { changes: stillTold(changes, today) } }, now)
}

/** Whom rules leave out, of the units above and below a station, as marks under a key of its own. */
export async function exemptTold(
  db: Db,
  directory: Pick<Directory, 'units' | 'below'>,
  station: Station,
  today: string,
): Promise<RulesTold['exempt']> {
  const near = new Set([...lineOf(directory.units, station.unit), ...directory.below(station.unit)])
  const rows = await run<{ rule: string; subject: string; unit: string; first: string; last: string }>(db, HOLDING, [
    today,
  ])
  const [secret] = await run<{ value: string }>(db, 'select value from rule_key')
  const key = sha256(JSON.stringify([secret!.value, station.id]))
  const own = rows.filter(({ unit }) => near.has(unit))
  return {
    key,
    marks: own.map(({ rule, subject, first: from, last: to }) => ({
      rule,
      mark: exemptMark(sha256, key, rule, subject),
      from,
      to,
    })),
  }
}

const HOLDING = `
  select rule, subject, unit, from_day as first, to_day as last from rule_exemptions
  where to_day >= ? and ended_on = '' order by from_day, id`
