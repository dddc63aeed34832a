import { DeviceError } from '../driver.ts'
import type { BytePort, BytePortInfo, BytePorts } from '../ports/byte-port.ts'
import { type Loopback, loopback } from '../ports/loopback.ts'

export interface SimulatedCodeReader {
  /** Where the driver finds the reader: one line of memory at a time. */
  ports: BytePorts
  /** Sends these bytes at once, as a trigger that is pulled does; nothing when nobody listens. */
  send(bytes: Uint8Array): void
  /** Sends these bytes whenever the line is opened, as a code does that lies before a reader that always looks. */
  lay(bytes: Uint8Array | undefined): void
  unplug(): void
  plugIn(): void
}

const INFO: BytePortInfo = { id: 'simulated-code-reader', name: '模拟扫码器' }

/** A code reader made of real bytes. `onSend` is called before each sending; tests pull cables and abort there. */
export function simulatedCodeReader(onSend: () => void = () => undefined): SimulatedCodeReader {
  const listeners = new Set<(event: { port: BytePortInfo; state: 'attached' | 'removed' }) => void>()
  const now: { plugged: boolean; line?: Loopback; laid?: Uint8Array } = { plugged: true }
  const change = (state: 'attached' | 'removed') => {
    if (now.plugged === (state === 'attached')) return
    now.plugged = !now.plugged
    for (const listener of listeners) listener({ port: INFO, state })
  }
  const send = (bytes: Uint8Array) => {
    onSend()
    now.line?.device.write(bytes, new AbortController().signal).catch(() => undefined)
  }
  const open = async (id: string, signal: AbortSignal): Promise<BytePort> => {
    if (signal.aborted) throw new DeviceError('cancelled', 'the caller stopped the job')
    if (!now.plugged || id !== INFO.id) throw new DeviceError('absent', `no port ${id}`)
    if (now.line) throw new DeviceError('busy', 'the line is open')
    const line = loopback()
    now.line = line
    setImmediate(() => now.laid && now.line === line && send(now.laid))
    return {
      ...line.host,
      async close() {
        line.cut()
        if (now.line === line) delete now.line
      },
    }
  }
  return {
    ports: {
      list: async () => (now.plugged ? [INFO] : []),
      open,
      watch(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
    send,
    lay(bytes) {
      if (bytes) now.laid = bytes
      else delete now.laid
    },
    unplug() {
      now.line?.cut()
      change('removed')
    },
    plugIn: () => change('attached'),
  }
}
