import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Desk } from './desk.ts'

/**
 * What an act says of its signature: one given on the second screen brings its seal with it, and any other takes the seal
 * away that stood there. Nobody enters a seal, and nobody at the desk makes a rating.
 * @throws CallRefusal
 */
export async function witnessed(
  desk: Pick<Desk, 'citizenSigned'>,
  kind: Kind,
  ask: { id: string; patch: Data; mends?: unknown },
): Promise<Data> {
  const { confirm, rating } = kind.record
  if (rating) throw new CallRefusal('forbidden', 'citizen.notYours')
  if (!confirm) return {}
  const { [confirm.evidence]: entered, [confirm.signature]: signature } = ask.patch
  // What is sent anew was sealed when it was first said.
  if (entered !== undefined && !ask.mends) throw new CallRefusal('forbidden', 'citizen.notYours')
  if (signature === undefined) return {}
  const signed = await desk.citizenSigned.get(ask.id)
  if (signed && Array.isArray(signature) && signature[0] === signed.file) return { [confirm.evidence]: signed.seal }
  return entered === undefined ? { [confirm.evidence]: null } : {}
}
