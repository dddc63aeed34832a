import { EventEmitter } from 'node:events'
import type { BytePort } from '../ports/byte-port.ts'
import { loopback } from '../ports/loopback.ts'
import { fromReport, type HidPacking, toReports } from './hid-report.ts'
import type { HidBus, HidInfo, HidLine } from './sam-hid.ts'

/** A card reader on HID that keeps the promises of node-hid: whole reports of 64 bytes; `serve` answers on its line. */
export interface SimulatedHid extends HidBus {
  unplug(): void
  plugIn(): void
  /** From the next opening on; the machine's words for it. */
  refuse(message: string | undefined): void
  /** Every report that was written, as the package was given it. */
  written: readonly Uint8Array[]
}

export const HID_READER: HidInfo = {
  ...{ vendorId: 0x2109, productId: 0x7638, serialNumber: 'H0001', product: 'simulated HID reader' },
  ...{ interface: 0, usagePage: 0xff00 },
}

export function hidBus(serve: (line: BytePort) => void, packing: HidPacking, others: HidInfo[] = []): SimulatedHid {
  const now = { plugged: 0, here: true, refusal: undefined as string | undefined, pull: () => {} }
  const written: Uint8Array[] = []
  return {
    written,
    // Linux gives it another path each time.
    devices: async () => [...others, ...(now.here ? [{ ...HID_READER, path: `/dev/hidraw${now.plugged}` }] : [])],
    async open(path) {
      if (now.refusal !== undefined) throw new Error(`cannot open device with path ${path}: ${now.refusal}`)
      if (!now.here || path !== `/dev/hidraw${now.plugged}`) throw new Error('No such file or directory')
      const { host, device, cut } = loopback()
      serve(device)
      now.pull = cut
      return opened(host, cut, packing, written)
    },
    unplug() {
      now.here = false
      now.pull()
    },
    plugIn() {
      now.here = true
      now.plugged++
    },
    refuse(message) {
      now.refusal = message
    },
  }
}

/** A report in is 64 bytes; the number of report 0 is not among them, any other is. */
function opened(line: BytePort, cut: () => void, packing: HidPacking, written: Uint8Array[]): HidLine {
  const events = new EventEmitter()
  const never = new AbortController().signal
  void (async () => {
    try {
      for (;;) {
        const reports = toReports(await line.read(never), packing)
        for (const report of reports) events.emit('data', packing === 'numbered' ? report : report.subarray(1))
      }
    } catch {
      if (events.listenerCount('error')) events.emit('error', 'could not read from HID device: No such device')
    }
  })()
  return {
    async write(report) {
      const bytes = Uint8Array.from(report)
      if (bytes.length !== (packing === 'numbered' ? 64 : 65)) throw new Error(`a report of ${bytes.length} bytes`)
      written.push(bytes)
      await line.write(fromReport(packing === 'numbered' ? bytes : bytes.subarray(1), packing), never)
      return report.length
    },
    on: (event: string, listener: (heard: never) => void) => events.on(event, listener as () => void),
    async close() {
      events.removeAllListeners()
      cut()
    },
  }
}
