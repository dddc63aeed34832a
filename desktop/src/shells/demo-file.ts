import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { CoreOptions } from '../core/core.ts'

const Demo = z.object({
  logins: z.array(z.object({ login: z.string(), name: z.string(), post: z.string(), password: z.string() })),
  notes: z.record(z.string(), z.string()),
})

/** The demo's logins and notes as `npm start` wrote them for a window of another process. Throws when the file is none of it. */
export function readDemo(file: string): NonNullable<CoreOptions['demo']> {
  return Demo.parse(JSON.parse(readFileSync(file, 'utf8')))
}
