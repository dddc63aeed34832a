import type { Domain, Kind, Kinds } from '../model/domain.ts'
import type { Need } from './need.ts'

/** The papers that a record type asks for: what takes them, what names an earlier one, and what those say of themselves. */
export function checkAskedPapers({ record, name: at }: Kind, kinds: Kinds, need: Need): void {
  for (const [name, ask] of Object.entries(record.papers ?? {})) {
    const where = `${at} paper ${name}`
    need(record.fields[ask.files]?.kind === 'files', where, `field ${ask.files}`)
    const earlier = record.fields[ask.earlier]
    need(earlier?.kind === 'link', where, `field ${ask.earlier}`)
    const lookup = record.lookups?.[ask.lookup]
    need(lookup, where, `lookup ${ask.lookup}`)
    const other = lookup && kinds.get(lookup.record)
    if (!other) continue
    const kind = other.record.fields[ask.kind.field]
    need(earlier?.kind !== 'link' || earlier.to === lookup.record, where, `record type ${lookup.record}`)
    need(kind?.kind === 'choice', where, `field ${ask.kind.field} of ${lookup.record}`)
    const codes = kind?.kind === 'choice' ? other.domain.dictionaries[kind.of] : undefined
    for (const code of ask.kind.of) need(!codes || codes.includes(code), where, `code ${code}`)
    const { fills } = ask.kind
    need(!fills || record.fields[fills]?.kind === 'choice', where, `field ${fills}`)
  }
}

/** The record types of papers and of their uses have the fields that the book names. */
export function checkPaperBook({ papers, records }: Domain, need: Need): void {
  if (!papers) return
  const { record, register, use, ...fields } = papers
  const paper = records[record]
  need(paper, 'papers', `record ${record}`)
  for (const field of Object.values(fields)) need(!paper || field in paper.fields, 'papers', `field ${field}`)
  need(!paper || register in paper.workflow.steps, 'papers', `step ${register}`)
  const ledger = records[use.record]
  need(ledger, 'papers', `record ${use.record}`)
  for (const field of [use.paper, use.purpose, use.note, use.until, use.by, use.as])
    need(!ledger || field in ledger.fields, 'papers', `field ${field} of ${use.record}`)
}
