import type { Bitmap, Drawn } from './label-drawing.ts'

/**
 * A label in ZPL II: bitmaps as ^GFA, codes by ^BQ and ^BC. Data of fields goes with ^FH, so that no text can be taken for
 * a command.
 */
export function zplJob(drawn: readonly Drawn[], size: { width: number; height: number }, copies: number): Uint8Array {
  const head = `^XA^CI28^LH0,0^PW${size.width}^LL${size.height}`
  return Buffer.from(`${head}${drawn.map(field).join('')}^PQ${copies}^XZ\r\n`)
}

function field(item: Drawn): string {
  const at = `^FO${item.x},${item.y}`
  switch (item.kind) {
    case 'bitmap':
      return `${at}${graphic(item.bitmap)}^FS`
    case 'fill':
      return `${at}^GB${item.width},${item.height},${Math.min(item.width, item.height)}^FS`
    case 'qr':
      return `${at}^BQN,2,${item.cell}^FH^FD${item.correction}A,${escaped(item.text)}^FS`
    case 'code128':
      return `${at}^BY${item.module}^BCN,${item.height},N,N,N,A^FH^FD${escaped(item.text)}^FS`
  }
}

function graphic({ width, bytes }: Bitmap): string {
  return `^GFA,${bytes.length},${bytes.length},${Math.ceil(width / 8)},${Buffer.from(bytes).toString('hex').toUpperCase()}`
}

/** ^FH: an underscore and two hexadecimal digits for each byte that is no plain letter or digit. */
const escaped = (text: string) =>
  [...Buffer.from(text)]
    .map(byte => (/[0-9A-Za-z .:/-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : hex(byte)))
    .join('')

const hex = (byte: number) => `_${byte.toString(16).toUpperCase().padStart(2, '0')}`
