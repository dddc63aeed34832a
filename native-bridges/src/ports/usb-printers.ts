import { DeviceError } from '../driver.ts'
import { cancelled, unless } from '../waiting.ts'
import type { BytePort, BytePorts } from './byte-port.ts'
import { byteQueue } from './byte-queue.ts'
import {
  arrived,
  isLate,
  messageOf,
  type UsbAlternate,
  type UsbDevice,
  type UsbEndpoint,
  usbInfo,
  usbOpenFault,
} from './usb-device.ts'
import { watchedPorts } from './watched-ports.ts'

/** USB Device Class Definition for Printing Devices 1.1: class 7; protocol 2 is bulk both ways, 1 out alone, 3 IEEE 1284.4. */
const PRINTER_CLASS = 7
const BOTH_WAYS = 2

/** Bytes handed over at once: a printer whose memory is full takes no more until it has printed some. */
const CHUNK = 4096
/** Milliseconds for a piece of a job to be taken, and at most for a question; for an answer before it is looked for anew. */
const TAKEN = 5000
const QUESTION_TAKEN = 1000
const IN_PATIENCE = 300

/**
 * The printers on USB that take bytes and answer, as the printer class has them; `devices` lists what is plugged in and
 * rejects where the machine has no USB. `only` is the id of the one that is meant. Linux gives printers to a driver of its
 * own, which is asked to let go for as long as the line is open. A write that the printer does not take in time ends
 * `uncertain`, for nobody knows how much of it came in.
 */
export function usbPrinters(
  devices: () => Promise<readonly UsbDevice[]>,
  { only, ...times }: { patience?: number; taken?: number; only?: string } = {},
): BytePorts {
  const printers = async () => {
    const found = await devices().catch(() => [])
    return found
      .flatMap(device => {
        const way = wayInto(device)
        return way ? [{ ...usbInfo(device), device, way }] : []
      })
      .filter(({ id }) => only === undefined || id === only)
  }
  const list = async () => (await printers()).map(({ id, name }) => ({ id, name }))
  return {
    list,
    watch: watchedPorts(list),
    async open(id, signal) {
      const printer = (await printers()).find(each => each.id === id)
      if (!printer) throw new DeviceError('absent', `no USB printer ${id}`)
      return opened(printer, { patience: IN_PATIENCE, taken: TAKEN, ...times }, signal)
    },
  }
}

interface Way {
  number: number
  setting: number
  /** Whether there is another setting to choose from. */
  chosen: boolean
  out: UsbEndpoint
  in: UsbEndpoint
}

/** The printer class's interface with a bulk pipe each way; nothing for what is no printer, or cannot answer. */
function wayInto({ configuration }: UsbDevice): Way | undefined {
  for (const { interfaceNumber, alternates } of configuration?.interfaces ?? []) {
    const settings = alternates.filter(({ interfaceClass }) => interfaceClass === PRINTER_CLASS)
    const usual = settings.find(({ interfaceProtocol }) => interfaceProtocol === BOTH_WAYS) ?? settings[0]
    const [out, back] = [usual && pipe(usual, 'out'), usual && pipe(usual, 'in')]
    if (usual && out && back)
      return {
        number: interfaceNumber,
        setting: usual.alternateSetting,
        chosen: alternates.length > 1,
        out,
        in: back,
      }
  }
  return undefined
}

const pipe = ({ endpoints }: UsbAlternate, direction: 'in' | 'out') =>
  endpoints.find(each => each.direction === direction && each.type === 'bulk')

interface Times {
  patience: number
  taken: number
}

async function opened(
  { device, way }: { device: UsbDevice; way: Way },
  times: Times,
  signal: AbortSignal,
): Promise<BytePort> {
  if (signal.aborted) throw cancelled()
  try {
    await device.open()
    // Where no driver of the system has it there is nothing to take.
    await device.detachKernelDriver(way.number).catch(() => undefined)
    await device.claimInterface(way.number)
    if (way.chosen) await device.selectAlternateInterface(way.number, way.setting)
    return line(device, way, times)
  } catch (error) {
    await device.close().catch(() => undefined)
    throw usbOpenFault(error)
  }
}

function line(device: UsbDevice, way: Way, { patience, taken }: Times): BytePort {
  const incoming = byteQueue()
  const now = { closed: false, sending: Promise.resolve() as Promise<unknown> }
  const gone = (error: unknown) => new DeviceError('absent', messageOf(error))
  const taking = (async () => {
    while (!now.closed) incoming.push(await arrived(device, way.in, patience))
  })().catch(error => incoming.end(gone(error)))
  const send = async (bytes: Uint8Array, signal: AbortSignal) => {
    const limit = bytes.length > way.out.packetSize ? taken : Math.min(taken, QUESTION_TAKEN)
    for (let at = 0; at < bytes.length && !signal.aborted && !now.closed; at += CHUNK) {
      const part = new Uint8Array(bytes.subarray(at, at + CHUNK))
      const { status } = await device.transferOut(way.out.endpointNumber, part, limit)
      if (status && status !== 'ok') throw new DeviceError('protocol', `the printer refused bytes: ${status}`)
    }
  }
  return {
    read: incoming.read,
    async write(bytes, signal) {
      if (now.closed) throw new DeviceError('absent', 'the USB printer was closed')
      // One after the other, also after one that its caller did not wait for.
      const sent = now.sending
        .then(() => send(bytes, signal))
        .catch(error => {
          if (error instanceof DeviceError) throw error
          throw isLate(error) ? new DeviceError('uncertain', 'the printer took no more bytes') : gone(error)
        })
      now.sending = sent.catch(() => undefined)
      await unless(signal, sent)
    },
    async close() {
      if (now.closed) return
      now.closed = true
      incoming.end(new DeviceError('absent', 'the USB printer was closed'))
      await taking
      await device.releaseInterface(way.number).catch(() => undefined)
      await device.attachKernelDriver(way.number).catch(() => undefined)
      await device.close().catch(() => undefined)
    },
  }
}
