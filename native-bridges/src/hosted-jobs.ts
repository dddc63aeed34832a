import { DeviceError, type DeviceEvent, type DeviceInfo } from './driver.ts'
import type { DriverProcess, FromDriver } from './hosted-messages.ts'

type Next = { done: false; piece: unknown } | { done: true }

/** One job in a driver's process. */
export interface HostedJob {
  /** @throws {DeviceError} the driver's, or `broken` when its process is lost */
  next(): Promise<Next>
  stop(): void
  over(): boolean
  /** Its process ended before it did. */
  lost(): boolean
  /** Resolves when it is over, however. */
  ended: Promise<void>
}

/** What is asked of one driver's process, and what it answers. */
export interface HostedJobs {
  /** Undefined when it does not answer within `ms`; none when it ended. */
  list(ms: number): Promise<DeviceInfo[] | undefined>
  begin(deviceId: string, ask: unknown): HostedJob
}

export function hostedJobs(process: DriverProcess, tell: (event: DeviceEvent) => void): HostedJobs {
  const jobs = new Map<number, ReturnType<typeof openJob>>()
  const questions = new Map<number, (devices: DeviceInfo[] | undefined) => void>()
  const last = { job: 0, question: 0, gone: undefined as string | undefined }
  process.listen(message => {
    if (message.say === 'event') tell(message.event)
    if (message.say === 'listed') questions.get(message.question)?.(message.devices)
    if ('job' in message) jobs.get(message.job)?.hear(message)
  })
  process.ended(how => {
    last.gone = how
    for (const answer of questions.values()) answer([])
    for (const job of jobs.values()) job.lose(how)
  })
  return {
    list: ms =>
      new Promise(resolve => {
        const question = ++last.question
        const answer = (devices: DeviceInfo[] | undefined) => {
          clearTimeout(timer)
          questions.delete(question)
          resolve(devices)
        }
        const timer = setTimeout(answer, ms, undefined)
        questions.set(question, answer)
        process.send({ say: 'list', question })
      }),
    begin(deviceId, ask) {
      const number = ++last.job
      const job = openJob(process, number)
      jobs.set(number, job)
      void job.job.ended.then(() => jobs.delete(number))
      if (last.gone) job.lose(last.gone)
      else process.send({ say: 'run', job: number, deviceId, ask })
      return job.job
    },
  }
}

function openJob(process: DriverProcess, number: number) {
  const state = { over: undefined as ((waiting: PromiseWithResolvers<Next>) => void) | undefined, lost: false }
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  let asked: PromiseWithResolvers<Next> | undefined
  const finish = (how: (waiting: PromiseWithResolvers<Next>) => void) => {
    if (state.over) return
    state.over = how
    if (asked) how(asked)
    end()
  }
  const job: HostedJob = {
    next() {
      asked = Promise.withResolvers<Next>()
      // A job that ended between two pieces was heard by nobody then; its process knows it no more.
      if (state.over) state.over(asked)
      else process.send({ say: 'next', job: number })
      return asked.promise
    },
    stop: () => process.send({ say: 'stop', job: number }),
    over: () => state.over !== undefined,
    lost: () => state.lost,
    ended,
  }
  return {
    job,
    hear(message: Extract<FromDriver, { job: number }>) {
      if (message.say === 'piece') asked?.resolve({ done: false, piece: message.piece })
      if (message.say === 'ended') finish(waiting => waiting.resolve({ done: true }))
      if (message.say === 'failed')
        finish(waiting => waiting.reject(new DeviceError(message.fault, message.detail, message.facts)))
    },
    lose(how: string) {
      if (state.over) return
      state.lost = true
      finish(waiting => waiting.reject(new DeviceError('broken', how)))
    },
  }
}
