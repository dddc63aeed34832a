import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Config } from '../config.ts'

/** Where files of facts lie while they are taken in, how many bytes one may have, and the bell for who takes them in. */
export interface FactPlace {
  folder: string
  limit: number
  /** Somebody began an import. */
  ring(): void
  /** Until then, for `ms` at most, or until the server stops. */
  wait(ms: number, stopping: AbortSignal): Promise<void>
}

const MEGABYTE = 2 ** 20

export function factPlace({ files, factLimit }: Pick<Config, 'files' | 'factLimit'>): FactPlace {
  const bell = { ring: new AbortController() }
  return {
    folder: join(files, 'facts'),
    limit: factLimit ?? 1024 * MEGABYTE,
    ring() {
      bell.ring.abort()
      bell.ring = new AbortController()
    },
    async wait(ms, stopping) {
      const signal = AbortSignal.any([stopping, bell.ring.signal])
      await setTimeout(ms, undefined, { signal, ref: false }).catch(() => undefined)
    },
  }
}
