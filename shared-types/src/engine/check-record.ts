import type { Domain, Kind, Kinds } from '../model/domain.ts'
import type { Field } from '../model/field.ts'
import { checkAsked } from './check-asked.ts'
import { checkCode } from './check-code.ts'
import { checkEvidence } from './check-evidence.ts'
import type { Need } from './need.ts'
import { SYSTEM_FIELDS } from './system-fields.ts'

/** What a record type names: fields, dictionaries, lookups, parameters, steps and states all exist. */
export function checkRecord(kind: Kind, kinds: Kinds, need: Need): void {
  checkFields(kind, kinds, need)
  checkPlaces(kind, need)
  checkImports(kind, need)
  checkLookups(kind, kinds, need)
  checkEntitlements(kind, kinds, need)
  checkLimits(kind, need)
  checkChecks(kind, need)
  checkCitizen(kind, need)
  checkEvidence(kind, need)
  checkAsked(kind, kinds, need)
  checkCode(kind, kinds, need)
}

/** Asks whether the record type has fields of these names. */
const fieldsOf =
  ({ record, name: at }: Kind, need: Need) =>
  (where: string, ...names: readonly string[]) => {
    for (const name of names) need(name in record.fields, `${at} ${where}`, `field ${name}`)
  }

function checkFields(kind: Kind, kinds: Kinds, need: Need): void {
  const { record, domain, name: at } = kind
  for (const [name, field] of Object.entries(record.fields)) {
    for (const [place, of] of withColumns(name, field)) {
      if (of.kind === 'choice') need(of.of in domain.dictionaries, `${at} field ${place}`, `dictionary ${of.of}`)
      if (of.kind === 'link') need(kinds.has(of.to), `${at} field ${place}`, `record type ${of.to}`)
    }
    if (!field.prefill) continue
    const from = record.lookups?.[field.prefill.lookup]
    need(from, `${at} field ${name}`, `lookup ${field.prefill.lookup}`)
    const other = from && kinds.get(from.record)
    const isThere = !other || field.prefill.field in other.record.fields
    need(isThere, `${at} field ${name}`, `field ${field.prefill.field} of ${from?.record}`)
    const months = field.prefill.monthsAfter
    need(!months || record.fields[months]?.kind === 'date', `${at} field ${name}`, `date field ${months}`)
  }
}

function withColumns(name: string, field: Field): (readonly [string, Field])[] {
  const columns = field.kind === 'table' ? Object.entries(field.columns) : []
  return [[name, field], ...columns.map(([column, of]) => [`${name}.${column}`, of] as const)]
}

/** Where fields stand: in the list, the form, the keys, on a card, in the title. */
function checkPlaces(kind: Kind, need: Need): void {
  const { list, form, keys = [], card = {}, title } = kind.record
  const fields = fieldsOf(kind, need)
  fields('list', ...[...list.columns, ...(list.filters ?? [])].filter(name => !SYSTEM_FIELDS.includes(name)))
  fields('search', ...list.search)
  if (list.newest) fields('list', list.newest)
  for (const part of form) fields(`form ${part.section}`, ...part.fields)
  fields('keys', ...keys)
  fields('card', ...Object.values(card).filter(name => name !== undefined))
  fields('title', ...[...title.matchAll(/\{([\w$]+)\}/g)].map(hole => hole[1]!))
}

function checkImports(kind: Kind, need: Need): void {
  const { imports, keys, workflow } = kind.record
  if (!imports) return
  fieldsOf(kind, need)('import', ...imports.fields)
  for (const name of imports.key ?? []) need(keys?.includes(name), `${kind.name} import`, `key ${name}`)
  const { per, images } = imports
  need(!images || keys?.includes(images.by), `${kind.name} import`, `key ${images?.by}`)
  const step = images && workflow.steps[images.step]
  need(!images || kind.record.fields[images.field]?.kind === 'files', `${kind.name} import`, `files ${images?.field}`)
  need(!images || step?.asks?.includes(images.field), `${kind.name} import`, `step that asks for ${images?.field}`)
  need(!per || kind.record.fields[per]?.kind === 'link', `${kind.name} import`, `link field ${per}`)
  need(imports.act === 'edit' || imports.act in workflow.steps, `${kind.name} import`, `step ${imports.act}`)
}

