import type { Domain, Kind, Kinds } from '../model/domain.ts'
import type { Counting, Step } from '../model/record.ts'
import { checkAlerts } from './check-alerts.ts'
import { checkConditions } from './check-conditions.ts'
import { checkFacts, sharedTables } from './check-facts.ts'
import { checkFeeds } from './check-feeds.ts'
import { checkOpen } from './check-open.ts'
import { checkAskedPapers, checkPaperBook } from './check-papers.ts'
import { checkRecord } from './check-record.ts'
import { checkRegister } from './check-register.ts'
import { checkRetention } from './check-retention.ts'
import { checkTiles } from './check-tiles.ts'
import { checkWarnings } from './check-warnings.ts'
import { checkWords } from './check-words.ts'
import { kindsOf, typeFrom } from './kinds.ts'
import type { Need } from './need.ts'
import { outcomesOf } from './outcomes.ts'
import { holesOf } from './print.ts'
import { SYSTEM_FIELDS } from './system-fields.ts'

/** Holes of print templates and titles that the filler knows besides fields. */
const EXTRA_HOLES = [
  'state',
  'now',
  'today',
  'unit',
  'unitName',
  'user',
  'userName',
  /** The district that the unit belongs to: it issues what its stations hand out. */
  'districtName',
  /** Provisional until the centre has accepted the event, then final. */
  'standing',
  'title',
  'page',
  'pages',
  'number',
]

/** Every broken reference in and between the domains, found at start-up instead of in front of a clerk. Empty: none. */
export function check(domains: readonly Domain[]): string[] {
  const problems: string[] = []
  const kinds = kindsOf(domains)
  for (const domain of domains) {
    const need: Need = (ok, where, what) => {
      if (!ok) problems.push(`${domain.name}: ${where} names ${what}, which does not exist`)
    }
    const own = [...kinds.values()].filter(k => k.domain === domain)
    for (const kind of own) {
      checkRecord(kind, kinds, need)
      checkSteps(kind, kinds, need)
      checkConditions(kind, kinds, need)
      checkWarnings(kind, kinds, need)
      checkOpen(kind, need)
      checkRegister(kind, need)
      checkAskedPapers(kind, kinds, need)
      problems.push(...checkRetention(kind, need).map(what => `${domain.name}: ${what}`))
    }
    checkDesks(domain, need)
    checkTemplates(domain, need)
    checkBalances(domain, kinds, need)
    checkTiles(domain, need)
    checkFeeds(domain, kinds, need)
    checkAlerts(domain, need)
    checkPaperBook(domain, need)
    problems.push(...checkFacts(domain, need))
    problems.push(...checkWords(domain))
  }
  problems.push(...sharedTables(domains))
  return problems
}

function checkSteps(kind: Kind, kinds: Kinds, need: Need): void {
  const { record, domain, name: at } = kind
  const { states, steps, start } = record.workflow
  need(start in states, `${at} workflow`, `state ${start}`)
  for (const [name, step] of Object.entries(steps)) {
    const where = `${at} step ${name}`
    for (const state of [...step.from, step.to]) need(state in states, where, `state ${state}`)
    for (const act of step.notBy ?? []) need(act === 'edit' || act in steps, where, `step ${act}`)
    for (const f of [...(step.asks ?? []), ...Object.keys(step.sets ?? {})])
      need(f in record.fields, where, `field ${f}`)
    for (const field of [step.identity?.field, step.identity?.ticket, step.identity?.evidence])
      need(!field || field in record.fields, where, `field ${field}`)
    checkSources(where, step, kind, need)
    checkEffects(where, step, kind, kinds, need)
    if (step.prints) {
      need(step.prints.template in domain.templates, where, `template ${step.prints.template}`)
    }
    for (const outcome of outcomesOf(step)) need(outcome in steps, where, `step ${outcome}`)
    if (step.counts) checkCounting(where, step.counts, kind, kinds, need)
  }
}

function checkSources(where: string, step: Step, { record, domain }: Kind, need: Need): void {
  const effects = (step.also ?? []).flatMap(e => [...Object.values(e.find ?? {}), ...Object.values(e.set ?? {})])
  for (let source of [...Object.values(step.sets ?? {}), ...effects]) {
    while ('later' in source || 'plus' in source) source = 'later' in source ? source.later : source.to
    if ('field' in source)
      need(source.field in record.fields || SYSTEM_FIELDS.includes(source.field), where, `field ${source.field}`)
    if ('files' in source) need(record.fields[source.files]?.kind === 'files', where, `field ${source.files}`)
    if ('number' in source) need(source.number in (domain.series ?? {}), where, `series ${source.number}`)
  }
}

