import { label } from '../../../shared-types/src/engine/words.ts'
import type { User } from '../../../shared-types/src/model/person.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Asked } from './citizen-desk.ts'
import { ratingId, ratingKind } from './citizen-rating.ts'
import { sealOf } from './citizen-seal.ts'
import type { Desk } from './desk.ts'
import type { Wording } from './wording.ts'

/** First bytes of a PNG (ISO/IEC 15948, 5.2). */
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** Bytes; a page full of strokes has some thirty thousand. */
const LARGEST = 500_000

/** What is asked now, by who is still at the desk. @throws CallRefusal when it was taken back or answered */
function still<W extends Asked['what']>(desk: Desk, id: string, what: W) {
  const asked = desk.citizen.asked()
  const user = desk.session.user()
  if (!user || asked?.id !== id || asked.what !== what) throw new CallRefusal('not-found', 'citizen.over')
  return { user, asked: asked as Extract<Asked, { what: W }> }
}

/** The citizen signs what they were shown. The signature is a file like any other, and its seal waits for the next act. */
export async function signed(desk: Desk, id: string, signature: Uint8Array, words: Wording): Promise<void> {
  const { user, asked } = still(desk, id, 'confirm')
  if (signature.length > LARGEST || PNG.some((byte, at) => signature[at] !== byte))
    throw new CallRefusal('format', 'citizen.picture')
  const { kind, sealed, shown } = asked
  const { hash: file } = await desk.files.add(signature, user.id)
  const seal = sealOf(kind, sealed, shown, file, words)
  await desk.citizenSigned.put(sealed.id, { by: user.id, file, seal })
  await desk.audit(user, 'citizen-sign', sealed.id, { type: kind.type, seal: seal.split(':', 1)[0]!, file })
  desk.citizen.end(sealed.id)
}

/** The citizen says that something is wrong: which lines, if they say so. */
export async function foundWrong(desk: Desk, id: string, wrong: readonly string[]): Promise<void> {
  const { user, asked } = still(desk, id, 'confirm')
  const names = asked.lines.map(({ name }) => name).filter(name => wrong.includes(name))
  await desk.citizenSigned.remove(asked.sealed.id)
  await desk.audit(user, 'citizen-wrong', asked.sealed.id, { type: asked.kind.type, fields: names.join(' ') })
  desk.citizen.end(asked.sealed.id, names)
}

/** Keeps the citizen's rating of the case; without a level it is only asked no longer. */
export async function rated(desk: Desk, id: string, level?: string, reason?: string): Promise<void> {
  const { user, asked } = still(desk, id, 'rate')
  const kind = ratingKind(desk)
  if (level !== undefined && kind) await keepRating(desk, user, asked, { level, reason })
  desk.citizen.end(asked.caseId)
}

async function keepRating(
  desk: Desk,
  user: User,
  { kind: of, caseId }: Extract<Asked, { what: 'rate' }>,
  { level, reason }: { level: string; reason: string | undefined },
): Promise<void> {
  const { type, record } = ratingKind(desk)!
  const rating = record.rating!
  const patch = {
    [rating.about]: caseId,
    [rating.service]: label(of, 'zh-CN').record,
    [rating.level]: level,
    ...(reason !== undefined && rating.low.includes(level) && { [rating.reason]: reason }),
  }
  const { problems } = await desk.act(user, { type, caseId: ratingId(caseId), act: rating.step, patch })
  if (problems.length) throw new CallRefusal('problems', 'citizen.notRated', {}, problems)
}