function checkLookups(kind: Kind, kinds: Kinds, need: Need): void {
  for (const [name, lookup] of Object.entries(kind.record.lookups ?? {})) {
    const where = `${kind.name} lookup ${name}`
    const other = kinds.get(lookup.record)
    need(other, where, `record type ${lookup.record}`)
    for (const [theirs, ours] of Object.entries(lookup.match)) {
      const isKey = !other || theirs === '$id' || other.record.keys?.includes(theirs)
      need(isKey, where, `key ${theirs} of ${lookup.record}`)
      if (!SYSTEM_FIELDS.includes(ours)) fieldsOf(kind, need)(`lookup ${name}`, ours)
    }
  }
}

function checkEntitlements({ record, domain, name: at }: Kind, kinds: Kinds, need: Need): void {
  for (const [name, rule] of Object.entries(record.entitlements ?? {})) {
    const where = `${at} entitlement ${name}`
    for (const spell of rule.from) {
      const lookup = record.lookups?.[spell.lookup]
      need(lookup, where, `lookup ${spell.lookup}`)
      const other = lookup && kinds.get(lookup.record)
      for (const field of [spell.since, spell.until])
        need(!other || field in other.record.fields, where, `field ${field} of ${lookup?.record}`)
    }
    checkParameters(domain, where, [rule.months, rule.several], need)
  }
}

function checkLimits(kind: Kind, need: Need): void {
  const { record, domain, name: at } = kind
  for (const [name, limit] of Object.entries(record.limits ?? {})) {
    const where = `${at} limit ${name}`
    for (const state of limit.states) need(state in record.workflow.states, where, `state ${state}`)
    fieldsOf(kind, need)(`limit ${name}`, limit.from)
    checkParameters(domain, where, [limit.due, limit.last], need)
  }
}

function checkParameters({ parameters = {} }: Domain, where: string, names: readonly string[], need: Need): void {
  for (const name of names) need(name in parameters, where, `parameter ${name}`)
}

function checkChecks(kind: Kind, need: Need): void {
  const { record, name: at } = kind
  for (const [name, check] of Object.entries(record.checks ?? {})) {
    if (check.field) fieldsOf(kind, need)(`check ${name}`, check.field)
    for (const act of check.acts ?? [])
      need(act === 'edit' || act in record.workflow.steps, `${at} check ${name}`, `step ${act}`)
  }
}

/** What the second screen shows and makes: nothing of it is kept from a role, or another's look would tell of a change. */
function checkCitizen({ record, name: at }: Kind, need: Need): void {
  const { confirm, rating, fields } = record
  for (const name of confirm?.fields ?? []) {
    need(name in fields, `${at} confirmation`, `field ${name}`)
    need(!fields[name]?.only, `${at} confirmation`, `field ${name} for everybody`)
  }
  if (confirm) {
    need(fields[confirm.signature]?.kind === 'files', `${at} confirmation`, `files field ${confirm.signature}`)
    need(isLockedText(fields[confirm.evidence]), `${at} confirmation`, `locked text field ${confirm.evidence}`)
  }
  if (!rating) return
  need(rating.step in record.workflow.steps, `${at} rating`, `step ${rating.step}`)
  for (const name of [rating.about, rating.service])
    need(isLockedText(fields[name]), `${at} rating`, `locked text field ${name}`)
  for (const name of [rating.level, rating.reason])
    need(fields[name]?.kind === 'choice', `${at} rating`, `choice field ${name}`)
}

const isLockedText = (field: Field | undefined): boolean => field?.kind === 'text' && field.locked === true
