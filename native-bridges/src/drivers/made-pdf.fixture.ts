import { deflateSync } from 'node:zlib'

/** A whole PDF of so many empty pages, with or without compressed page objects; for tests. */
export function madePdf(pages: number, compressed = false): Uint8Array {
  const kids = Array.from({ length: pages }, (_, at) => `${at + 3} 0 R`)
  const leaf = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 243 153] >>'
  const catalog = '1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n'
  const tree = `2 0 obj\n<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${pages} >>\nendobj\n`
  return Buffer.concat([
    Buffer.from(`%PDF-1.7\n${catalog}${tree}`),
    ...(compressed
      ? [packed(kids.map(() => leaf))]
      : kids.map((_, at) => Buffer.from(`${at + 3} 0 obj\n${leaf}\nendobj\n`))),
    Buffer.from('trailer << /Root 1 0 R >>\n%%EOF\n'),
  ])
}

function packed(objects: string[]): Buffer {
  const offsets = objects.map((object, at) => `${at + 3} ${at * (object.length + 1)}`).join(' ')
  const body = deflateSync(`${offsets}\n${objects.join('\n')}`)
  const head = `9 0 obj\n<< /Type /ObjStm /N ${objects.length} /First ${offsets.length + 1} /Filter /FlateDecode /Length ${body.length} >>\nstream\n`
  return Buffer.concat([Buffer.from(head), body, Buffer.from('\nendstream\nendobj\n')])
}
