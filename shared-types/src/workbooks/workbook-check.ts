import { WorkbookFault } from './workbook-fault.ts'
import { isWhole, zipParts } from './zip-parts.ts'

/** How much of a spreadsheet is opened at all. */
export interface WorkbookLimits {
  /** Bytes of the file. */
  bytes: number
  /** Bytes that it says to unfold into. */
  unfolded: number
  /** Parts of the package; a workbook has a dozen. */
  parts: number
  /** How many times its size a part of more than a megabyte may unfold into. */
  ratio: number
  rows: number
}

export const WORKBOOK_LIMITS: WorkbookLimits = {
  bytes: 50 * 2 ** 20,
  unfolded: 600 * 2 ** 20,
  parts: 2000,
  ratio: 200,
  rows: 200_000,
}

/**
 * Looks at a file's first bytes and at the directory of its parts before anything is unfolded: what each says to be in
 * size must be in bounds. Then each part must unfold into just that, to the last bit: the reader does not look at their
 * checksums, a flipped bit would become somebody's name, and a list of texts may lie about its size as well as a sheet.
 * `look` may see the parts by their names, as they are unfolded.
 * @throws {WorkbookFault}
 */
export async function checkWorkbook(
  bytes: Uint8Array,
  limits: WorkbookLimits,
  look?: (part: string) => ((piece: Uint8Array) => void) | undefined,
): Promise<void> {
  if (bytes.byteLength > limits.bytes) throw tooLarge(limits.bytes)
  const start = Buffer.from(bytes.subarray(0, 8)).toString('latin1')
  if (start === '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')
    throw new WorkbookFault(isEncrypted(bytes) ? 'encrypted' : 'old-format')
  if (!start.startsWith('PK\x03\x04')) throw new WorkbookFault('not-a-workbook')
  const found = zipParts(bytes, limits.parts)
  if (!found) throw new WorkbookFault('broken')
  if (found.count > limits.parts) throw new WorkbookFault('bomb')
  const { parts } = found
  if (!parts.some(({ name }) => /^xl\/.*\.xml$/i.test(name))) throw new WorkbookFault('not-a-workbook')
  if (parts.some(({ size, packed }) => size > 2 ** 20 && size > packed * limits.ratio)) throw new WorkbookFault('bomb')
  if (parts.reduce((sum, { size }) => sum + size, 0) > limits.unfolded) throw tooLarge(limits.unfolded)
  for (const part of parts)
    if (part.size > 0 && !(await isWhole(bytes, part, look?.(part.name)))) throw new WorkbookFault('broken')
}

const tooLarge = (bytes: number) => new WorkbookFault('too-large', { limit: bytes / 2 ** 20 })

/** MS-OFFCRYPTO 2.3.2: an encrypted package is a compound file with a stream of this name in its directory. */
function isEncrypted(bytes: Uint8Array): boolean {
  const name = Buffer.from('EncryptedPackage', 'utf16le')
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(name)
}
