import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Operation } from './operation.ts'

const PROGRAM = fileURLToPath(new URL('../../../scripts/place.ts', import.meta.url))

/** The supervisors' place: a process of its own, which keeps cases as a window does and shares nothing with the server. */
export const place: Operation = {
  usage: `place [--host HOST] [--port 4620] [--data FOLDER] [--server URL --code CODE [--name NAME]]
      serves the supervisors' place to browsers of other machines, by the server's certificate; the first time with
      the server's address and an enrolment code for the unit that it serves`,
  async run(args) {
    const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: 'inherit' })
    const pass = (signal: NodeJS.Signals) => void child.kill(signal)
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, pass)
    const [code] = (await once(child, 'exit')) as [number | null]
    return { text: '', code: code ?? 1 }
  },
}
