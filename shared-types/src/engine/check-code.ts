import type { Kind, Kinds } from '../model/domain.ts'
import type { FieldKind } from '../model/field.ts'
import type { Need } from './need.ts'

/** What a signed code is made of: its fields, its states and the step by which the centre writes it. */
export function checkCode({ record, name: at }: Kind, kinds: Kinds, need: Need): void {
  const { code, fields, workflow, lookups } = record
  if (!code) return
  const where = `${at} code`
  const field = (name: string, ...kind: FieldKind[]) => {
    const of = fields[name]?.kind
    need(of && kind.includes(of), where, `${kind.join(' or ')} field ${name}`)
  }
  field(code.text, 'text')
  field(code.count, 'number')
  for (const name of [code.number, code.issuer, code.holder]) field(name, 'text')
  field(code.holderNumber, 'text', 'personId', 'orgCode')
  for (const name of [code.from, code.until]) field(name, 'date')
  for (const name of [code.text, code.count]) need(fields[name]?.locked, where, `locked field ${name}`)
  const step = workflow.steps[code.step]
  need(step?.by.includes('centre') && step.hidden, where, `step of the centre ${code.step}`)
  for (const name of [code.text, code.count]) need(step?.asks?.includes(name), where, `${name} asked by ${code.step}`)
  need(record.access.centre?.read, where, 'cases that the centre may read')
  for (const state of code.holds) need(state in workflow.states, where, `state ${state}`)
  for (const act of code.anew ?? []) need(act in workflow.steps, where, `step ${act}`)
  const other = kinds.get(lookups?.[code.what.lookup]?.record ?? '')
  need(lookups?.[code.what.lookup], where, `lookup ${code.what.lookup}`)
  need(!other || other.record.fields[code.what.field]?.kind === 'text', where, `text field ${code.what.field}`)
}
