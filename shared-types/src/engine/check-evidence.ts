import type { Kind } from '../model/domain.ts'
import type { FieldKind, SimpleField } from '../model/field.ts'
import type { Need } from './need.ts'

/** What a record type shows of how it came about: its tables, their columns and the lines across the curve. */
export function checkEvidence({ record, domain, name: at }: Kind, need: Need): void {
  const { curve, counted, evidence, fields, traced, workflow } = record
  const column = (where: string, table: string, name: string | undefined, kind: FieldKind) => {
    const field = fields[table]
    const columns: Readonly<Record<string, SimpleField>> = field?.kind === 'table' ? field.columns : {}
    need(name === undefined || columns[name]?.kind === kind, `${at} ${where}`, `${kind} column ${table}.${name}`)
  }
  if (curve) {
    column('curve', curve.table, curve.day, 'date')
    column('curve', curve.table, curve.count, 'number')
    for (const line of curve.lines) need(fields[line]?.kind === 'number', `${at} curve`, `number field ${line}`)
  }
  if (counted) {
    need(domain.facts?.[counted.fact] !== undefined, `${at} counted`, `fact ${counted.fact}`)
    need(fields[counted.by]?.kind === 'text', `${at} counted`, `text field ${counted.by}`)
    for (const line of counted.lines) need(fields[line]?.kind === 'number', `${at} counted`, `number field ${line}`)
  }
  for (const name of traced ?? []) need(name in fields, `${at} traced`, name)
  if (evidence) {
    column('evidence', evidence.table, evidence.id, 'text')
    column('evidence', evidence.table, evidence.by, 'text')
  }
  for (const [step, { notConcerned }] of Object.entries(workflow.steps))
    need(!notConcerned || evidence?.by, `${at} step ${step}`, 'evidence that says who made it')
}
