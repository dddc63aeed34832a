import { concat } from '../ports/byte-queue.ts'
import type { CardData } from './card-data.ts'
import { encodeCardText } from './card-text.ts'
import { PHOTO, SAM, SERIAL } from './sam-commands.ts'

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
    card = next
    stage = 'laid'
  }
  const requests: Record<number, () => Uint8Array> = {
    4351: () => status(SAM.ok),
    4607: () => status(SAM.ok),
    4863: () => status(SAM.ok, Uint8Array.from(SAM_ID)),
    8193() {
      if (!card || stage === 'selected') return status(SAM.find)
      stage = 'found'
      return status(SAM.found, new Uint8Array(4))
    },
    8194() {
      if (!card || stage === 'laid') return status(SAM.select)
      stage = 'selected'
      return status(SAM.ok, new Uint8Array(SERIAL))
    },
    12289: () => (card && stage === 'selected' ? status(SAM.ok, base(card, false)) : status(SAM.read)),
    12304: () => (card && stage === 'selected' ? status(SAM.ok, base(card, true)) : status(SAM.read)),
    12291() {
      if (!card || stage !== 'selected') return status(SAM.read)
      return card.newAddress ? status(SAM.ok, addressBytes(card.newAddress)) : status(SAM.empty)
    },
  }
  return {
    put(next) {
      encodeCardText(next)
      put(next)
    },
    takeAway: () => put(undefined),
    lying: () => card,
    answer(command, parameter, extra) {
      const request = requests[(command << 8) | parameter]
      if (!request) return status(SAM.command)
      return extra ? status(SAM.length) : request()
    },
  }
}

function status(sw3: number, data: Uint8Array = new Uint8Array()): Uint8Array {
  return concat([Uint8Array.of(0, 0, sw3), data])
}

/** Lengths, text and photo; these cards carry no fingerprint, so its length is 0. */
function base(card: CardData, withFingerprint: boolean): Uint8Array {
  const text = encodeCardText(card)
  const lengths = [text.length, PHOTO, ...(withFingerprint ? [0] : [])]
  const photo = new Uint8Array(PHOTO)
  photo.set(card.photo.subarray(0, PHOTO))
  return concat([Uint8Array.from(lengths.flatMap(length => [length >> 8, length & 0xff])), text, photo])
}

/** 70 bytes of UTF-16LE, padded with spaces. @throws {RangeError} for an address that no chip could hold. */
function addressBytes(address: string): Uint8Array {
  if (address.length > 35) throw new RangeError(`an address of ${address.length} units`)
  return new Uint8Array(Buffer.from(address.padEnd(35), 'utf16le'))
}
