import * as crypto from 'node:crypto'
import { createReadStream } from 'node:fs'
import {
  AT_ONCE,
  bodyOf,
  type CarriedAnswer,
  type CarriedPage,
  CarryFault,
  type CarryHeader,
  type Verdicts,
} from '../../../shared-types/src/carry-format.ts'
import { isSignedBy, opened, unpacked } from '../../../shared-types/src/carry-read.ts'
import { bytesOf, openSealedBy } from '../../../shared-types/src/carry-seal.ts'
import type { CarryRefusal, SettingsAnswer } from '../../../shared-types/src/protocol.ts'
import type { CarriedPackage } from '../api/carry.ts'
import { CallRefusal } from './call-refusal.ts'
import { ableToCarry } from './carry-out.ts'
import type { Desk } from './desk.ts'

const READING = { highWaterMark: AT_ONCE }

/** A receipt that is for this window, whole, and signed by its centre. */
export interface Receipt {
  carried: CarriedPackage
  verdicts: Verdicts
  settings: SettingsAnswer['documents']
  answer: CarriedAnswer
  /** The pages, read anew from the file. */
  pages(): AsyncGenerator<CarriedPage>
}

/** @throws CallRefusal with the true reason; then nothing of it was taken */
export async function readReceipt(desk: Desk, path: string): Promise<Receipt> {
  const { enrolment, key } = ableToCarry(desk)
  const { centre, station } = enrolment
  const file = await opened(crypto, createReadStream(path, READING)).catch(faulty)
  const { header } = file
  if (header.kind !== 'receipt') throw notTaken('package')
  if (!isSignedBy<crypto.KeyObject>(crypto, centre.sign, file))
    throw notTaken(header.server === centre.id ? 'altered' : 'foreign')
  if (header.server !== centre.id) throw notTaken('foreign')
  if (header.station !== station) throw notTaken('other-station')
  const carried = await desk.packages.get(header.sequence)
  if (carried?.hash !== header.answers) throw notTaken('sequence')
  const records = () => unpacked(crypto, createReadStream(path, READING), ({ key: sealed }) => opens(key.seal, sealed))
  const read: { verdicts: Verdicts; settings: SettingsAnswer['documents']; answer?: CarriedAnswer } = {
    verdicts: [],
    settings: [],
  }
  // All of it once, up to the manifest at its end, before any of it counts.
  for await (const record of catching(records())) {
    if (record.head.kind === 'verdicts') read.verdicts.push(...bodyOf('verdicts', record))
    if (record.head.kind === 'settings') read.settings.push(...bodyOf('settings', record))
    if (record.head.kind === 'answer') read.answer = bodyOf('answer', record)
  }
  if (!read.answer || !carried) throw notTaken('altered')
  async function* pages() {
    for await (const record of catching(records())) if (record.head.kind === 'page') yield bodyOf('page', record)
  }
  return { carried, ...read, answer: read.answer, pages }
}

/** What a file says of itself, before anything of it is believed. @throws CallRefusal */
export async function lookInto(path: string): Promise<CarryHeader & { hash: string }> {
  const { header, sha256 } = await opened(crypto, createReadStream(path, READING)).catch(faulty)
  return { ...header, hash: sha256 }
}

function opens(pair: { publicKey: string; privateKey: crypto.KeyObject }, sealed: string): Uint8Array {
  try {
    return openSealedBy<crypto.KeyObject>(crypto, pair, bytesOf(sealed))
  } catch {
    // Signed by the centre for this station, and still not for this key: the window was given a new one since.
    throw notTaken('other-station')
  }
}

async function* catching<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* items
  } catch (error) {
    faulty(error)
  }
}

function faulty(error: unknown): never {
  throw error instanceof CarryFault ? notTaken(error.code) : error
}

/** The reason in the clerk's words. */
export const notTaken = (why: CarryRefusal): CallRefusal => new CallRefusal('format', `carry.${why}`)
