import { randomUUID } from 'node:crypto'
import { CallRefusal } from './call-refusal.ts'

/** Files that are on their way from the centre to somebody's page. Nothing of them is held here but the next piece. */
export interface FactExports {
  begin(owner: string, stream: ReadableStream<Uint8Array>): string
  /** The next piece. @throws CallRefusal for a file that is nobody's or somebody else's */
  next(owner: string, file: string): Promise<{ bytes: Uint8Array; end: boolean }>
}

/** A page that asks for nothing for so long has gone, in ms. */
const GONE = 120_000
/** Bytes of one piece, at least. */
const PIECE = 1024 * 1024

interface Open {
  owner: string
  reader: ReadableStreamDefaultReader<Uint8Array>
  late: NodeJS.Timeout
}

export function factExports(): FactExports {
  const open = new Map<string, Open>()
  const drop = (file: string) => {
    const known = open.get(file)
    if (!known) return
    open.delete(file)
    clearTimeout(known.late)
    void known.reader.cancel().catch(() => undefined)
  }
  const late = (file: string) => setTimeout(() => drop(file), GONE).unref()
  return {
    begin(owner, stream) {
      const file = randomUUID()
      open.set(file, { owner, reader: stream.getReader(), late: late(file) })
      return file
    },
    async next(owner, file) {
      const known = open.get(file)
      if (known?.owner !== owner) throw new CallRefusal('not-found', 'facts.exportGone')
      clearTimeout(known.late)
      const pieces: Uint8Array[] = []
      let size = 0
      try {
        while (size < PIECE) {
          const { value, done } = await known.reader.read()
          if (done) {
            drop(file)
            return { bytes: joined(pieces, size), end: true }
          }
          pieces.push(value)
          size += value.byteLength
        }
      } catch {
        drop(file)
        throw new CallRefusal('offline', 'facts.exportBroken')
      }
      known.late = late(file)
      return { bytes: joined(pieces, size), end: false }
    },
  }
}

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.byteLength
  }
  return all
}
