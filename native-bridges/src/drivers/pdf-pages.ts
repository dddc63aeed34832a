import { inflateSync } from 'node:zlib'

/** Page objects may hide in compressed object streams; more than this unpacked is no form or card. */
const MOST = 16 * 1024 * 1024

/**
 * How many pages a PDF has, by its page objects (ISO 32000-1, 7.7.3.3), compressed ones too; 0 when
 * the bytes are no PDF or have none. Counts pages that a later revision dropped, which our own files
 * never have.
 */
export function pdfPages(pdf: Uint8Array): number {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.length).toString('latin1')
  if (!text.startsWith('%PDF-') || !text.includes('%%EOF')) return 0
  return [text, ...objectStreams(text)].reduce((sum, part) => sum + pageObjects(part), 0)
}

const pageObjects = (text: string) => text.match(/\/Type\s*\/Page(?![A-Za-z])/g)?.length ?? 0

function* objectStreams(text: string): Generator<string> {
  for (const start of text.matchAll(/\/Type\s*\/ObjStm(?:(?!endobj)[\s\S]){0,400}?stream\r?\n/g)) {
    const from = start.index + start[0].length
    const end = text.indexOf('endstream', from)
    if (end < 0) return
    try {
      yield inflateSync(Buffer.from(text.slice(from, end), 'latin1'), { maxOutputLength: MOST }).toString('latin1')
    } catch {
      // A stream that does not unpack holds no page we could print.
    }
  }
}
