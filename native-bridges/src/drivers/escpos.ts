import type { BytePorts } from '../ports/byte-port.ts'
import { escposJob } from './escpos-job.ts'
import type { RawState } from './label.ts'
import { drawLabel } from './label-drawing.ts'
import type { PrinterDriver } from './printer.ts'
import { type RawOptions, rawPrinter } from './raw-printer.ts'

/** DLE EOT 2, 3 and 4: why it is off line, what is broken, and the paper. */
const ASK = Uint8Array.of(0x10, 0x04, 2, 0x10, 0x04, 3, 0x10, 0x04, 4)

/** Ticket printers that speak ESC/POS, over port 9100 or a serial line. */
export function escposDriver(ports: BytePorts, options: RawOptions): PrinterDriver {
  return rawPrinter(ports, options, {
    name: 'ESC/POS',
    silent: 'broken',
    ask: ASK,
    // DLE DC4 8: throws away what it has not printed.
    cancel: Uint8Array.of(0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8),
    read: readEscposStatus,
    job: async (label, dpi, copies) => {
      const width = Math.round((label.width * dpi) / 25.4)
      return escposJob(await drawLabel(label, dpi), width, copies)
    },
  })
}

/**
 * Real-time answers have bits 1 and 4 set and 0 and 7 clear; the answer to GS r, which comes when all is printed, has bit 4
 * clear and its sensors' bits in pairs. Until the three real-time ones are there nothing is known.
 */
export function readEscposStatus(heard: Uint8Array, sent: boolean): RawState | undefined {
  const now = [...heard].filter(byte => (byte & 0x93) === 0x12).slice(-3)
  const worked = [...heard].some(isPaperAnswer)
  if (now.length < 3) return undefined
  const [offline, error, paper] = now as [number, number, number]
  const busy = sent && !worked
  if (offline & 0x04) return { busy, fault: { fault: 'cover', detail: 'the cover is open' } }
  if (paper & 0x60) return { busy, fault: { fault: 'empty', detail: 'paper out' } }
  if (error & 0x08) return { busy, fault: { fault: 'jam', detail: 'the cutter is stuck' } }
  if (error & 0x64) return { busy, fault: { fault: 'broken', detail: `error bits ${error.toString(16)}` } }
  return { busy }
}

/** GS r 1: bits 0 and 1 are one sensor, bits 2 and 3 the other; 5 and 6 are reserved, 4 and 7 clear. */
const isPaperAnswer = (byte: number) => (byte & 0x90) === 0 && [0, 3, 12, 15].includes(byte & 0x0f)
