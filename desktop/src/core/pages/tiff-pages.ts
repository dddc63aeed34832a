/** TIFF 6.0: 8 bytes of header, then a chain of directories, each a picture; an entry has 12 bytes. */
const HEADER = 8
const ENTRY = 12
/** Directories that are looked for: nobody takes so many pages, and a chain of millions costs as much memory. */
const MOST = 1000

/** A directory of a TIFF: where it lies, and where it says the next one does. */
interface Directory {
  at: number
  link: number
}

/** The pages of a TIFF in their order, at most 1,000; none for what is no TIFF, or whose chain leads out of it or into itself. */
export function tiffPages(bytes: Uint8Array): Directory[] {
  const view = viewOf(bytes)
  const little = endian(view)
  if (little === undefined) return []
  const pages: Directory[] = []
  const seen = new Set<number>()
  for (let at = view.getUint32(4, little); at !== 0 && pages.length < MOST; ) {
    if (seen.has(at) || at < HEADER || at + 2 > view.byteLength) return []
    seen.add(at)
    const link = at + 2 + view.getUint16(at, little) * ENTRY
    if (link + 4 > view.byteLength) return []
    pages.push({ at, link })
    at = view.getUint32(link, little)
  }
  return pages
}

/** One of these pages as a TIFF of its own: the same bytes, whose chain begins and ends with it. */
export function tiffPage(bytes: Uint8Array, { at, link }: Directory): Uint8Array {
  const own = bytes.slice()
  const view = viewOf(own)
  const little = endian(view)
  view.setUint32(4, at, little)
  view.setUint32(link, 0, little)
  return own
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) => new DataView(buffer, byteOffset, byteLength)

/** Little or big end first; undefined for what is no TIFF of 32 bits. */
function endian(view: DataView): boolean | undefined {
  if (view.byteLength < HEADER) return undefined
  const mark = view.getUint16(0)
  if (mark === 0x4949 && view.getUint16(2, true) === 42) return true
  return mark === 0x4d4d && view.getUint16(2) === 42 ? false : undefined
}
