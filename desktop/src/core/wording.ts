import { isMasked, showValue } from '../../../shared-types/src/engine/show.ts'
import { say } from '../../../shared-types/src/engine/words.ts'
import type { Problem } from '../../../shared-types/src/model/case.ts'
import type { Kind, Language } from '../../../shared-types/src/model/domain.ts'
import type { AnyValue } from '../../../shared-types/src/model/field.ts'
import type { Source } from '../../../shared-types/src/model/record.ts'
import type { WordedProblem } from '../api/cases.ts'

/** What turns ids into what a person reads, in the client's language. A name that is not known comes back as its id. */
export interface Wording {
  language: Language
  /** IANA time zone of the deployment. */
  zone: string
  unitName(id: string): string
  personName(id: string): string
  stationName(id: string): string
  /** The title of a linked case, when this desk has it. */
  linkTitle?(id: string): string | undefined
}

/** A field's value as a person reads it: links as titles, and the people and units that steps write down by name. */
export function fieldText(
  kind: Kind,
  name: string,
  value: AnyValue | null | undefined,
  words: Wording,
  mask: boolean,
): string {
  const field = kind.record.fields[name]
  if (!field || value === undefined || value === null || value === '') return ''
  if (typeof value === 'string' && !(mask && isMasked(field))) {
    if (field.kind === 'link') return words.linkTitle?.(value) ?? value
    const written = writtenAs(kind, name)
    if (written === 'id') return words.personName(value)
    if (written === 'unit') return words.unitName(value)
  }
  return showValue(kind, field, value, words.language, { mask, zone: words.zone, unitName: words.unitName })
}

/** A problem with its sentence. Fields that a guard's or check's sentence names in braces stand there as labels. */
export const wordProblem = (problem: Problem, kind: Kind, words: Wording): WordedProblem => ({
  ...problem,
  text: say(problem, kind, words.language),
})

/** Whether steps write the acting person or their unit into this field, of their own case or of one that they carry along. */
function writtenAs({ domain, type, record }: Kind, name: string): 'id' | 'unit' | undefined {
  const own = Object.values(record.workflow.steps).map((step): Source | undefined => step.sets?.[name])
  const carried = Object.values(domain.records)
    .flatMap(({ workflow }) => Object.values(workflow.steps))
    .flatMap(step => step.also ?? [])
    .filter(effect => `${domain.name}.${effect.record}` === type)
    .map((effect): Source | undefined => effect.set?.[name])
  for (const source of [...own, ...carried]) if (source && 'user' in source) return source.user
  return undefined
}
