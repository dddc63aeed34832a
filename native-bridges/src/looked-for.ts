import type { DeviceEvent, DeviceInfo } from './driver.ts'

export interface LookTimes {
  /** Milliseconds between two looks while somebody listens. */
  every: number
  /** How old the last look may be that a list answers from. */
  fresh: number
  /** How long a list waits for a look; then it answers what was known. */
  patience: number
}

const TIMES: LookTimes = { every: 10_000, fresh: 2000, patience: 1500 }

export interface LookedFor {
  list(): Promise<DeviceInfo[]>
  watch(listener: (event: DeviceEvent) => void): () => void
  /** Looks at once, whatever is known. */
  again(): Promise<DeviceInfo[]>
}

/**
 * Devices whose presence is found by a question that takes its time, such as a program that lists them: one look at a
 * time, none while `held` says that a job runs, for a question may disturb it.
 */
export function lookedFor(
  look: () => Promise<DeviceInfo[]>,
  held: () => boolean = () => false,
  times: Partial<LookTimes> = {},
): LookedFor {
  const { every, fresh, patience } = { ...TIMES, ...times }
  const listeners = new Set<(event: DeviceEvent) => void>()
  const known = new Map<string, DeviceInfo>()
  const now: { at: number; looking?: Promise<DeviceInfo[]>; timer?: NodeJS.Timeout } = { at: Number.NEGATIVE_INFINITY }
  const tell = (device: DeviceInfo, state: 'attached' | 'removed') => {
    if (state === 'attached') known.set(device.id, device)
    else known.delete(device.id)
    for (const listener of listeners) listener({ device, state })
  }
  const again = () => {
    now.looking ??= look()
      .catch(() => [])
      .then(found => {
        now.at = performance.now()
        delete now.looking
        const ids = new Set(found.map(({ id }) => id))
        for (const device of [...known.values()]) if (!ids.has(device.id)) tell(device, 'removed')
        for (const device of found) if (!known.has(device.id)) tell(device, 'attached')
        return found
      })
    return now.looking
  }
  const tick = () => {
    now.timer = setTimeout(
      () => void (held() ? Promise.resolve() : again()).finally(() => listeners.size && tick()),
      every,
    )
    now.timer.unref()
  }
  return {
    again,
    async list() {
      if (held() || performance.now() - now.at < fresh) return [...known.values()]
      const late = Promise.withResolvers<void>()
      const timer = setTimeout(late.resolve, patience)
      await Promise.race([again(), late.promise])
      clearTimeout(timer)
      return [...known.values()]
    },
    watch(listener) {
      listeners.add(listener)
      if (listeners.size === 1) tick()
      return () => {
        listeners.delete(listener)
        if (!listeners.size) clearTimeout(now.timer)
      }
    },
  }
}
