import { DeviceError } from '../driver.ts'
import type { BytePort, BytePortInfo, BytePorts } from '../ports/byte-port.ts'
import { byteQueue } from '../ports/byte-queue.ts'
import { hex, messageOf, usbOpenFault } from '../ports/usb-device.ts'
import { watchedPorts } from '../ports/watched-ports.ts'
import { unless } from '../waiting.ts'
import { fromReport, type HidPacking, toReports } from './hid-report.ts'

/** What is used of the npm package `node-hid`. */
export interface HidBus {
  devices(): Promise<readonly HidInfo[]>
  open(path: string): Promise<HidLine>
}

export interface HidInfo {
  path?: string | undefined
  vendorId: number
  productId: number
  serialNumber?: string | undefined
  product?: string | undefined
  interface: number
  usagePage?: number | undefined
}

export interface HidLine {
  /** @returns how many bytes were taken */
  write(report: number[]): Promise<number>
  /** Reports that come are told of as soon as one listens to `data`; an `error` ends them. */
  on(event: 'data', listener: (report: Uint8Array) => void): unknown
  on(event: 'error', listener: (error: unknown) => void): unknown
  close(): Promise<void>
}

/** HID Usage Tables 1.5: pages from here on are a maker's own. */
const OWN = 0xff00
/** What a device with one of these is, it is to the end: pointers and keys (1), power supplies (0x84), keys of FIDO (0xF1D0). */
const OTHERWISE: readonly number[] = [0x01, 0x84, 0x85, 0xf1d0]

/**
 * Devices on HID that may be card readers of the SAM_A family: those whose reports are their maker's own, and that are no
 * keyboard, pointer, power supply or security key besides. `only` is the id of the one that is meant. A reader without a
 * serial number is known by its kind alone; of two of a kind at one machine the first is taken.
 */
export function samHidPorts(bus: HidBus, { packing, only }: { packing: HidPacking; only?: string }): BytePorts {
  const readers = async () => {
    const found = await bus.devices().catch(() => [])
    const others = new Set(found.filter(({ usagePage }) => OTHERWISE.includes(usagePage ?? 0)).map(kindOf))
    const readers = new Map<string, BytePortInfo & { path: string }>()
    for (const device of found) {
      const { path, usagePage = 0, product } = device
      const [kind, id] = [kindOf(device), idOf(device)]
      if (path === undefined || usagePage < OWN || usagePage === 0xf1d0 || others.has(kind) || readers.has(id)) continue
      if (only === undefined || id === only) readers.set(id, { id, name: `${product || kind} (HID)`, path })
    }
    return [...readers.values()]
  }
  const list = async () => (await readers()).map(({ id, name }) => ({ id, name }))
  return {
    list,
    watch: watchedPorts(list),
    async open(id, signal) {
      const reader = (await readers()).find(each => each.id === id)
      if (!reader) throw new DeviceError('absent', `no HID reader ${id}`)
      const opening = bus.open(reader.path)
      const line = await unless(signal, opening).catch(error => {
        opening.then(late => late.close()).catch(() => undefined)
        throw error instanceof DeviceError ? error : usbOpenFault(error)
      })
      return overReports(line, packing)
    },
  }
}

const kindOf = ({ vendorId, productId }: HidInfo) => `hid:${hex(vendorId)}:${hex(productId)}`

/** A path changes with every plugging in; the number of the interface does not. */
const idOf = (device: HidInfo) => `${kindOf(device)}:${device.serialNumber || Math.max(0, device.interface)}`

function overReports(line: HidLine, packing: HidPacking): BytePort {
  const incoming = byteQueue()
  const gone = (error: unknown) => new DeviceError('absent', messageOf(error))
  const state = { closed: false }
  line.on('data', report => incoming.push(fromReport(Uint8Array.from(report), packing)))
  line.on('error', error => incoming.end(gone(error)))
  const send = async (bytes: Uint8Array, signal: AbortSignal) => {
    for (const report of toReports(bytes, packing)) {
      if (signal.aborted || state.closed) return
      await line.write([...report]).catch(error => {
        throw gone(error)
      })
    }
  }
  return {
    read: incoming.read,
    async write(bytes, signal) {
      if (state.closed) throw new DeviceError('absent', 'the HID reader was closed')
      await unless(signal, send(bytes, signal))
    },
    async close() {
      if (state.closed) return
      state.closed = true
      incoming.end(new DeviceError('absent', 'the HID reader was closed'))
      await line.close().catch(() => undefined)
    },
  }
}
