import { DeviceError } from '../driver.ts'
import type { BytePort, BytePortInfo, BytePorts } from '../ports/byte-port.ts'
import { byteQueue } from '../ports/byte-queue.ts'
import { presence } from '../presence.ts'
import { cancelled, unless } from '../waiting.ts'

/** What is used of a WebUSB device (the npm package `usb` 3; timeouts in ms are its own addition to the standard). */
export interface UsbDevice {
  readonly vendorId: number
  readonly productId: number
  readonly productName?: string | null
  readonly serialNumber?: string | null
  readonly bus: string
  readonly ports: readonly number[]
  readonly configuration?: UsbConfiguration | null
  open(): Promise<void>
  close(): Promise<void>
  selectConfiguration(value: number): Promise<void>
  claimInterface(number: number): Promise<void>
  transferIn(endpoint: number, length: number, timeout: number): Promise<{ data?: DataView; status?: string }>
  transferOut(endpoint: number, data: Uint8Array<ArrayBuffer>, timeout: number): Promise<{ status?: string }>
}
interface UsbConfiguration {
  interfaces: readonly { interfaceNumber: number; alternate: { endpoints: readonly UsbEndpoint[] } }[]
}
interface UsbEndpoint {
  endpointNumber: number
  direction: 'in' | 'out'
  packetSize: number
}

/** Vendor and product of readers whose security module answers on their USB pipes themselves. */
const READERS: readonly (readonly [vendor: number, product: number])[] = [
  [0x0400, 0xc35a],
  [0x0483, 0x5652],
]

/** A frame's preamble and length go to a pipe of their own, and come from one; the rest has another pair. */
const HEAD = 7
const SPLIT = { out: [2, 6], in: [1, 5] } as const
const OUT_PATIENCE = 1000
const IN_PATIENCE = 300

/**
 * The card readers on USB; `devices` lists what is plugged in and rejects where the machine has no USB. A read is begun
 * anew every `patience` ms: what is under way when the port closes cannot be taken back sooner. `only` is the id of the one
 * that is meant; all, when left out.
 */
export function samUsbPorts(
  devices: () => Promise<readonly UsbDevice[]>,
  { patience = IN_PATIENCE, only }: { patience?: number; only?: string } = {},
): BytePorts {
  const readers = async () => {
    const found = await devices().catch(() => [])
    return found
      .filter(({ vendorId, productId }) => READERS.some(([v, p]) => v === vendorId && p === productId))
      .map(device => ({ ...infoOf(device), device }))
      .filter(({ id }) => only === undefined || id === only)
  }
  return {
    list: async () => (await readers()).map(({ id, name }) => ({ id, name })),
    async open(id, signal) {
      const reader = (await readers()).find(each => each.id === id)
      if (!reader) throw new DeviceError('absent', `no USB reader ${id}`)
      return opened(reader.device, patience, signal)
    },
    watch: watching(async () => (await readers()).map(({ id, name }) => ({ id, name }))),
  }
}

/** Looks who is there while somebody listens, and tells all listeners of the same changes. */
function watching(list: () => Promise<BytePortInfo[]>): NonNullable<BytePorts['watch']> {
  const listeners = new Set<Parameters<NonNullable<BytePorts['watch']>>[0]>()
  let seen: readonly BytePortInfo[] | undefined
  const tell = (ports: readonly BytePortInfo[], others: readonly BytePortInfo[], state: 'attached' | 'removed') => {
    for (const port of ports.filter(({ id }) => !others.some(other => other.id === id)))
      for (const listener of listeners) listener({ port, state })
  }
  const bus = presence([{ id: 'bus' }], async () => {
    const now = await list()
    const before = seen ?? now
    seen = now
    tell(before, now, 'removed')
    tell(now, before, 'attached')
    return true
  })
  return listener => {
    listeners.add(listener)
    void bus.list()
    const unwatch = bus.watch(() => undefined)
    return () => {
      listeners.delete(listener)
      unwatch()
      if (!listeners.size) seen = undefined
    }
  }
}

function infoOf({ vendorId, productId, serialNumber, productName, bus, ports }: UsbDevice): BytePortInfo {
  const hex = (value: number) => value.toString(16).padStart(4, '0')
  const kind = `usb:${hex(vendorId)}:${hex(productId)}`
  const place = `${bus}-${ports.join('.')}`
  return { id: `${kind}:${serialNumber || place}`, name: `${productName || kind} (USB ${place})` }
}

