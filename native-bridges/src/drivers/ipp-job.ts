import { DeviceError } from '../driver.ts'
import type { IppAttributes, IppWritten, IppWrittenAttributes } from './ipp-message.ts'
import { texts } from './ipp-printer.ts'
import type { PrintAsk } from './printer.ts'

/** PWG 5101.1: names and hundredths of millimetres. */
const MEDIA = {
  A4: { name: 'iso_a4_210x297mm', x: 21_000, y: 29_700 },
  A5: { name: 'iso_a5_148x210mm', x: 14_800, y: 21_000 },
  card: { name: 'iso_id-1_53.98x85.6mm', x: 5398, y: 8560 },
} as const

/**
 * What is asked of a printer for a job, out of what it says that it can. @throws {DeviceError} `protocol` when it has no
 * such paper or tray or takes no PDF; a card printer that names no card has only cards, and is not told which.
 */
export function jobAttributes(can: IppAttributes, ask: PrintAsk): IppWrittenAttributes {
  const formats = texts(can['document-format-supported'])
  if (formats.length && !formats.includes('application/pdf')) throw new DeviceError('protocol', 'no PDF')
  return {
    copies: { as: 'integer', value: ask.copies },
    ...medium(can, ask),
    ...sides(can, ask),
  }
}

function medium(can: IppAttributes, { paper, tray }: PrintAsk): Record<string, IppWritten> {
  const { name, x, y } = MEDIA[paper]
  const known = texts(can['media-supported'])
  if (paper !== 'card' && known.length && !known.includes(name))
    throw new DeviceError('protocol', `no ${paper} paper`, { paper })
  if (tray) {
    const trays = texts(can['media-source-supported'])
    if (!trays.includes(tray))
      throw new DeviceError('protocol', `no tray ${tray}, only ${trays.join(', ') || 'none'}`, { tray })
    const size = { as: 'collection', members: { 'x-dimension': mm(x), 'y-dimension': mm(y) } } as const
    const source = { as: 'keyword', value: tray } as const
    return { 'media-col': { as: 'collection', members: { 'media-size': size, 'media-source': source } } }
  }
  return known.includes(name) ? { media: { as: 'keyword', value: name } } : {}
}

const mm = (value: number) => ({ as: 'integer', value }) as const

function sides(can: IppAttributes, { paper, duplex }: PrintAsk): Record<string, IppWritten> {
  const known = texts(can['sides-supported'])
  // The back of a card is turned over its short edge: the card is wide, and read upright on both sides.
  const value = duplex ? (paper === 'card' ? 'two-sided-short-edge' : 'two-sided-long-edge') : 'one-sided'
  if (duplex && known.length && !known.includes(value) && paper !== 'card')
    throw new DeviceError('protocol', 'no printing on both sides')
  return known.includes(value) ? { sides: { as: 'keyword', value } } : {}
}
