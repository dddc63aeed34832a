import { z } from 'zod'
import { dayOf } from '../../../shared-types/src/engine/day.ts'
import { maskPersonId, parsePersonId } from '../../../shared-types/src/engine/person-id.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { Open } from '../../../shared-types/src/model/open.ts'
import type { Parts } from '../route.ts'
import type { AppAsk } from './app-ask.ts'
import { type OpenCase, openCases } from './open-cases.ts'
import { OpenRefusal } from './problem.ts'
import { isSaid, purposeFields, purposeLine, UNSAID } from './purpose.ts'

const personFields = {
  /** GB 11643, or a foreigner's of 2017; in capitals and without spaces. */
  number: z.string().regex(/^(\d{17}[\dX]|[A-Z]{3}\d{12})$/),
  ...purposeFields,
}

/** A question about one person. */
export const personQuestion = z.strictObject(personFields).refine(isSaid, UNSAID)
export const pageQuestion = z
  .strictObject({ ...personFields, paper: z.string().min(1).max(60), page: z.string().regex(/^[0-9a-f]{64}$/) })
  .refine(isSaid, UNSAID)
export const pictureQuestion = z
  .strictObject({ ...personFields, image: z.string().regex(/^[0-9a-f]{64}$/) })
  .refine(isSaid, UNSAID)
export type PersonQuestion = z.infer<typeof personQuestion>

/** The person's cases that tell apps what is wanted. @throws OpenRefusal `request` for a number that is none */
export async function casesOfPerson(
  parts: Parts,
  ask: AppAsk,
  { number }: PersonQuestion,
  tells: 'person' | 'cardImages' | 'papers',
): Promise<OpenCase[]> {
  if (!parsePersonId(number, dayOf(parts.now(), ask.directory.zone)).ok)
    throw new OpenRefusal('request', { pointer: '#/number' })
  return openCases(parts, ask, number, (kind, open) => keyOf(kind, open, tells))
}

function keyOf({ record }: Kind, open: Open, tells: 'person' | 'cardImages' | 'papers'): string | undefined {
  if (tells === 'papers') return open.papers?.holder
  return open[tells] ? record.card?.number : undefined
}

/** What the log says of a question about a person, under the newest of their cases. */
export const personLine = (asked: PersonQuestion, found: readonly OpenCase[]) => ({
  patch: { number: maskPersonId(asked.number), ...purposeLine(asked) },
  caseId: found[0]?.c.id,
})
