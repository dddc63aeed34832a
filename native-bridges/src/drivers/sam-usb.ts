import { DeviceError } from '../driver.ts'
import type { BytePort, BytePorts } from '../ports/byte-port.ts'
import { byteQueue } from '../ports/byte-queue.ts'
import { arrived, messageOf, type UsbDevice, type UsbEndpoint, usbInfo, usbOpenFault } from '../ports/usb-device.ts'
import { watchedPorts } from '../ports/watched-ports.ts'
import { cancelled, unless } from '../waiting.ts'

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
/** For what may lie in the second pipe still. */
const STALE_PATIENCE = 2

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
      .map(device => ({ ...usbInfo(device), device }))
      .filter(({ id }) => only === undefined || id === only)
  }
  return {
    list: async () => (await readers()).map(({ id, name }) => ({ id, name })),
    async open(id, signal) {
      const reader = (await readers()).find(each => each.id === id)
      if (!reader) throw new DeviceError('absent', `no USB reader ${id}`)
      return opened(reader.device, patience, signal)
    },
    watch: watchedPorts(async () => (await readers()).map(({ id, name }) => ({ id, name }))),
  }
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
    throw error instanceof DeviceError ? error : usbOpenFault(error)
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
  const state = { closed: false, within: false }
  const from = (pipe: UsbEndpoint) => arrived(device, pipe, patience)
  const taking = take(from, pipes, state, incoming.push).catch(error =>
    incoming.end(new DeviceError('absent', messageOf(error))),
  )
  const out = async (pipe: UsbEndpoint, bytes: Uint8Array) => {
    if (!bytes.length) return
    const { status } = await device.transferOut(pipe.endpointNumber, new Uint8Array(bytes), OUT_PATIENCE)
    if (status && status !== 'ok') throw new Error(`the reader refused bytes: ${status}`)
  }
  /** The rest of an answer whose head was lost must not be taken for the rest of the next one. */
  const forgotten = async () => {
    const [first, rest] = pipes.in
    while (first !== rest && !state.within && (await arrived(device, rest, STALE_PATIENCE)).length);
  }
  const send = async (bytes: Uint8Array) => {
    const [first, rest] = pipes.out
    if (first === rest) return out(first, bytes)
    await forgotten()
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

/** Takes what comes, in its order: a frame's head from one pipe and as much as it announces from the other. */
async function take(
  from: (pipe: UsbEndpoint) => Promise<Uint8Array>,
  { in: [first, rest] }: Pipes,
  state: { closed: boolean; within: boolean },
  push: (bytes: Uint8Array) => void,
): Promise<void> {
  while (!state.closed) {
    const head = await from(first)
    push(head)
    if (first === rest || head.length < HEAD) continue
    state.within = true
    // Nothing more of an announced rest within the patience: the module will be asked again, with a new head.
    for (let left = ((head[5]! << 8) | head[6]!) - (head.length - HEAD); left > 0 && !state.closed; ) {
      const bytes = await from(rest)
      if (!bytes.length) break
      push(bytes)
      left -= bytes.length
    }
    state.within = false
  }
}
