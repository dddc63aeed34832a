import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import { FileFault } from '../file-fault.ts'
import type { PageAnswer } from './page-job.ts'
import type { StartPages } from './page-process.ts'
import { CHOSEN } from './page-profile.ts'
import { type PageWorkers, pageWorkers } from './page-workers.ts'

const program = new URL('./page-worker.fixture.ts', import.meta.url)
const PAGE = { mime: 'image/jpeg', thumbnail: undefined, straightened: 0 } as const
const bytes = (said: string) => new TextEncoder().encode(said)
const page = (said: string) => ({ make: 'page', bytes: bytes(said), profile: CHOSEN }) as const

let workers: PageWorkers | undefined

afterEach(() => workers?.close())

const open = (options: Parameters<typeof pageWorkers>[0] = {}) => {
  workers = pageWorkers({ program, ...options })
  return workers
}

/** What is heard of a job: what its program said back, or the code of its fault. */
const heard = (work: Promise<unknown>) =>
  work.then(
    made => new TextDecoder().decode((made as { bytes: Uint8Array }).bytes),
    (fault: Error) => (fault instanceof FileFault ? fault.code : fault.name),
  )

test('a process that dies, crashes or throws costs the page it had, and the pages behind it are made', async () => {
  const { make } = open()
  const all = ['1', 'die', '2', 'throw', '3', 'die', 'crash', '4', '5'].map(said => heard(make(page(said))))
  expect(await Promise.all(all)).toEqual([
    '1',
    'unprocessed',
    '2',
    'unprocessed',
    '3',
    'unprocessed',
    'unprocessed',
    '4',
    '5',
  ])
})

test('a page over which its process stands still is given up with the process', async () => {
  const { make } = open({ patience: 4000, processes: 1 })
  const all = ['stand still', 'next'].map(said => heard(make(page(said))))
  expect(await Promise.all(all)).toEqual(['unprocessed', 'next'])
})

test('what is given up ends at once, whether it waits or is being made; its process goes on', async () => {
  const { make } = open({ processes: 1 })
  const stop = new AbortController()
  const all = ['made', 'waiting'].map(said => heard(make(page(said), stop.signal)))
  stop.abort()
  expect(await Promise.all(all)).toEqual(['AbortError', 'AbortError'])
  expect(await heard(make(page('after'), stop.signal))).toBe('AbortError')
  expect(await heard(make(page('after')))).toBe('after')
})

test('a stack comes in its order, and no more of it is taken than can be worked on', async () => {
  const { stack } = open()
  const taken: number[] = []
  async function* pages() {
    for (let at = 0; at < 12; at++) {
      taken.push(at)
      yield { bytes: bytes(String(at)) }
    }
  }
  const came: string[] = []
  for await (const made of stack(pages(), CHOSEN)) {
    came.push(new TextDecoder().decode((made as { bytes: Uint8Array }).bytes))
    // Three are under work beside the one that came.
    expect(taken.length).toBeLessThanOrEqual(came.length + 3)
  }
  expect(came).toEqual(taken.map(String))
})

test('a scanner that fails after some pages: those come, then its fault; whoever stops taking stops the scanner', async () => {
  const { stack } = open()
  let ended = 0
  async function* pages(most: number) {
    try {
      for (let at = 0; at < most; at++) yield { bytes: bytes(String(at)) }
      throw new Error('jam')
    } finally {
      ended++
    }
  }
  const came: string[] = []
  const all = (async () => {
    for await (const made of stack(pages(4), CHOSEN)) came.push(await heard(Promise.resolve(made)))
  })()
  await expect(all).rejects.toThrow('jam')
  expect(came).toEqual(['0', '1', '2', '3'])
  for await (const _ of stack(pages(100), CHOSEN)) break
  expect(ended).toBe(2)
})

test('a process that rested too long is given no page while it takes its time to be gone', async () => {
  const started: { killed: boolean }[] = []
  // One that goes on answering until it is killed, and says its end only later.
  const start: StartPages = () => {
    const one = { killed: false, answered: (_: PageAnswer) => {}, over: () => {} }
    started.push(one)
    return {
      give: ({ make: _, ...job }) =>
        one.killed || one.answered({ made: { bytes: (job as { bytes: Uint8Array }).bytes, ...PAGE } }),
      listen: listener => (one.answered = listener),
      ended: listener => (one.over = listener),
      hold: () => undefined,
      kill() {
        one.killed = true
        setTimeout(one.over, 300)
      },
    }
  }
  const { make } = open({ start, idle: 20 })
  expect(await heard(make(page('1')))).toBe('1')
  await vi.waitUntil(() => started[0]!.killed)
  expect(await heard(make(page('2')))).toBe('2')
  expect(started).toHaveLength(2)
})

test('a window that is killed takes its processes with it', async () => {
  const window = spawn(process.execPath, ['--input-type=module-typescript', '--eval', WINDOW])
  const [said] = await once(window.stdout, 'data')
  const pid = Number(said)
  expect(runs(pid)).toBe(true)
  window.kill('SIGKILL')
  await vi.waitUntil(() => !runs(pid), { timeout: 20_000 })
})

const WINDOW = `
  import { pageWorkers } from ${JSON.stringify(new URL('./page-workers.ts', import.meta.url))}
  const { make } = pageWorkers({ program: new URL(${JSON.stringify(program)}) })
  const page = await make({ make: 'page', bytes: new TextEncoder().encode('who'), profile: {} })
  console.log(new TextDecoder().decode(page.bytes))
  setInterval(() => {}, 1000)`

/** Whether there is such a process; one that ended and that nobody asked how is none. */
function runs(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch {
    return false
  }
}
