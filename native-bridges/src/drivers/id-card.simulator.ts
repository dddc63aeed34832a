import type { CardReaderControls, CardReaderFault } from '../controls.ts'
import { DeviceError } from '../driver.ts'
import type { BytePort, BytePortInfo, BytePorts } from '../ports/byte-port.ts'
import { type Loopback, loopback } from '../ports/loopback.ts'
import { pause } from '../waiting.ts'
import { SAM } from './sam-commands.ts'
import { samDecoder, samFrame } from './sam-frame.ts'
import { type SimulatedField, simulatedField } from './simulated-field.ts'

export interface CardReaderSimulatorOptions {
  /** Milliseconds the chip takes to be read; a real one takes half a second and more. */
  readMs?: number
  /** Called before each request is answered; tests pull cables and abort here. */
  onRequest?: (command: number, parameter: number) => void
  /** Bytes to be sent instead of the answer; tests send what no reader would. */
  garble?: () => Uint8Array | undefined
}

export interface SimulatedCardReader {
  /** Where the driver finds the reader: one line of memory at a time. */
  ports: BytePorts
  controls: CardReaderControls
  /** Lets the same reader answer on another line, such as a real serial port; ends when the line does. */
  serve(port: BytePort): Promise<void>
}

const INFO: BytePortInfo = { id: 'simulated-card-reader', name: '模拟身份证阅读器' }

/** A card reader made of real bytes: SAM_A frames, a field to lay cards in, and things that go wrong. */
export function simulatedCardReader(options: CardReaderSimulatorOptions = {}): SimulatedCardReader {
  const field = simulatedField()
  const trouble = troubles()
  const cable = simulatedCable()
  const answer = answering(options, field, trouble)
  async function serve(port: BytePort): Promise<void> {
    const forever = new AbortController().signal
    const decode = samDecoder()
    for (;;) {
      const bytes = await port.read(forever).catch(() => undefined)
      if (!bytes) return
      for (const found of decode(bytes)) {
        await send(port, 'damaged' in found ? [samFrame(0, 0, SAM.checksum)] : await answer(found.body))
      }
    }
  }
  const open = async (id: string, signal: AbortSignal) => {
    const line = cable.open(id, signal)
    void serve(line.device)
    return line.host
  }
  const { put, takeAway, lying } = field
  return {
    ports: { list: cable.list, watch: cable.watch, open },
    controls: { put, takeAway, lying, fault: trouble.set, unplug: cable.unplug, plugIn: cable.plugIn },
    serve,
  }
}

/** Makes the pieces in which the answer to a request goes out. */
function answering(options: CardReaderSimulatorOptions, field: SimulatedField, trouble: ReturnType<typeof troubles>) {
  return async ([command = 0, parameter = 0, ...data]: Uint8Array): Promise<Uint8Array[]> => {
    options.onRequest?.(command, parameter)
    const reading = command === 0x30 && parameter === 0x01
    const fault = trouble.next(reading)
    if (reading && options.readMs) await pause(options.readMs, new AbortController().signal)
    if (fault === 'pulled') field.takeAway()
    const refusal = Uint8Array.of(0, 0, SAM.samAuthentication)
    const frame = samFrame(fault === 'refused' ? refusal : field.answer(command, parameter, data.length))
    const garbled = options.garble?.()
    return garbled ? [garbled] : spoilt(frame, fault)
  }
}

/** A cable of memory: at most one line open, cut when the cable is pulled. */
function simulatedCable() {
  const listeners = new Set<(event: { port: BytePortInfo; state: 'attached' | 'removed' }) => void>()
  let plugged = true
  let line: Loopback | undefined
  const change = (state: 'attached' | 'removed') => {
    if (plugged === (state === 'attached')) return
    plugged = !plugged
    for (const listener of listeners) listener({ port: INFO, state })
  }
  return {
    list: async () => (plugged ? [INFO] : []),
    watch(listener: (event: { port: BytePortInfo; state: 'attached' | 'removed' }) => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    open(id: string, signal: AbortSignal): Loopback {
      if (signal.aborted) throw new DeviceError('cancelled', 'the caller stopped the job')
      if (!plugged || id !== INFO.id) throw new DeviceError('absent', `no port ${id}`)
      if (line) throw new DeviceError('busy', 'the line is open')
      const opened = loopback()
      line = opened
      const close = async () => {
        opened.cut()
        if (line === opened) line = undefined
      }
      return { ...opened, host: { ...opened.host, close } }
    },
    unplug() {
      line?.cut()
      change('removed')
    },
    plugIn: () => change('attached'),
  }
}

/** Which fault the next answer has; `pulled` and `refused` wait for a read, the others take any answer. */
function troubles() {
  let fault: CardReaderFault | undefined
  let left = 0
  return {
    set(next: CardReaderFault | undefined, times = Number.POSITIVE_INFINITY) {
      fault = next
      left = times
    },
    next(reading: boolean): CardReaderFault | undefined {
      if (!fault || left <= 0 || (!reading && (fault === 'pulled' || fault === 'refused'))) return undefined
      left--
      return fault
    },
  }
}

/** The pieces in which a frame goes out; none when the reader is silent. */
function spoilt(frame: Uint8Array, fault: CardReaderFault | undefined): Uint8Array[] {
  if (fault === 'silent') return []
  if (fault === 'partial') return [frame.subarray(0, Math.ceil(frame.length / 2))]
  if (fault === 'wrong-checksum') return [frame.with(frame.length - 1, frame.at(-1)! ^ 0x5a)]
  // Line noise as a loose plug gives it, with pieces of a preamble in it, and the frame cut in two.
  if (fault === 'noise')
    return [Uint8Array.of(0x00, 0xaa, 0xaa, 0x96, 0xff, 0xaa), frame.subarray(0, 3), frame.subarray(3)]
  return [frame]
}

async function send(port: BytePort, pieces: readonly Uint8Array[]): Promise<void> {
  const forever = new AbortController().signal
  // A line that is gone ends the next read too, and with it this reader's service.
  for (const piece of pieces) await port.write(piece, forever).catch(() => undefined)
}
