import { presence } from '../presence.ts'
import type { BytePortInfo, BytePorts } from './byte-port.ts'

/** The `watch` of lines that only a list tells of: it is looked at while somebody listens, and all hear of the same changes. */
export function watchedPorts(list: () => Promise<BytePortInfo[]>): NonNullable<BytePorts['watch']> {
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
