import { DeviceError, type DeviceEvent, type DeviceInfo, type DeviceKind, type Driver } from './driver.ts'
import { cancelled } from './waiting.ts'

/** What a device's own file has to bring; `exclusiveDriver` adds what every driver promises. */
export interface DriverParts<Ask, Piece> {
  kind: DeviceKind
  list(): Promise<DeviceInfo[]>
  /** One word for what is being done, told to the next caller as `holder`; a key of words.<lang>.ts. */
  purpose(ask: Ask): JobPurpose
  work(device: DeviceInfo, ask: Ask, signal: AbortSignal): AsyncIterable<Piece>
  /** Tells of cables, where the transport does. */
  watch?(listener: (event: DeviceEvent) => void): () => void
}

export type JobPurpose = 'read-once' | 'read-continuously' | 'scan' | 'print' | 'stamp' | 'count'

/**
 * A driver out of its parts, with one caller at a time per device: the second gets `busy` with the
 * facts `holder` (a JobPurpose) and `since` (ISO 8601). Whatever the work throws comes out as a
 * DeviceError, and the device is free again however the work ends.
 */
export function exclusiveDriver<Ask, Piece>(parts: DriverParts<Ask, Piece>): Driver<Ask, Piece> {
  const held = new Map<string, { holder: JobPurpose; since: string }>()
  const listeners = new Set<(event: DeviceEvent) => void>()
  const tell = (event: DeviceEvent) => {
    for (const listener of listeners) listener(event)
  }
  async function* run(deviceId: string, ask: Ask, signal: AbortSignal): AsyncGenerator<Piece> {
    if (signal.aborted) throw cancelled()
    const device = (await parts.list()).find(({ id }) => id === deviceId)
    if (!device) throw new DeviceError('absent', `no ${parts.kind} with id ${deviceId}`)
    const holding = held.get(deviceId)
    if (holding) throw new DeviceError('busy', `${deviceId} is held for ${holding.holder}`, holding)
    held.set(deviceId, { holder: parts.purpose(ask), since: new Date().toISOString() })
    tell({ device, state: 'busy' })
    try {
      yield* parts.work(device, ask, signal)
    } catch (cause) {
      throw asDeviceError(cause, signal)
    } finally {
      held.delete(deviceId)
      tell({ device, state: 'ready' })
    }
  }
  return {
    kind: parts.kind,
    list: parts.list,
    run,
    watch(listener) {
      listeners.add(listener)
      const unwatch = parts.watch?.(listener)
      return () => {
        listeners.delete(listener)
        unwatch?.()
      }
    },
  }
}

function asDeviceError(cause: unknown, signal: AbortSignal): DeviceError {
  if (cause instanceof DeviceError) return cause
  if (signal.aborted) return cancelled()
  return new DeviceError('broken', cause instanceof Error ? cause.message : String(cause), {}, { cause })
}
