import type { BytePort, BytePorts } from './byte-port.ts'
import type { UsbDevice } from './usb-device.ts'

/** A printer on a bus of memory that keeps the promises of WebUSB; `machine` takes and gives the bytes. */
export interface UsbPrinterBus {
  devices(): Promise<UsbDevice[]>
  unplug(): void
  plugIn(): void
  /** From now on it takes no bytes in, as a printer whose memory is full. */
  full(is: boolean): void
  /** What was done to its interface, in order. */
  done: readonly string[]
}

export function usbPrinterBus(machine: BytePorts, id: string): UsbPrinterBus {
  const now = { plugged: true, full: false, line: undefined as BytePort | undefined }
  const done: string[] = []
  const open = () => {
    if (!now.plugged || !now.line) throw new Error('transfer error: device disconnected')
    return now.line
  }
  const act = (name: string) => async (number: number, setting?: number) => {
    done.push([name, number, setting].filter(each => each !== undefined).join(' '))
  }
  const within = async <T>(timeout: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const signal = AbortSignal.timeout(timeout)
    return work(signal).catch(() => {
      throw new Error(signal.aborted ? 'Cancelled' : 'transfer error: device disconnected')
    })
  }
  const device: UsbDevice = {
    ...{ vendorId: 0x0a5f, productId: 0x0164, productName: 'simulated printer', serialNumber: 'P1' },
    ...{ bus: '1', ports: [2] },
    configuration: { interfaces: [SCANNER, PRINTER] },
    async open() {
      now.line = await machine.open(id, new AbortController().signal)
    },
    async close() {
      await now.line?.close()
      now.line = undefined
    },
    async selectConfiguration() {},
    claimInterface: act('claim'),
    releaseInterface: act('release'),
    selectAlternateInterface: act('select'),
    detachKernelDriver: act('detach'),
    attachKernelDriver: act('attach'),
    async transferOut(_endpoint, data, timeout) {
      const line = open()
      await within(timeout, signal => (now.full ? stuck(signal) : line.write(data, signal)))
      return { status: 'ok' }
    },
    async transferIn(_endpoint, _length, timeout) {
      const line = open()
      const bytes = await within(timeout, line.read)
      return { data: new DataView(bytes.slice().buffer), status: 'ok' }
    },
  }
  return {
    devices: async () => (now.plugged ? [device] : []),
    unplug() {
      now.plugged = false
      void now.line?.close()
    },
    plugIn() {
      now.plugged = true
    },
    full(is) {
      now.full = is
    },
    done,
  }
}

/** A machine that scans too: its first interface is no printer, and the printer's first setting does not answer. */
const pipes = (...directions: ('in' | 'out')[]) =>
  directions.map((direction, i) => ({
    endpointNumber: i + 1,
    direction,
    type: 'bulk' as const,
    packetSize: 64,
  }))
const SCANNER = {
  interfaceNumber: 0,
  alternate: { endpoints: pipes('out', 'in') },
  alternates: [{ alternateSetting: 0, interfaceClass: 0xff, interfaceProtocol: 0, endpoints: pipes('out', 'in') }],
}
const PRINTER = {
  interfaceNumber: 1,
  alternate: { endpoints: pipes('out') },
  alternates: [
    { alternateSetting: 0, interfaceClass: 7, interfaceProtocol: 1, endpoints: pipes('out') },
    { alternateSetting: 1, interfaceClass: 7, interfaceProtocol: 2, endpoints: pipes('out', 'in') },
  ],
}

const stuck = (signal: AbortSignal) =>
  new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
