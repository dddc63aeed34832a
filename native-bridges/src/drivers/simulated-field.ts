import { concat } from '../ports/byte-queue.ts'
import type { CardData } from './card-data.ts'
import { encodeCardText } from './card-text.ts'
import { FINGERPRINTS, PHOTO, SAM, SERIAL } from './sam-commands.ts'

/** The field of a simulated reader with the security module behind it. */
export interface SimulatedField {
  /** @throws {RangeError} for a card that no chip could hold. */
  put(card: CardData): void
  takeAway(): void
  lying(): CardData | undefined
  /** The body of the module's answer to a request; `extra` is how many bytes followed the parameter. */
  answer(command: number, parameter: number, extra: number): Uint8Array
}

/** 05.01-20990101-0000000001-0000000001: a number with a date no module was made on. */
const SAM_ID = [5, 0, 1, 0, 0x95, 0x48, 0x40, 0x1, 1, 0, 0, 0, 1, 0, 0, 0]

/** An empty field. A card that was selected is found again only after it was lifted, as real readers do. */
export function simulatedField(): SimulatedField {
  let card: CardData | undefined
  let stage: 'laid' | 'found' | 'selected' = 'laid'
  const put = (next: CardData | undefined) => {
    if (next) encodeCardText(next)
    if (next?.fingerprint && !FINGERPRINTS.includes(next.fingerprint.length))
      throw new RangeError('no such fingerprint block')
    card = next
    stage = 'laid'
  }
  const ofSelected = (answer: (card: CardData) => Uint8Array) =>
    card && stage === 'selected' ? answer(card) : status(SAM.read)
  const requests: Record<string, () => Uint8Array> = {
    '10ff': () => status(SAM.ok),
    '11ff': () => status(SAM.ok),
    '12ff': () => status(SAM.ok, Uint8Array.from(SAM_ID)),
    '2001'() {
      if (!card || stage === 'selected') return status(SAM.find)
      stage = 'found'
      return status(SAM.found, new Uint8Array(4))
    },
    '2002'() {
      if (!card || stage === 'laid') return status(SAM.select)
      stage = 'selected'
      return status(SAM.ok, new Uint8Array(SERIAL))
    },
    '3001': () => ofSelected(each => status(SAM.ok, base(each, false))),
    '3010': () => ofSelected(each => status(SAM.ok, base(each, true))),
    '3003': () =>
      ofSelected(({ newAddress }) => (newAddress ? status(SAM.ok, addressBytes(newAddress)) : status(SAM.empty))),
  }
  return {
    put,
    takeAway: () => put(undefined),
    lying: () => card,
    answer(command, parameter, extra) {
      const request = requests[Buffer.of(command, parameter).toString('hex')]
      return request && extra ? status(SAM.length) : (request?.() ?? status(SAM.command))
    },
  }
}

function status(sw3: number, data: Uint8Array = new Uint8Array()): Uint8Array {
  return concat([Uint8Array.of(0, 0, sw3), data])
}

/** Lengths, text, photo and, where it is asked for, the fingerprint that the card has. */
function base(card: CardData, withFingerprint: boolean): Uint8Array {
  const text = encodeCardText(card)
  const finger = (withFingerprint && card.fingerprint) || new Uint8Array()
  const lengths = [text.length, PHOTO, ...(withFingerprint ? [finger.length] : [])]
  const photo = new Uint8Array(PHOTO)
  photo.set(card.photo.subarray(0, PHOTO))
  return concat([Uint8Array.from(lengths.flatMap(length => [length >> 8, length & 0xff])), text, photo, finger])
}

/** 70 bytes of UTF-16LE, padded with spaces. @throws {RangeError} for an address that no chip could hold. */
function addressBytes(address: string): Uint8Array {
  if (address.length > 35) throw new RangeError(`an address of ${address.length} units`)
  return new Uint8Array(Buffer.from(address.padEnd(35), 'utf16le'))
}