function checkCounting(where: string, counts: Counting, { record, domain }: Kind, kinds: Kinds, need: Need): void {
  const { which, paper, window, tells, said } = counts
  const lookup = record.lookups?.[which.lookup]
  need(lookup, where, `lookup ${which.lookup}`)
  const other = lookup && kinds.get(lookup.record)
  need(!other || which.field in other.record.fields, where, `field ${which.field} of ${lookup?.record}`)
  for (const field of [...Object.values(paper), window, ...Object.values(tells), said.by, said.note])
    need(field in record.fields, where, `field ${field}`)
  const by = record.fields[said.by]
  const codes = by?.kind === 'choice' ? domain.dictionaries[by.of] : undefined
  for (const code of [said.machine, said.person]) need(!by || codes?.includes(code), where, `code ${code}`)
}

function checkEffects(where: string, step: Step, kind: Kind, kinds: Kinds, need: Need): void {
  for (const effect of step.also ?? []) {
    const type = typeFrom(kind.domain, effect.record)
    const other = kinds.get(type)
    need(other, where, `record type ${type}`)
    if (!other) continue
    need(effect.act === 'edit' || effect.act in other.record.workflow.steps, where, `step ${effect.act} of ${type}`)
    for (const f of Object.keys(effect.find ?? {}))
      need(f === '$id' || other.record.keys?.includes(f), where, `key ${f} of ${type}`)
    for (const f of Object.keys(effect.set ?? {})) need(f in other.record.fields, where, `field ${f} of ${type}`)
  }
}

function checkDesks(domain: Domain, need: Need): void {
  for (const [name, desk] of Object.entries(domain.desks)) {
    if (desk.kind === 'reports') continue
    if (desk.kind === 'balance') {
      need(desk.balance in (domain.balances ?? {}), `desk ${name}`, `balance ${desk.balance}`)
      continue
    }
    const record = domain.records[desk.record]
    need(record, `desk ${name}`, `record type ${desk.record}`)
    if (!record) continue
    if (desk.kind === 'queue') for (const s of desk.steps) need(s in record.workflow.steps, `desk ${name}`, `step ${s}`)
    if (desk.kind !== 'intake') continue
    need(desk.step in record.workflow.steps, `desk ${name}`, `step ${desk.step}`)
    need(desk.person in record.fields, `desk ${name}`, `field ${desk.person}`)
    for (const h of desk.history) need(h in (record.lookups ?? {}), `desk ${name}`, `lookup ${h}`)
    if (desk.entitlement)
      need(desk.entitlement in (record.entitlements ?? {}), `desk ${name}`, `entitlement ${desk.entitlement}`)
  }
}

function checkTemplates(domain: Domain, need: Need): void {
  for (const [name, template] of Object.entries(domain.templates)) {
    const record = domain.records[template.record]
    need(record, `template ${name}`, `record type ${template.record}`)
    for (const hole of record ? holesOf(template) : []) {
      need(
        hole in record!.fields || EXTRA_HOLES.includes(hole) || hole.startsWith('$'),
        `template ${name}`,
        `field ${hole}`,
      )
    }
  }
}

function checkBalances(domain: Domain, kinds: Kinds, need: Need): void {
  for (const [name, report] of Object.entries(domain.reports)) {
    const record = domain.records[report.record]
    need(record, `report ${name}`, `record type ${report.record}`)
    for (const f of [...report.by, report.period, ...(report.sum ?? [])])
      need(!record || f in record.fields || SYSTEM_FIELDS.includes(f), `report ${name}`, `field ${f}`)
  }
  for (const [name, balance] of Object.entries(domain.balances ?? {})) {
    const parts: { record: string; sum?: string }[] = [
      ...Object.values(balance.counts),
      ...Object.values(balance.differences),
    ]
    for (const { record, sum } of parts) {
      const of = kinds.get(typeFrom(domain, record))
      need(of, `balance ${name}`, `record type ${record}`)
      need(!of || !sum || of.record.fields[sum]?.kind === 'number', `balance ${name}`, `number field ${sum}`)
    }
    for (const { left, right } of Object.values(balance.equal))
      for (const c of [...left, ...right]) need(c in balance.counts, `balance ${name}`, `count ${c}`)
  }
}
