import type { Ask } from './client-context.ts'

/** Hears how much of a file has gone through, from 0 to 1. */
export type Progress = (part: number) => void

/** Bytes of one piece to the core. */
const PIECE = 2 * 1024 * 1024

/** A file of the core, piece by piece: the browser keeps the pieces of a Blob on its disk, not in the page. */
export async function fetchCarried(ask: Ask, file: string, progress: Progress): Promise<Blob> {
  const pieces: Blob[] = []
  for (let at = 0; ; ) {
    const { bytes, size } = await ask('carry.read', { file, at })
    pieces.push(new Blob([bytes as Uint8Array<ArrayBuffer>]))
    at += bytes.length
    progress(size ? at / size : 1)
    if (at >= size || bytes.length === 0) return new Blob(pieces, { type: 'application/octet-stream' })
  }
}

/** Hands a file from a stick to the core, piece by piece. Answers its name there; what is broken off is let go. */
export async function sendCarried(ask: Ask, file: File, progress: Progress): Promise<string> {
  const { upload } = await ask('carry.begin', {})
  try {
    for (let at = 0; at < file.size; at += PIECE) {
      const bytes = new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer())
      await ask('carry.write', { upload, at, bytes })
      progress(Math.min(1, (at + bytes.length) / file.size))
    }
    return upload
  } catch (error) {
    await ask('carry.drop', { upload }).catch(() => undefined)
    throw error
  }
}
