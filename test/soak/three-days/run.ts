import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { CentreOrder, CentreUp, FastClock, FromWindow, Hour, Sample, ToWindow, WindowOrder } from './messages.ts'

export interface Days {
  /** For each process, one sample at the end of each hour. */
  samples: { centre: Sample[]; clerk: Sample[]; reviewer: Sample[] }
  done: Record<string, number>
  hindered: Record<string, number>
  ends: Extract<FromWindow, { kind: 'ended' }>[]
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
const UNIT = '330402510000'
/** Hours of the day at which somebody is at the desk. */
const isWork = (hour: number) => hour % 24 >= 8 && hour % 24 < 18

/**
 * A clerk and a reviewer at two windows of one station and their centre, `hours` long, each a process whose time runs
 * `rate` times faster: ten hours of work a day, and nights in which windows lock, backups are made and sessions end.
 */
export async function days(dir: string, hours: number, rate: number, report: (line: string) => void): Promise<Days> {
  // Midnight in China, so that the night is one for the program too.
  const start = Math.floor(Date.now() / DAY) * DAY - 8 * HOUR
  const clock: FastClock = { from: Date.now(), start, rate }
  const run = (script: string, order: object) => {
    const args = ['--expose-gc', '--import', join(import.meta.dirname, 'fast-clock.ts')]
    const env = { ...process.env, CHUANGTAI_FAST_CLOCK: JSON.stringify(clock) }
    return fork(join(import.meta.dirname, script), [JSON.stringify(order)], {
      execArgv: args,
      env,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
  }
  const centre = run('centre.ts', { data: join(dir, 'centre'), unit: UNIT, windows: 2 } satisfies CentreOrder)
  const { port, codes } = await heard<CentreUp>(centre)
  const order = { server: `http://127.0.0.1:${port}` }
  const clerk = run('window.ts', {
    ...order,
    folder: join(dir, 'clerk'),
    bureauCode: codes[0]!,
    code: codes[1]!,
    login: 'zhangwei',
    seed: 1,
    task: 'clerk',
  } satisfies WindowOrder)
  await heard(clerk)
  const reviewer = run('window.ts', {
    ...order,
    folder: join(dir, 'reviewer'),
    code: codes[2]!,
    login: 'liuqiang',
    seed: 2,
    task: 'reviewer',
  } satisfies WindowOrder)
  await heard(reviewer)
  const begun = Math.floor((clock.start + (Date.now() - clock.from) * rate) / HOUR)
  const all: Days = { samples: { centre: [], clerk: [], reviewer: [] }, done: {}, hindered: {}, ends: [] }
  for (let hour = 1; hour <= hours; hour++) {
    const until = (begun + hour) * HOUR
    const said = await Promise.all(
      [clerk, reviewer].map(async child => {
        if (isWork(hour)) return ask<Hour>(child, { kind: 'work', until })
        await new Promise(resolve =>
          setTimeout(resolve, Math.max(0, clock.from + (until - clock.start) / rate - Date.now())),
        )
        return ask<Hour>(child, { kind: 'rest' })
      }),
    )
    all.samples.clerk.push(said[0]!.sample)
    all.samples.reviewer.push(said[1]!.sample)
    all.samples.centre.push((await ask<{ sample: Sample }>(centre, 'sample')).sample)
    for (const { done, hindered } of said) {
      add(all.done, done)
      add(all.hindered, hindered)
    }
    report(line(hour, all.samples))
  }
  for (const child of [clerk, reviewer]) all.ends.push(await ask(child, { kind: 'end' }))
  centre.send('stop')
  await once(centre, 'exit')
  return all
}

const add = (sum: Record<string, number>, more: Record<string, number>) => {
  for (const [name, count] of Object.entries(more)) sum[name] = (sum[name] ?? 0) + count
}

async function heard<T>(child: ChildProcess): Promise<T> {
  const over = new AbortController()
  const { signal } = over
  try {
    const [what, [said]] = await Promise.race([
      once(child, 'message', { signal }).then(args => ['message', args] as const),
      once(child, 'exit', { signal }).then(args => ['exit', args] as const),
    ])
    if (what === 'exit') throw new Error(`A process of the three days ended with ${said}`)
    return said as T
  } finally {
    over.abort()
  }
}

async function ask<T>(child: ChildProcess, order: ToWindow | string): Promise<T> {
  const answer = heard<T>(child)
  child.send(order)
  return answer
}

const MB = 1024 * 1024
const line = (hour: number, samples: Days['samples']) =>
  `hour ${hour}: ${Object.entries(samples)
    .map(([who, all]) => {
      const { heap, whole, handles } = all.at(-1)!
      return `${who} heap ${(heap / MB).toFixed(1)} MB, whole ${(whole / MB).toFixed(0)} MB, ${handles} handles`
    })
    .join('; ')}`
