/** The measured process of window.bench.ts: opens a core on the folder given and prints its figures as JSON. */
import { randomUUID } from 'node:crypto'
import { enableCompileCache } from 'node:module'
import type { AnswerOf, Arguments, CallName } from '../../desktop/src/api.ts'
import { createPeople } from '../../sync-server/src/demo/invented-person.ts'
import { createRandom } from '../../sync-server/src/demo/random.ts'
import { ADULTS, LOGIN, PASSWORD } from './window.folder.ts'

const TYPE = 'population.resident'
// As the product's own start does (desktop/src/cli.ts).
enableCompileCache()
const { openCore } = await import('../../desktop/src/core/open.ts')
const core = await openCore({ folder: process.argv[2]!, shell: 'web', version: 'bench' })
// performance.now() counts from the start of the process: what a clerk waits for, programs read from disk included.
const opened = performance.now()
const client = { language: 'zh-CN' as const }
const call = async <N extends CallName>(name: N, args: Arguments<N>) =>
  (await core.call(name, args, client)) as AnswerOf<N>
const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!
const at = (values: number[], part: number) => [...values].sort((a, b) => a - b)[Math.floor(values.length * part)]!

// Signing in takes Argon2id's time on purpose: it is no part of the start.
await call('session.signIn', { login: LOGIN, password: PASSWORD })
const listing = performance.now()
await call('cases.list', { type: TYPE })
const list = opened + performance.now() - listing
const rss = process.memoryUsage().rss / 1024 / 1024

const invent = createPeople(createRandom(99), '2026-06-15')
const acts: number[] = []
for (let i = 0; i < 200; i++) {
  const patch = {
    ...invent(ADULTS),
    address: { area: '330402', street: '桂花街道', community: '模拟花园' },
    dwelling: 'rented',
    purpose: 'work',
    livedSince: '2026-01-01',
    registeredOn: '2026-01-01',
    source: 'window',
  }
  const start = performance.now()
  const answer = await call('cases.act', { type: TYPE, id: randomUUID(), act: 'register', patch })
  acts.push(performance.now() - start)
  if (answer.problems.length) throw new Error(answer.problems.map(p => p.text).join())
}

const searches: number[] = []
for (const text of ['王', '王小', 'wx', 'wxm', '411523', '4115231990', '李', 'zhang', '13', '桂', '0012', '张伟']) {
  for (let i = 0; i < 3; i++) {
    const before = process.cpuUsage()
    await call('cases.search', { text })
    const used = process.cpuUsage(before)
    searches.push((used.user + used.system) / 1000)
  }
}
const pages: number[] = []
for (let i = 0; i < 20; i++) {
  const start = performance.now()
  await call('cases.list', { type: TYPE, offset: i * 50 })
  pages.push(performance.now() - start)
}
const after = process.memoryUsage().rss / 1024 / 1024
await core.close()
process.stdout.write(
  JSON.stringify({
    list,
    rss,
    after,
    act: median(acts),
    act95: at(acts, 0.95),
    search: median(searches),
    searchWorst: Math.max(...searches),
    page: median(pages),
  }),
)
