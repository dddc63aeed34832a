import type { BytePorts } from '../ports/byte-port.ts'
import type { RawState } from './label.ts'
import { drawLabel } from './label-drawing.ts'
import type { PrinterDriver } from './printer.ts'
import { type RawOptions, rawPrinter } from './raw-printer.ts'
import { zplJob } from './zpl-job.ts'

/**
 * Sticker printers that speak ZPL II, over port 9100 or a serial line. `~HS` is asked before and after. A Zebra that is out
 * of paper answers nothing at all: silence before a job is told as `empty`, with the fact `silent`.
 */
export function zplDriver(ports: BytePorts, options: RawOptions): PrinterDriver {
  return rawPrinter(ports, options, {
    name: 'ZPL',
    silent: 'empty',
    ask: Buffer.from('~HS\r\n'),
    cancel: Buffer.from('~JA\r\n'),
    read: readHostStatus,
    async job(label, dpi, copies) {
      const dots = (mm: number) => Math.round((mm * dpi) / 25.4)
      return zplJob(await drawLabel(label, dpi), { width: dots(label.width), height: dots(label.height) }, copies)
    },
  })
}

const STX = '\u0002'
const ETX = '\u0003'

/** ~HS answers with three strings between STX and ETX; only both of the first two together say how it is. */
export function readHostStatus(heard: Uint8Array): RawState | undefined {
  const strings = Buffer.from(heard)
    .toString('latin1')
    .split(STX)
    .slice(1)
    .map(part => (part.includes(ETX) ? part.slice(0, part.indexOf(ETX)).split(',') : []))
    .map(parts => parts.map(each => each.trim()))
  const one = strings.findLastIndex(parts => parts.length === 12)
  const [first, second] = [strings[one], strings[one + 1]]
  if (!first || second?.length !== 11 || !strings[one + 2]?.length) return undefined
  // Nothing in them is anything but a number: a letter is a damaged answer, not a flag that is not set.
  if (![...first, ...second].every(part => /^\d{1,8}$/.test(part))) return undefined
  const left = Number(second[8])
  const busy = Number(first[4]) > 0 || left > 0 || Number(first[7]) > 0
  const fault = faultOf(first, second)
  return { busy, left, ...(fault && { fault }) }
}

/** ZPL II Programming Guide, ~HS: paper out 1.2, pause 1.3, corrupt RAM 1.10, head up 2.3, ribbon out 2.4. */
function faultOf(first: readonly string[], second: readonly string[]): RawState['fault'] {
  // A flag is 0 or 1; where one is damaged, a fault is the safer reading.
  const set = (flag: string | undefined) => Number(flag) > 0
  if (set(second[2])) return { fault: 'cover', detail: 'the head is open' }
  if (set(first[1])) return { fault: 'empty', detail: 'paper out' }
  if (set(second[3])) return { fault: 'consumable', detail: 'ribbon out' }
  if (set(first[9])) return { fault: 'broken', detail: 'its memory was lost' }
  return set(first[2]) ? { fault: 'broken', detail: 'paused' } : undefined
}
