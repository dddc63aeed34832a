import { DeviceError, type DeviceEvent, type DeviceKind, type Driver } from '../../../native-bridges/src/driver.ts'

/** A place at the desk for a device whose driver may change while the window works; empty, it has no device. */
export interface SwappableDriver<Ask, Piece> extends Driver<Ask, Piece> {
  /** Puts another driver in; the one before hears and is asked no more. */
  use(driver: Driver<Ask, Piece> | undefined): void
}

export function swappableDriver<Ask, Piece>(kind: DeviceKind): SwappableDriver<Ask, Piece> {
  const listeners = new Set<(event: DeviceEvent) => void>()
  const here = new Map<string, DeviceEvent['device']>()
  const now: { driver?: Driver<Ask, Piece>; unwatch?: () => void; left?: AbortController } = {}
  const tell = (event: DeviceEvent) => {
    if (event.state === 'removed' || event.state === 'dismissed') here.delete(event.device.id)
    else here.set(event.device.id, event.device)
    for (const listener of listeners) listener(event)
  }
  return {
    kind,
    async list() {
      const devices = (await now.driver?.list()) ?? []
      for (const device of devices) here.set(device.id, device)
      return devices
    },
    async *run(id, ask, signal) {
      const { driver, left } = now
      if (!driver || !left) throw new DeviceError('absent', `no ${kind} is set up`)
      yield* driver.run(id, ask, AbortSignal.any([signal, left.signal]))
    },
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    use(driver) {
      now.unwatch?.()
      now.left?.abort()
      for (const device of [...here.values()]) tell({ device, state: 'dismissed' })
      delete now.driver
      if (!driver) return
      now.driver = driver
      now.left = new AbortController()
      now.unwatch = driver.watch?.(tell) ?? (() => undefined)
    },
  }
}
