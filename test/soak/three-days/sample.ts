import { readdirSync } from 'node:fs'
import type { Sample } from './messages.ts'

/** The process as it stands once nothing is left to collect; it must run with `--expose-gc`. */
export async function sample(): Promise<Sample> {
  for (let i = 0; i < 3; i++) {
    globalThis.gc!()
    await new Promise(resolve => setImmediate(resolve))
  }
  const { heapUsed, external, rss } = process.memoryUsage()
  const active: Record<string, number> = {}
  for (const name of process.getActiveResourcesInfo()) active[name] = (active[name] ?? 0) + 1
  const handles = process.platform === 'linux' ? readdirSync('/proc/self/fd').length : undefined
  return { heap: heapUsed, outside: external, whole: rss, ...(handles && { handles }), active }
}
