import { createHash } from 'node:crypto'
import { ratingId as ratingIdOf } from '../../../shared-types/src/engine/rating-id.ts'
import { titleOf } from '../../../shared-types/src/engine/title.ts'
import { label } from '../../../shared-types/src/engine/words.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { Asking } from './asking.ts'
import type { Desk } from './desk.ts'

/** The record type of ratings that this window has. */
export const ratingKind = ({ kinds }: Pick<Desk, 'kinds'>): Kind | undefined =>
  [...kinds.values()].find(kind => kind.record.rating)

/** The id of the rating of a case, as the engine says it. */
export const ratingId = (caseId: string): string =>
  ratingIdOf(caseId, text => createHash('sha256').update(text).digest('hex'))

export const isRated = async (desk: Pick<Desk, 'projection'>, caseId: string): Promise<boolean> =>
  (await desk.projection.cases.get([ratingId(caseId)])).size > 0

/** Whether cases of this kind are rated, and who asks may ask for it. */
export function mayRate(desk: Pick<Desk, 'kinds'>, { user }: Asking, kind: Kind): boolean {
  const ratings = ratingKind(desk)
  if (!ratings || ratings === kind || !kind.record.confirm) return false
  return ratings.record.workflow.steps[ratings.record.rating!.step]?.by.includes(user.role) === true
}

/** Puts the five levels before the citizen, where a second screen is and the case has no rating yet. */
export async function askRating(desk: Desk, who: Asking, kind: Kind, caseId: string): Promise<boolean> {
  if (!mayRate(desk, who, kind) || !desk.citizen.screens() || (await isRated(desk, caseId))) return false
  const c = (await desk.projection.cases.get([caseId])).get(caseId)
  const { language } = who.words
  const title = c ? titleOf(kind, c, language) : label(kind, language).record
  desk.citizen.rate(who.user.id, { language, kind, caseId, title })
  return true
}

/** A case that the citizen has signed is with the office now: they are asked how they were served. */
export async function afterSigned(
  desk: Desk,
  who: Asking,
  kind: Kind,
  { id, act }: { id: string; act: string },
): Promise<void> {
  const signed = act === 'edit' ? undefined : await desk.citizenSigned.get(id)
  if (!signed) return
  await desk.citizenSigned.remove(id)
  if (signed.by === who.user.id) await askRating(desk, who, kind, id)
}
