import { concat } from '../ports/byte-queue.ts'

/** SAM_A framing: AA AA AA 96 69 | length, 2 bytes big endian | body | xor of length and body. */
const PREAMBLE = Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69)
const HEAD = PREAMBLE.length + 2
/** A request has command and parameter, an answer three status bytes; the length counts the xor byte too. */
const SHORTEST = 3
/** Status, three lengths, text, photo and a fingerprint of 1024, and the xor byte. */
const LONGEST = 3 + 6 + 256 + 1024 + 1024 + 1

/** A request or an answer, ready to be sent. @throws {RangeError} for a body no frame can hold. */
export function samFrame(...body: number[] | [Uint8Array]): Uint8Array {
  const bytes = body[0] instanceof Uint8Array ? body[0] : Uint8Array.from(body as number[])
  const length = bytes.length + 1
  if (length < SHORTEST || length > LONGEST) throw new RangeError(`a body of ${bytes.length} bytes is no SAM frame`)
  const counted = concat([Uint8Array.of(length >> 8, length & 0xff), bytes])
  return concat([PREAMBLE, counted, Uint8Array.of(xor(counted))])
}

/** What the decoder found: a body without length and xor, or a frame whose xor is wrong. */
export type SamFound = { body: Uint8Array } | { damaged: true }

/**
 * Takes bytes as they come, cut anywhere, and finds the frames in them. Noise before a frame is
 * skipped; after a wrong xor or length the search goes on one byte later, since the length itself may
 * be what was damaged. Keeps no more than one frame's bytes.
 */
export function samDecoder(): (bytes: Uint8Array) => SamFound[] {
  let rest: Uint8Array = new Uint8Array()
  return bytes => {
    rest = concat([rest, bytes])
    const found: SamFound[] = []
    for (;;) {
      const start = preambleAt(rest)
      rest = rest.subarray(start)
      if (rest.length < HEAD) break
      const length = (rest[5]! << 8) | rest[6]!
      if (length < SHORTEST || length > LONGEST) {
        rest = rest.subarray(1)
        continue
      }
      const end = HEAD + length
      if (rest.length < end) break
      const sound = xor(rest.subarray(PREAMBLE.length, end - 1)) === rest[end - 1]
      found.push(sound ? { body: rest.slice(HEAD, end - 1) } : { damaged: true })
      rest = rest.subarray(sound ? end : 1)
    }
    rest = rest.slice()
    return found
  }
}

/** Where the preamble, or the piece of it that has come so far, begins; the end when there is none. */
function preambleAt(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; at++) {
    const known = Math.min(PREAMBLE.length, bytes.length - at)
    let same = 0
    while (same < known && bytes[at + same] === PREAMBLE[same]) same++
    if (same === known) return at
  }
  return bytes.length
}

function xor(bytes: Uint8Array): number {
  let sum = 0
  for (const byte of bytes) sum ^= byte
  return sum
}
