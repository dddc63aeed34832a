import type { BytePorts } from '../ports/byte-port.ts'
import type { RawState } from './label.ts'
import { drawLabel } from './label-drawing.ts'
import type { PrinterDriver } from './printer.ts'
import { type RawOptions, rawPrinter } from './raw-printer.ts'
import { tsplJob } from './tspl-job.ts'

/** Millimetres between two labels of a roll, as most are. */
const GAP = 2

/** Sticker printers that speak TSPL, over port 9100 or a serial line; `ESC ! ?` is asked before and after. */
export function tsplDriver(ports: BytePorts, options: RawOptions): PrinterDriver {
  return rawPrinter(ports, options, {
    name: 'TSPL',
    silent: 'broken',
    ask: Buffer.from('\x1b!?'),
    cancel: Buffer.from('\x1b!.'),
    read: heard => (heard.length ? readTsplStatus(heard.at(-1)!) : undefined),
    job: async (label, dpi, copies) => tsplJob(await drawLabel(label, dpi), { ...label, gap: GAP }, copies),
  })
}

/** TSPL manual, <ESC>!?: one byte of bits, 20 while it prints, 10 paused, 80 anything else; 40 means nothing, so it is no answer. */
export function readTsplStatus(bits: number): RawState | undefined {
  if (bits & 0x40) return undefined
  const busy = (bits & 0x20) !== 0
  if (bits & 0x01) return { busy, fault: { fault: 'cover', detail: 'the head is open' } }
  if (bits & 0x02) return { busy, fault: { fault: 'jam', detail: 'paper jam' } }
  if (bits & 0x04) return { busy, fault: { fault: 'empty', detail: 'paper out' } }
  if (bits & 0x08) return { busy, fault: { fault: 'consumable', detail: 'ribbon out' } }
  if (bits & 0x80) return { busy, fault: { fault: 'broken', detail: 'the printer reports an error' } }
  return bits & 0x10 ? { busy, fault: { fault: 'broken', detail: 'paused' } } : { busy }
}
