/** A program that does what the bytes of its page say: dies, crashes, stands still, says who it is, or answers with them as they are. */
import { setTimeout as pause } from 'node:timers/promises'
import type { PageJob } from './page-job.ts'
import { servePages } from './serve-pages.ts'

servePages(async (job: PageJob) => {
  const bytes = job.make === 'page' ? job.bytes : job.sides[0]
  const said = new TextDecoder().decode(bytes)
  if (said === 'die') process.exit(1)
  if (said === 'crash') process.kill(process.pid, 'SIGSEGV')
  if (said === 'throw') throw new Error('a bug in the program')
  if (said === 'stand still') for (;;);
  if (said === 'who') return { made: made(new TextEncoder().encode(String(process.pid))) }
  await pause(20)
  return { made: made(bytes) }
})

const made = (bytes: Uint8Array) => ({ bytes, mime: 'image/jpeg', thumbnail: undefined, straightened: 0 }) as const
