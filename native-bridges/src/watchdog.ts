import { DeviceError } from './driver.ts'
import type { DriverProcess } from './hosted-messages.ts'

/** Milliseconds. */
export interface HostTimes {
  /** For a stopped job to end before its process is killed: within a second, as every driver promises. */
  stop: number
  /** Without a sign of life before it is killed; a machine under load may be late. */
  silence: number
  /** For a list; and for a process to be ready. */
  list: number
  ready: number
  /** Before it is started again the first time; doubled each time up to `longest`, and anew after a `longest` without an end. */
  again: number
  longest: number
}

/** Keeps one process running. */
export interface Watchdog<T> {
  /** What was opened on the process, once it is ready. @throws {DeviceError} `broken` while it is being started again */
  running(): Promise<T>
  /** Ends it at once; it is started again. */
  kill(why: string): void
  close(): Promise<void>
}

interface Hooks<T> {
  opened(process: DriverProcess): T
  ready(opened: T): Promise<void>
  ended(how: string): void
}

/** Milliseconds in which what it said is still taken, when the core itself was held up and comes to its clock first. */
const BELATED = 500

/** Messages in a second that no driver needs: whoever sends more has lost itself. */
const FLOOD = 3000

/** Starts a process, and again whenever it ends, falls silent or floods; each time a little later. */
export function watchdog<T>(start: () => DriverProcess, times: HostTimes, hooks: Hooks<T>): Watchdog<T> {
  const state = { closed: false, failures: 0, started: 0, now: undefined as Life<T> | undefined }
  let timer: NodeJS.Timeout | undefined
  const open = () => {
    state.started = performance.now()
    const life = live(start(), times, hooks)
    state.now = life
    void life.ended.then(how => {
      state.now = undefined
      if (state.closed) return
      hooks.ended(how)
      const lived = performance.now() - state.started
      state.failures = lived > times.longest ? 0 : state.failures + 1
      timer = setTimeout(open, Math.min(times.longest, times.again * 2 ** Math.max(0, state.failures - 1))).unref()
    })
  }
  open()
  return {
    async running() {
      if (!state.now) throw new DeviceError('broken', 'the driver is being started again')
      return state.now.ready
    },
    kill: why => state.now?.kill(why),
    async close() {
      state.closed = true
      clearTimeout(timer)
      const life = state.now
      life?.kill('closed')
      await life?.ended
    },
  }
}

interface Life<T> {
  ready: Promise<T>
  ended: Promise<string>
  kill(why: string): void
}

function live<T>(process: DriverProcess, times: HostTimes, hooks: Hooks<T>): Life<T> {
  const { promise: ready, resolve: isReady, reject: neverReady } = Promise.withResolvers<T>()
  const { promise: ended, resolve: end } = Promise.withResolvers<string>()
  ready.catch(() => undefined)
  const why = { killed: '' }
  const kill = (reason: string) => {
    why.killed ||= reason
    process.kill()
  }
  const opened = hooks.opened(process)
  const late = setTimeout(kill, times.ready, 'it did not become ready')
  const silence = (ms: number) =>
    setTimeout(() => {
      silent = setTimeout(kill, BELATED, 'it gave no sign of life')
    }, ms)
  let silent = silence(times.ready)
  const heard = { second: 0, messages: 0 }
  process.listen(message => {
    clearTimeout(silent)
    silent = silence(times.silence)
    const second = Math.floor(performance.now() / 1000)
    heard.messages = second === heard.second ? heard.messages + 1 : 1
    heard.second = second
    if (heard.messages > FLOOD) kill('it flooded')
    if (message.say !== 'ready') return
    clearTimeout(late)
    isReady(opened)
    void hooks.ready(opened)
  })
  process.ended(how => {
    clearTimeout(late)
    clearTimeout(silent)
    const text = why.killed ? `${why.killed}; ${how}` : how
    neverReady(new DeviceError('broken', text))
    end(text)
  })
  return { ready, ended, kill }
}
