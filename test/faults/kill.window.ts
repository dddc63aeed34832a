/** A window as a process of its own, where a clerk works until it is killed. */
import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { flushCompileCache } from 'node:module'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AnswerOf, Arguments, CallName } from '../../desktop/src/api.ts'
import { openCore } from '../../desktop/src/core/open.ts'
import { INVENTED_PEOPLE } from '../../native-bridges/src/drivers/invented-people.ts'
import { randomOf } from '../contracts/rx-storage.random.ts'
import { libraryLoans } from '../fixtures/library-loans/index.ts'
import { address } from '../journeys/permit.ts'
import type { Deed, FromWindow, Held, WindowOrder } from './kill.messages.ts'

const BOOK = 'library-loans.book'
const LOAN = 'library-loans.loan'

const order = JSON.parse(process.argv[2]!) as WindowOrder
const random = randomOf(order.seed)
const say = (message: FromWindow) => process.send!(message)
const PASSWORD = 'Chuangtai-2026'

/** Opened without the harness, which would bring the whole centre into each of a thousand short lives. */
async function open() {
  const core = await openCore({
    folder: order.folder,
    shell: 'web',
    version: 'test',
    domains: [libraryLoans],
    demo: { logins: [], haste: 1000 },
    log: error => console.error(error),
  })
  const client = { language: 'zh-CN' } as const
  const call = async <N extends CallName>(name: N, args: Arguments<N>) =>
    (await core.call(name, args, client)) as AnswerOf<N>
  return { call, sync: async () => void (await call('sync.now', {})), close: () => core.close() }
}

const window = await open()
const state = await window.call('session.state', {})
if (!state.station) await window.call('session.enrol', { server: order.server, code: order.code!, name: '窗口' })
await window.call('session.signIn', { login: 'zhangwei', password: PASSWORD })
if (order.code) await window.sync()
// Whoever is killed never writes at its end what the next one could use.
flushCompileCache()
say({ kind: 'ready' })
if (order.task === 'work') await work()
else await settle()

/** Deed after deed, some at once after each other, some with a breath between. */
async function work(): Promise<void> {
  for (;;) {
    const shelf = await idsOf(BOOK, 'shelf')
    const lent = await idsOf(LOAN, 'lent')
    const dice = random.next()
    if (dice < 0.4 || !shelf.length) await shelve()
    else if (dice < 0.6) await edit(random.pick(shelf))
    else if (dice < 0.85 || !lent.length) await lend(random.pick(shelf))
    else await giveBack(random.pick(lent))
    if (random.chance(0.2)) await sleep(random.below(30))
  }
}

async function idsOf(type: string, inState: string): Promise<string[]> {
  const { rows } = await window.call('cases.list', { type, states: [inState], limit: 500 })
  return rows.map(r => r.id)
}

async function act(type: string, deed: Deed, patch: Record<string, unknown>, identity?: { ticket: string }) {
  say({ kind: 'asked', deed })
  const ask = { type, id: deed.caseId, act: deed.act, patch: patch as never, ...(identity && { identity }) }
  const { problems } = await window.call('cases.act', ask).catch((error: unknown) => {
    // Without the centre the leased numbers may run out: then the clerk does something else.
    if ((error as { code?: string }).code === 'offline') return { problems: undefined }
    throw error
  })
  if (!problems) return
  if (problems.length) say({ kind: 'refused', deed, why: problems.map(p => p.text).join() })
  else say({ kind: 'saved', deed })
}

async function shelve(): Promise<void> {
  const barcode = `K${randomUUID().slice(0, 8).toUpperCase()}`
  const patch = { barcode, title: `书${barcode}`, kind: 'book' }
  await act(BOOK, { caseId: randomUUID(), act: 'shelve' }, patch)
}

async function edit(caseId: string): Promise<void> {
  const token = randomUUID()
  await act(BOOK, { caseId, act: 'edit', token }, { summary: token })
}

async function lend(bookId: string): Promise<void> {
  const { title } = await window.call('cases.open', { id: bookId })
  const { card } = random.pick(INVENTED_PEOPLE.slice(0, 10))
  const reader = { readerId: card.idNumber, reader: card.name, birth: card.birth, home: address }
  const patch = { ...reader, barcode: title.split(' ').at(-1)!, term: 'short' }
  await act(LOAN, { caseId: randomUUID(), act: 'lend' }, patch)
}

async function giveBack(caseId: string): Promise<void> {
  const { title } = await window.call('cases.open', { id: caseId })
  await act(LOAN, { caseId, act: 'giveBack' }, {}, { ticket: title.split(' ').at(-1)! })
}

async function settle(): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    await window.sync().catch(() => sleep(200))
    const { unsent, network } = await window.call('status', {})
    if (network === 'online' && !unsent) break
  }
  const { unsent, refused } = await window.call('status', {})
  const cases = await everything(window)
  await window.close()
  await rm(join(order.folder, 'cases.sqlite'))
  for (const rest of ['-wal', '-shm']) await rm(join(order.folder, `cases.sqlite${rest}`), { force: true })
  const again = await open()
  await again.call('session.signIn', { login: 'zhangwei', password: PASSWORD })
  say({ kind: 'settled', cases, rebuilt: await everything(again), unsent, refused })
  await again.close()
  process.disconnect()
}

async function everything(at: Awaited<ReturnType<typeof open>>): Promise<Held[]> {
  const held: Held[] = []
  for (const type of [BOOK, LOAN])
    for (let offset = 0; ; offset += 500) {
      const { rows } = await at.call('cases.list', { type, limit: 500, offset })
      for (const { id } of rows) {
        const { state, version, sections } = await at.call('cases.open', { id })
        const cells = sections.flatMap(s => s.cells).filter(c => c.value !== undefined)
        held.push({ id, type, state, version, values: Object.fromEntries(cells.map(c => [c.name, c.value])) })
      }
      if (rows.length < 500) break
    }
  return held.sort((a, b) => (a.id < b.id ? -1 : 1))
}
