import { openAsBlob } from 'node:fs'
import { CARRY_ENDING } from '../../../shared-types/src/carry-format.ts'
import type { CarryAnswer, CarryRefusal } from '../../../shared-types/src/protocol.ts'
import { CallRefusal } from './call-refusal.ts'
import { carryFolder } from './carry-out.ts'
import { writeStream } from './carry-packages.ts'
import { lookInto, notTaken } from './carry-receipt.ts'
import type { Desk } from './desk.ts'
import { ServerRefusal, ServerUnreachable } from './server-fault.ts'

export const receiptName = (hash: string): string => `${hash}.${CARRY_ENDING.receipt}`

/**
 * Hands a package of another window on to the centre and lays its receipt ready here. Nothing of either can be read at
 * this window. May be done again when the line broke: the centre gives the same receipt.
 * @throws CallRefusal with the centre's reason
 */
export async function bringPackage(desk: Desk, path: string): Promise<CarryAnswer> {
  const { kind, hash } = await lookInto(path)
  if (kind === 'receipt') throw notTaken('receipt')
  try {
    const answer = await desk.server.carryIn(hash, await openAsBlob(path))
    await writeStream(carryFolder(desk), receiptName(hash), await desk.server.carryReceipt(hash))
    return answer
  } catch (error) {
    if (error instanceof ServerRefusal && error.error === 'carry' && error.detail)
      throw notTaken(error.detail as CarryRefusal)
    if (error instanceof ServerUnreachable) throw new CallRefusal('offline', 'carry.offline')
    throw error
  }
}
