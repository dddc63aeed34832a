import { DeviceError } from '../driver.ts'
import type { Drawn } from './label-drawing.ts'

/** A label in TSPL: bitmaps as BITMAP, where a 0 is black, and codes by QRCODE and BARCODE. `gap` millimetres lie between labels. */
export function tsplJob(
  drawn: readonly Drawn[],
  { width, height, gap }: { width: number; height: number; gap: number },
  copies: number,
): Uint8Array {
  const head = `SIZE ${width} mm,${height} mm\r\nGAP ${gap} mm,0 mm\r\nDIRECTION 1\r\nCODEPAGE UTF-8\r\nCLS\r\n`
  return Buffer.concat([Buffer.from(head), ...drawn.flatMap(command), Buffer.from(`PRINT 1,${copies}\r\n`)])
}

function command(item: Drawn): Buffer[] {
  const { x, y } = item
  switch (item.kind) {
    case 'bitmap': {
      const { width, height, bytes } = item.bitmap
      const head = `BITMAP ${x},${y},${Math.ceil(width / 8)},${height},0,`
      return [Buffer.from(head), Buffer.from(bytes.map(byte => byte ^ 0xff)), Buffer.from('\r\n')]
    }
    case 'fill':
      return [Buffer.from(`BAR ${x},${y},${item.width},${item.height}\r\n`)]
    case 'qr':
      return [Buffer.from(`QRCODE ${x},${y},${item.correction},${item.cell},A,0,"${quoted(item.text)}"\r\n`)]
    case 'code128': {
      const bars = `${item.height},0,0,${item.module},${item.module}`
      return [Buffer.from(`BARCODE ${x},${y},"128",${bars},"${quoted(item.text)}"\r\n`)]
    }
  }
}

/** A quote ends the text, a line ends the command: the one is escaped as the manual says, the other is refused. */
function quoted(text: string): string {
  if (/[\r\n]/.test(text)) throw new DeviceError('protocol', 'a code of several lines')
  return text.replaceAll('"', '\\["]')
}
