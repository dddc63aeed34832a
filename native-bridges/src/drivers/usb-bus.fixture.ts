import type { BytePort } from '../ports/byte-port.ts'
import { concat } from '../ports/byte-queue.ts'
import { type Loopback, loopback } from '../ports/loopback.ts'
import type { UsbDevice } from '../ports/usb-device.ts'

const HEAD = 7

/**
 * A card reader on a bus of memory, which keeps the promises of WebUSB: transfers of whole packets, an error after the time
 * that was given, an error for everything that is under way when the plug is pulled. `serve` answers on its line.
 */
export interface UsbBus {
  devices(): Promise<UsbDevice[]>
  unplug(): void
  plugIn(): void
  /** From the next opening on; the machine's words for it. */
  refuse(message: string | undefined): void
}

export function usbBus(serve: (line: BytePort) => void, variant: 'two pairs' | 'one pair'): UsbBus {
  const state = { plugged: true, refusal: undefined as string | undefined, open: undefined as Opened | undefined }
  const alone = variant === 'one pair'
  const outs = alone ? [3] : [2, 6]
  const ins = alone ? [2] : [1, 5]
  const type = 'bulk' as const
  const endpoints = [
    ...outs.map(endpointNumber => ({ endpointNumber, direction: 'out' as const, type, packetSize: 64 })),
    ...ins.map(endpointNumber => ({ endpointNumber, direction: 'in' as const, type, packetSize: 64 })),
  ]
  const line = () => {
    if (!state.plugged || !state.open) throw new Error('transfer error: device disconnected')
    return state.open
  }
  const device: UsbDevice = {
    vendorId: 0x0400,
    productId: 0xc35a,
    productName: 'simulated reader',
    serialNumber: '000001',
    bus: '1',
    ports: [1],
    configuration: { interfaces: [{ interfaceNumber: 0, alternate: { endpoints }, alternates: [] }] },
    async open() {
      if (state.refusal !== undefined) throw new Error(state.refusal)
      state.open = opened(loopback(), alone)
      serve(state.open.line.device)
    },
    async close() {
      state.open?.line.cut()
      state.open = undefined
    },
    async selectConfiguration() {},
    async releaseInterface() {},
    async selectAlternateInterface() {},
    async detachKernelDriver() {},
    async attachKernelDriver() {},
    async claimInterface() {
      line()
    },
    async transferOut(_endpoint, data) {
      await line().line.host.write(data, AbortSignal.timeout(1000))
      return { status: 'ok' }
    },
    transferIn: (endpoint, length, timeout) => line().take(ins.indexOf(endpoint), length, timeout),
  }
  return {
    devices: async () => (state.plugged ? [device] : []),
    unplug() {
      state.plugged = false
      state.open?.line.cut()
    },
    plugIn() {
      state.plugged = true
    },
    refuse(message) {
      state.refusal = message
    },
  }
}

interface Opened {
  line: Loopback
  take(pipe: number, length: number, timeout: number): Promise<{ data: DataView; status: string }>
}

/** What the reader sends, parted onto its pipes: of each frame the head on the first, the rest on the second. */
function opened(line: Loopback, alone: boolean): Opened {
  const pipes: [Uint8Array, Uint8Array] = [new Uint8Array(), new Uint8Array()]
  const part = (bytes: Uint8Array) => {
    // The simulator writes a frame, or a piece of one, at once.
    const head = alone ? bytes.length : HEAD
    pipes[0] = concat([pipes[0], bytes.subarray(0, head)])
    pipes[1] = concat([pipes[1], bytes.subarray(head)])
  }
  // Both pipes may be read at the same time, so neither reads the line itself.
  const state = { gone: false, changed: Promise.withResolvers<void>() }
  const changed = () => {
    state.changed.resolve()
    state.changed = Promise.withResolvers()
  }
  void (async () => {
    for (;;) {
      part(await line.host.read(new AbortController().signal))
      changed()
    }
  })().catch(() => {
    state.gone = true
    changed()
  })
  return {
    line,
    async take(pipe, length, timeout) {
      const late = { is: false }
      const timer = setTimeout(() => {
        late.is = true
        changed()
      }, timeout)
      while (!pipes[pipe]!.length && !state.gone && !late.is) await state.changed.promise
      clearTimeout(timer)
      if (!pipes[pipe]!.length) throw new Error(state.gone ? 'transfer error: device disconnected' : 'Cancelled')
      const bytes = pipes[pipe]!.slice(0, length)
      pipes[pipe] = pipes[pipe]!.slice(length)
      return { data: new DataView(bytes.buffer), status: 'ok' }
    },
  }
}
