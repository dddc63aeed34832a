import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AnswerOf, Arguments, CallName, Notice } from '../../../desktop/src/api.ts'
import type { FromWindow, ToWindow } from './messages.ts'

/** A window in a process of its own, with whatever devices it starts processes for. */
export interface DrivenWindow {
  /** @throws {WindowRefusal} as the window refuses */
  call<N extends CallName>(name: N, args: Arguments<N>): Promise<AnswerOf<N>>
  listen(hear: (notice: Notice) => void): () => void
  /** What it and each of its device processes hold now: bytes and open files. */
  measure(): Promise<Held>
  /** What it wrote to its log. */
  log: readonly string[]
  close(): Promise<void>
}

export interface Held {
  /** Of the window, after everything not needed was given back. */
  heap: number
  /** All that is resident of the window's process. */
  resident: number
  files: number
  devices: { pid: number; driver: string; resident: number; files: number }[]
}

/** What a call was refused with. */
export class WindowRefusal extends Error {
  readonly code: string
  readonly text: string

  constructor({ code, text }: { code: string; text: string }) {
    super(`${code} ${text}`)
    this.code = code
    this.text = text
  }
}

/** A message without the number that it gets here. */
type Asked<T = ToWindow> = T extends ToWindow ? Omit<T, 'number'> : never

export async function openWindow(folder: string): Promise<DrivenWindow> {
  const child = fork(join(import.meta.dirname, 'window.ts'), [folder], {
    execArgv: ['--expose-gc'],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const waiting = new Map<number, (message: FromWindow) => void>()
  const hearers = new Set<(notice: Notice) => void>()
  const log: string[] = []
  const ready = Promise.withResolvers<void>()
  child.once('exit', code => ready.reject(new Error(`the window ended with ${code}`)))
  child.on('message', (message: FromWindow) => {
    if (message.say === 'ready') ready.resolve()
    else if (message.say === 'notice') for (const hear of hearers) hear(message.notice)
    else if (message.say === 'log') log.push(message.text)
    else {
      waiting.get(message.number)?.(message)
      waiting.delete(message.number)
    }
  })
  await ready.promise
  let last = 0
  const asked = (message: Asked): Promise<FromWindow> =>
    new Promise(resolve => {
      const number = ++last
      waiting.set(number, resolve)
      child.send({ ...message, number })
    })
  return {
    async call<N extends CallName>(name: N, args: Arguments<N>) {
      const message = await asked({ ask: 'call', name, args })
      if (message.say === 'refused') throw new WindowRefusal(message.failure)
      return (message.say === 'answer' ? message.answer : undefined) as AnswerOf<N>
    },
    listen(hear) {
      hearers.add(hear)
      return () => void hearers.delete(hear)
    },
    async measure() {
      const message = await asked({ ask: 'measure' })
      const heap = message.say === 'measured' ? message.memory.heapUsed + message.memory.arrayBuffers : 0
      const devices = childrenOf(child.pid!).flatMap(pid => {
        const driver = driverOf(pid)
        return driver ? [{ pid, driver, resident: residentOf(pid), files: filesOf(pid) }] : []
      })
      return { heap, resident: residentOf(child.pid!), files: filesOf(child.pid!), devices }
    },
    log,
    async close() {
      child.removeAllListeners('exit')
      const gone = once(child, 'exit')
      void asked({ ask: 'close' })
      await gone
    },
  }
}

const PAGE = 4096
const residentOf = (pid: number) => Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE
const filesOf = (pid: number) => readdirSync(`/proc/${pid}/fd`).length

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter(other => other > 0 && parentOf(other) === pid)
}

/** The field after the name and the state; the name may hold anything. */
function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    // It ended meanwhile.
    return undefined
  }
}

/** Which driver a process runs; nothing for a process of another kind. */
function driverOf(pid: number): string | undefined {
  const words = commandOf(pid).split('\0')
  const at = words.findIndex(word => word.includes('device-process'))
  return at < 0 ? undefined : (JSON.parse(words[at + 1]!) as { driver: string }).driver
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
