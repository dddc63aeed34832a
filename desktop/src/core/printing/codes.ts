import bwip from 'bwip-js/node'
import { PrintError } from './error.ts'

/** Dark squares or bars in units of the code's smallest part; `width` and `height` include the quiet zone. */
export interface Code {
  width: number
  height: number
  dark: readonly { x: number; y: number; width: number; height: number }[]
}

/** ISO/IEC 18004: four modules of white on every side. */
const QR_QUIET = 4
/** ISO/IEC 15417: ten bars of white on either side. */
const BAR_QUIET = 10

/** The modules of a QR code; runs of a row are one rectangle. Refuses a text that is too long for any QR code. */
export function qrCode(text: string, correction: 'L' | 'M' | 'Q' | 'H'): Code {
  const raw = encode('qr', { bcid: 'qrcode', text, eclevel: correction })
  if (!raw || !('pixs' in raw)) throw new PrintError('code', { kind: 'qr', length: text.length })
  const modules = raw.pixx
  const dark: Code['dark'][number][] = []
  for (let y = 0; y < modules; y++) {
    for (let x = 0, from = 0; x <= modules; x++) {
      if (x < modules && raw.pixs[y * modules + x] === 1) continue
      if (x > from) dark.push({ x: QR_QUIET + from, y: QR_QUIET + y, width: x - from, height: 1 })
      from = x + 1
    }
  }
  const size = modules + 2 * QR_QUIET
  return { width: size, height: size, dark }
}

/** The bars of a Code 128, one unit high. Refuses what is not printable ASCII. */
export function code128(text: string): Code {
  if (!/^[\x20-\x7e]+$/.test(text)) throw new PrintError('code', { kind: 'code128', length: text.length })
  const raw = encode('code128', { bcid: 'code128', text })
  if (!raw || !('sbs' in raw)) throw new PrintError('code', { kind: 'code128', length: text.length })
  const dark: Code['dark'][number][] = []
  let x = BAR_QUIET
  for (const [i, width] of raw.sbs.entries()) {
    if (i % 2 === 0) dark.push({ x, y: 0, width, height: 1 })
    x += width
  }
  return { width: x + BAR_QUIET, height: 1, dark }
}

function encode(kind: string, options: { bcid: string; text: string; eclevel?: string }) {
  try {
    return bwip.raw(options)[0]
  } catch (cause) {
    throw new PrintError('code', { kind, length: options.text.length }, { cause })
  }
}
