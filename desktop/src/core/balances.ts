import { hasDeskFor } from '../../../shared-types/src/engine/access.ts'
import { evaluate } from '../../../shared-types/src/engine/evaluate.ts'
import { kindOf, typeFrom } from '../../../shared-types/src/engine/kinds.ts'
import { ledger } from '../../../shared-types/src/engine/ledger.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Condition } from '../../../shared-types/src/model/condition.ts'
import type { Balance, Domain } from '../../../shared-types/src/model/domain.ts'
import { related } from '../../../shared-types/src/store/related.ts'
import type { BalanceAnswer } from '../api/lists.ts'
import type { Asking } from './asking.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Desk } from './desk.ts'
import { rights } from './queues.ts'
import { rowOf } from './rows.ts'

/** Rows shown of one reason; a ledger with more is beyond reading one by one. */
const MOST_ROWS = 100
const PAGE = 500

/** A ledger of a unit and all below it, as it stands now: its equations, and the records that explain a difference. */
export async function balanced(
  desk: Desk,
  who: Asking,
  ask: { domain: string; balance: string; unit: string },
): Promise<BalanceAnswer> {
  const domain = desk.domains.find(d => d.name === ask.domain)
  const balance = domain?.balances?.[ask.balance]
  const words = domain?.words[who.words.language].balances?.[ask.balance]
  if (!domain || !balance || !words) throw new CallRefusal('not-found', 'balance.unknown')
  if (!hasDeskFor(domain, who.user.role, { balance: ask.balance }) || !who.user.units.includes(ask.unit))
    throw new CallRefusal('forbidden', 'unit.unknown')
  const unit: Condition = { field: '$unit', is: 'in', to: desk.directory.below(ask.unit) }

  const counts: Record<string, number> = {}
  for (const [name, { record, where, sum }] of Object.entries(balance.counts)) {
    const kind = kindOf(desk.kinds, typeFrom(domain, record))
    const filter = { where: rights(kind, who, { all: [unit, where] }), scope: who.scope }
    const [whole] = sum ? await desk.projection.cases.groups(kind, { ...filter, by: [], sum: [sum] }) : []
    counts[name] = sum ? (whole?.sums[sum] ?? 0) : await desk.projection.cases.count(kind, filter)
  }
  const lines = ledger(balance, counts)
  return {
    label: words.label,
    counts: Object.entries(counts).map(([name, count]) => ({ name, label: words.counts[name] ?? name, count })),
    lines: lines.map(line => ({ ...line, label: words.equal[line.name] ?? line.name })),
    differences: await differences(desk, who, domain, balance, unit, words.differences),
  }
}

async function differences(
  desk: Desk,
  who: Asking,
  domain: Domain,
  balance: Balance,
  unit: Condition,
  words: Readonly<Record<string, string>>,
) {
  const found: BalanceAnswer['differences'] = []
  for (const [name, { record, where }] of Object.entries(balance.differences)) {
    const kind = kindOf(desk.kinds, typeFrom(domain, record))
    const odd = await matching(desk, who, kind.type, unit, where)
    if (odd.length) found.push({ name, label: words[name] ?? name, rows: odd.map(c => rowOf(kind, c, who.rows)) })
  }
  return found
}

/**
 * Cases for which a condition over looked-up records holds: the database answers what it can of it, memory judges the
 * rest with the lookups that it names.
 */
async function matching(desk: Desk, who: Asking, type: string, unit: Condition, where: Condition): Promise<Case[]> {
  const kind = kindOf(desk.kinds, type)
  const { cases } = desk.projection
  const parts = 'all' in where ? where.all : [where]
  const filter = {
    where: rights(kind, who, { all: [unit, ...parts.filter(p => !lookupsIn(p).length)] }),
    scope: who.scope,
  }
  const lookups = new Set(parts.flatMap(lookupsIn))
  const odd: Case[] = []
  let after: Case | undefined
  for (;;) {
    const page: Case[] = await cases.find(kind, { ...filter, limit: PAGE, ...(after && { after }) })
    for (const c of page) {
      const found = lookups.size ? await related(cases, desk.kinds, kind, c, who.scope, lookups) : {}
      if (evaluate(where, c, { ...who.scope, related: found })) odd.push(c)
      if (odd.length >= MOST_ROWS) return odd
    }
    if (page.length < PAGE) return odd
    after = page.at(-1)
  }
}

/** The lookups that a condition asks: what only memory can answer. */
function lookupsIn(c: Condition): string[] {
  if ('all' in c) return c.all.flatMap(lookupsIn)
  if ('any' in c) return c.any.flatMap(lookupsIn)
  if ('not' in c) return lookupsIn(c.not)
  return 'some' in c ? [c.some] : []
}
