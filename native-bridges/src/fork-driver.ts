import { type ChildProcess, fork } from 'node:child_process'
import type { DriverProcess, FromDriver } from './hosted-messages.ts'

/** Characters of its error output that are kept for support. */
const KEPT = 2000

/** Starts a driver's program as a child process of plain Node. Binary values cross as they are. */
export function forkDriver(program: string | URL, order: unknown): DriverProcess {
  const child = fork(program, [JSON.stringify(order)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  })
  const said = { last: '' }
  child.stderr!.setEncoding('utf8').on('data', (part: string) => (said.last = (said.last + part).slice(-KEPT)))
  // A message that no longer finds the child is no news: its end is.
  child.on('error', () => undefined)
  return {
    send: message => void (child.connected && child.send(message, () => undefined)),
    listen: listener => void child.on('message', message => listener(message as FromDriver)),
    ended: listener => void child.once('close', (code, signal) => listener(how(child, code, signal, said.last))),
    kill: () => void child.kill('SIGKILL'),
  }
}

function how({ pid }: ChildProcess, code: number | null, signal: string | null, said: string): string {
  return `process ${pid ?? 'not started'} ended with ${signal ?? code}${said ? `: ${said.trim()}` : ''}`
}
