import type { Kind, Kinds } from '../model/domain.ts'
import type { Need } from './need.ts'
import { SYSTEM_FIELDS } from './system-fields.ts'

/** What the warnings of a record type name: acts, fields, and keys of the record types that they count in. */
export function checkWarnings({ record, name: at }: Kind, kinds: Kinds, need: Need): void {
  const isField = (name: string) => name in record.fields || SYSTEM_FIELDS.includes(name)
  for (const [name, warning] of Object.entries(record.warns ?? {})) {
    const where = `${at} warning ${name}`
    for (const act of warning.acts) need(act === 'edit' || act in record.workflow.steps, where, `step ${act}`)
    need(warning.outsideHours || warning.counts, where, 'a condition')
    need(warning.subject === undefined || isField(warning.subject), where, `field ${warning.subject}`)
    const { among = [], distinct = '$id' } = warning.counts ?? {}
    need(isField(distinct), where, `field ${distinct}`)
    for (const lookup of among) {
      const other = kinds.get(lookup.record)
      need(other, where, `record type ${lookup.record}`)
      need(!other || other.record.fields[lookup.since]?.kind === 'date', where, `date field ${lookup.since}`)
      need(!other || distinct.startsWith('$') || distinct in other.record.fields, where, `field ${distinct}`)
      for (const [theirs, ours] of Object.entries(lookup.match)) {
        need(!other || other.record.keys?.includes(theirs), where, `key ${theirs} of ${lookup.record}`)
        need(isField(ours), where, `field ${ours}`)
      }
    }
  }
}
