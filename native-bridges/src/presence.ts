/** Devices that cannot tell when they come and go, such as a machine on the network. */
export interface Presence<D> {
  /** Those that answer now. */
  list(): Promise<D[]>
  /** Looks every `every` ms while somebody listens. */
  watch(listener: (event: { device: D; state: 'attached' | 'removed' }) => void): () => void
}

/** Twice in the two seconds in which an unplugged device is to be noticed. */
const EVERY = 900

/** `here` says whether a device answers; it is asked for one at a time, and must end by itself within `every`. */
export function presence<D extends { id: string }>(
  devices: readonly D[],
  here: (device: D) => Promise<boolean>,
  every = EVERY,
): Presence<D> {
  const listeners = new Set<Parameters<Presence<D>['watch']>[0]>()
  const present = new Set<string>()
  const asking = new Map<string, Promise<boolean>>()
  let timer: NodeJS.Timeout | undefined
  const look = (device: D) => {
    const asked = asking.get(device.id)
    if (asked) return asked
    const answer = here(device)
      .catch(() => false)
      .finally(() => asking.delete(device.id))
    asking.set(device.id, answer)
    return answer
  }
  const seen = (device: D, is: boolean) => {
    if (is === present.has(device.id)) return
    if (is) present.add(device.id)
    else present.delete(device.id)
    for (const listener of listeners) listener({ device, state: is ? 'attached' : 'removed' })
  }
  const all = async () => {
    const found = await Promise.all(devices.map(look))
    devices.forEach((device, i) => seen(device, found[i]!))
    return devices.filter((_, i) => found[i])
  }
  const again = () => {
    timer = setTimeout(() => void all().finally(() => listeners.size && again()), every)
  }
  return {
    list: all,
    watch(listener) {
      listeners.add(listener)
      if (listeners.size === 1) again()
      return () => {
        listeners.delete(listener)
        if (!listeners.size) clearTimeout(timer)
      }
    },
  }
}
