import type { CarriedPackage } from '../../desktop/src/api/carry.ts'
import type { TestWindow } from '../harness.ts'

/** What the screens do with a stick, in the calls that they make. */

/** Everything of a file that a window gives away. */
export async function readOut(window: TestWindow, file: string): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for (let at = 0; ; ) {
    const { bytes, size } = await window.call('carry.read', { file, at })
    pieces.push(bytes)
    at += bytes.length
    if (at >= size) return Buffer.concat(pieces)
  }
}

export async function carryOut(window: TestWindow): Promise<{ made: CarriedPackage; bytes: Buffer }> {
  const made = await window.call('carry.out', {})
  return { made, bytes: await readOut(window, `${made.sequence}.ctcarry`) }
}

/** Reads a file from a stick into a window, in small pieces. */
export async function plugIn(window: TestWindow, bytes: Uint8Array): Promise<string> {
  const { upload } = await window.call('carry.begin', {})
  for (let at = 0; at < bytes.length; at += 100_000)
    await window.call('carry.write', { upload, at, bytes: new Uint8Array(bytes.subarray(at, at + 100_000)) })
  return upload
}

/** Hands a package on at a window with a line, and answers the receipt. */
export async function bring(window: TestWindow, bytes: Uint8Array) {
  const brought = await window.call('carry.bring', { upload: await plugIn(window, bytes) })
  return { brought, receipt: await readOut(window, brought.file) }
}

export const take = async (window: TestWindow, receipt: Uint8Array) =>
  window.call('carry.take', { upload: await plugIn(window, receipt) })
