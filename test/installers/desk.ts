import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { AnswerOf, Arguments, CallName } from '../../desktop/src/api.ts'
import { encode } from '../../desktop/src/wire.ts'
import type { Machine } from './machine.ts'

/** A window that was started as a person starts it, and the screen's end of its connection. */
export interface InstalledDesk {
  /** From the command to the address of the screen, ms. */
  took: number
  call<N extends CallName>(name: N, args: Arguments<N>): Promise<AnswerOf<N>>
  close(): Promise<void>
}

/** Starts the installed window as `clerk`. Throws with what it said when it ends before it is up. */
export async function sitDown(machine: Machine): Promise<InstalledDesk> {
  const start = performance.now()
  const window = machine.start('chuangtai-window', 'clerk')
  const url = await addressOf(window)
  const took = performance.now() - start
  const talk = machine.beside(join(import.meta.dirname, 'talk.ts'), [url])
  const waiting = new Map<number, (reply: { answer?: unknown; failure?: unknown }) => void>()
  const opened = Promise.withResolvers<void>()
  createInterface({ input: talk.stdout! }).on('line', line => {
    const said = JSON.parse(line) as { open?: true; id?: number; answer?: unknown; failure?: unknown }
    if (said.open) opened.resolve()
    else if (said.id === undefined) opened.reject(new Error(String(said.failure)))
    else waiting.get(said.id)?.(said)
  })
  await opened.promise
  let last = 0
  return {
    took,
    async call(name, args) {
      const id = ++last
      const reply = new Promise<{ answer?: unknown; failure?: unknown }>(resolve => waiting.set(id, resolve))
      talk.stdin!.write(`${encode({ id, name, args })}\n`)
      const { answer, failure } = await reply
      if (failure) throw new Error(`${name}: ${JSON.stringify(failure)}`)
      return answer as AnswerOf<typeof name>
    },
    async close() {
      talk.stdin!.end()
      const ended = once(window, 'exit')
      machine.run('pkill -TERM -f start.mjs')
      await ended
    },
  }
}

async function addressOf(window: ChildProcess): Promise<string> {
  const lines = createInterface({ input: window.stdout! })
  const said: string[] = []
  for await (const line of lines) {
    said.push(line)
    const url = /http:\/\/127\.0\.0\.1:\d+\/#token=\S+/.exec(line)?.[0]
    if (url) {
      // What it says later must be read, or it would wait for us.
      window.stdout!.resume()
      return url
    }
  }
  throw new Error(`The window ended before it was up:\n${said.join('\n')}`)
}
