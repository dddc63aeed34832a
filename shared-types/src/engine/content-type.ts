/** What is kept of papers and people: pictures, and pages that came as PDF. */
export type ContentType = 'image/jpeg' | 'image/png' | 'image/webp' | 'image/tiff' | 'application/pdf'

/** So many bytes from its beginning tell what a file is. */
export const CONTENT_HEAD = 1024

const codes = (text: string) => Array.from(text, letter => letter.charCodeAt(0))

const STARTS: readonly (readonly [ContentType, readonly number[]])[] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', codes('\x89PNG\r\n\x1a\n')],
  ['image/webp', codes('RIFF')],
  ['image/tiff', codes('II*\0')],
  ['image/tiff', codes('MM\0*')],
]
const WEBP = codes('WEBP')
const PDF = codes('%PDF-')

/** What a file is by its first bytes, whatever its name says; undefined for what no page or photo can be. */
export function contentType(bytes: Uint8Array): ContentType | undefined {
  const found = STARTS.find(([, start]) => stands(bytes, start, 0))?.[0]
  if (found === 'image/webp') return stands(bytes, WEBP, 8) ? found : undefined
  if (found) return found
  // ISO 32000-1, annex H: readers take the header anywhere in the first 1,024 bytes.
  for (let at = 0; at + PDF.length <= Math.min(bytes.length, CONTENT_HEAD); at++)
    if (stands(bytes, PDF, at)) return 'application/pdf'
  return undefined
}

const stands = (bytes: Uint8Array, start: readonly number[], at: number): boolean =>
  start.every((byte, i) => bytes[at + i] === byte)