async function opened(device: UsbDevice, patience: number, signal: AbortSignal): Promise<BytePort> {
  if (signal.aborted) throw cancelled()
  try {
    await device.open()
    if (!device.configuration) await device.selectConfiguration(1)
    const found = device.configuration?.interfaces.find(({ alternate }) => alternate.endpoints.length >= 2)
    if (!found) throw new DeviceError('protocol', 'the device has no pair of pipes')
    await device.claimInterface(found.interfaceNumber)
    return overPipes(device, pipesOf(found.alternate.endpoints), patience)
  } catch (error) {
    await device.close().catch(() => undefined)
    throw error instanceof DeviceError ? error : openFault(error)
  }
}

interface Pipes {
  out: readonly [first: UsbEndpoint, rest: UsbEndpoint]
  in: readonly [first: UsbEndpoint, rest: UsbEndpoint]
}

/** Both pairs where the reader has them, else its one pair for everything. */
function pipesOf(endpoints: readonly UsbEndpoint[]): Pipes {
  const of = (direction: 'in' | 'out') => {
    const own = endpoints.filter(each => each.direction === direction)
    const [first, rest] = SPLIT[direction].map(number => own.find(each => each.endpointNumber === number))
    const only = own[0]
    if (!only) throw new DeviceError('protocol', `the device has no ${direction} pipe`)
    return first && rest ? ([first, rest] as const) : ([only, only] as const)
  }
  return { out: of('out'), in: of('in') }
}

function overPipes(device: UsbDevice, pipes: Pipes, patience: number): BytePort {
  const incoming = byteQueue()
  const state = { closed: false }
  const from = (pipe: UsbEndpoint) => nextFrom(device, pipe, patience)
  const taking = take(from, pipes, state, incoming.push).catch(error =>
    incoming.end(new DeviceError('absent', messageOf(error))),
  )
  const out = async (pipe: UsbEndpoint, bytes: Uint8Array) => {
    if (!bytes.length) return
    const { status } = await device.transferOut(pipe.endpointNumber, new Uint8Array(bytes), OUT_PATIENCE)
    if (status && status !== 'ok') throw new Error(`the reader refused bytes: ${status}`)
  }
  const send = async (bytes: Uint8Array) => {
    const [first, rest] = pipes.out
    if (first === rest) return out(first, bytes)
    await out(first, bytes.subarray(0, HEAD))
    await out(rest, bytes.subarray(HEAD))
  }
  return {
    read: incoming.read,
    async write(bytes, signal) {
      if (state.closed) throw new DeviceError('absent', 'the USB reader was closed')
      const sent = send(bytes).catch(error => {
        throw new DeviceError('absent', messageOf(error))
      })
      await unless(signal, sent)
    },
    async close() {
      if (state.closed) return
      state.closed = true
      incoming.end(new DeviceError('absent', 'the USB reader was closed'))
      await taking
      await device.close().catch(() => undefined)
    },
  }
}

/** What came within the patience; nothing when nothing did. @throws when the reader is gone. */
async function nextFrom(device: UsbDevice, pipe: UsbEndpoint, patience: number): Promise<Uint8Array> {
  try {
    const { data } = await device.transferIn(pipe.endpointNumber, wholePackets(pipe.packetSize), patience)
    return data ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice() : new Uint8Array()
  } catch (error) {
    // The package's word for what took longer than it was given.
    if (/cancel|time/i.test(messageOf(error))) return new Uint8Array()
    throw error
  }
}

/** Takes what comes, in its order: a frame's head from one pipe and as much as it announces from the other. */
async function take(
  from: (pipe: UsbEndpoint) => Promise<Uint8Array>,
  { in: [first, rest] }: Pipes,
  state: { closed: boolean },
  push: (bytes: Uint8Array) => void,
): Promise<void> {
  while (!state.closed) {
    const head = await from(first)
    push(head)
    if (first === rest || head.length < HEAD) continue
    // Nothing more of an announced rest within the patience: the module will be asked again, with a new head.
    for (let left = ((head[5]! << 8) | head[6]!) - (head.length - HEAD); left > 0 && !state.closed; ) {
      const bytes = await from(rest)
      if (!bytes.length) break
      push(bytes)
      left -= bytes.length
    }
  }
}

/** What a read may bring at most: whole packets, and more than the longest frame. */
const wholePackets = (packet: number) => Math.ceil(4096 / packet) * packet

function openFault(error: unknown): DeviceError {
  const message = messageOf(error)
  if (/permission|access/i.test(message)) return new DeviceError('broken', message, { rights: 'usb' })
  if (/busy|claimed/i.test(message)) return new DeviceError('busy', message)
  if (/disconnected|not found|no device/i.test(message)) return new DeviceError('absent', message)
  return new DeviceError('broken', message)
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
