import { DeviceError, type DeviceEvent, type DeviceInfo } from './driver.ts'
import { cancelled } from './waiting.ts'

/** The cable of a simulated device that has no bytes of its own to lose. */
export interface SimulatedCable {
  list(): Promise<DeviceInfo[]>
  watch(listener: (event: DeviceEvent) => void): () => void
  unplug(): void
  plugIn(): void
  /** Waits `ms` of the device's time. @throws {DeviceError} `absent` when the cable is pulled meanwhile, `cancelled`. */
  pass(ms: number, signal: AbortSignal): Promise<void>
}

export function simulatedCable(device: DeviceInfo): SimulatedCable {
  const listeners = new Set<(event: DeviceEvent) => void>()
  let pulled = new AbortController()
  return {
    list: async () => (pulled.signal.aborted ? [] : [device]),
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    unplug() {
      if (pulled.signal.aborted) return
      pulled.abort()
      for (const listener of listeners) listener({ device, state: 'removed' })
    },
    plugIn() {
      if (!pulled.signal.aborted) return
      pulled = new AbortController()
      for (const listener of listeners) listener({ device, state: 'attached' })
    },
    pass: (ms, signal) => passing(ms, signal, pulled.signal),
  }
}

function passing(ms: number, signal: AbortSignal, cable: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (why?: DeviceError) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      cable.removeEventListener('abort', pull)
      if (why) reject(why)
      else resolve()
    }
    const stop = () => end(cancelled())
    const pull = () => end(new DeviceError('absent', 'the cable was pulled'))
    const timer = setTimeout(() => end(), ms)
    signal.addEventListener('abort', stop)
    cable.addEventListener('abort', pull)
    if (cable.aborted) pull()
    else if (signal.aborted) stop()
  })
}
