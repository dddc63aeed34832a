/**
 * A window as a process of its own, whose every write is recorded by whoever started it: works without the centre, and
 * says of each act in the file `acks` that it is saved, once the core has said so.
 */
import { randomUUID } from 'node:crypto'
import { openSync, writeSync } from 'node:fs'
import { type Arguments, CALLS } from '../../desktop/src/api.ts'
import { handlersOf } from '../../desktop/src/core/calls/all.ts'
import type { CoreOptions } from '../../desktop/src/core/core.ts'
import { openDesk } from '../../desktop/src/core/open-desk.ts'
import { INVENTED_PEOPLE } from '../../native-bridges/src/drivers/invented-people.ts'
import { randomOf } from '../contracts/rx-storage.random.ts'
import { libraryLoans } from '../fixtures/library-loans/index.ts'
import { address } from '../journeys/permit.ts'

export interface PowerCutOrder {
  folder: string
  /** The file that takes one line for each act that was said to be saved. */
  acks: string
  acts: number
  seed: number
  /** Left alone unless told: only a control works with less than what the product opens its database with. */
  synchronous?: 'NORMAL' | 'OFF'
}

/** One line of `acks`. */
export type Ack =
  | { kind: 'shelve' | 'edit'; caseId: string; token: string }
  | { kind: 'lend'; caseId: string; number: string }
  | { kind: 'draft'; id: string; token: string }

const order = JSON.parse(process.argv[2]!) as PowerCutOrder
const random = randomOf(order.seed)
const acks = openSync(order.acks, 'a')
const said = (ack: Ack) => writeSync(acks, `${JSON.stringify(ack)}\n`)
const options: CoreOptions = {
  folder: order.folder,
  shell: 'web',
  version: 'test',
  domains: [libraryLoans],
  demo: { logins: [], haste: 1000 },
}
const { desk, close } = await openDesk(options, () => undefined)
if (order.synchronous) {
  const { internals } = desk.db.events.internalStorageInstance as unknown as {
    internals: { store: { db: { pragma(text: string): unknown } } }
  }
  internals.store.db.pragma(`synchronous = ${order.synchronous}`)
}
const handlers = handlersOf(desk, options)
const client = { language: 'zh-CN' } as const
await handlers['session.signIn']({ login: 'zhangwei', password: 'Chuangtai-2026' }, client)

const books: { id: string; barcode: string; lent?: true }[] = []
for (let n = 0; n < order.acts; n++) {
  const dice = random.next()
  const free = books.filter(b => !b.lent)
  if (dice < 0.35 || free.length === 0) await shelve()
  else if (dice < 0.6) await edit(random.pick(free))
  else if (dice < 0.75) await draft()
  else await lend(random.pick(free))
}
await close()

async function act(ask: Arguments<'cases.act'>) {
  const answer = await handlers['cases.act'](CALLS['cases.act'].args.parse(ask), client)
  if (answer.problems.length) throw new Error(answer.problems.map(p => p.text).join())
  return answer
}

async function shelve(): Promise<void> {
  const [id, token] = [randomUUID(), randomUUID()]
  const barcode = `K${id.slice(0, 8).toUpperCase()}`
  await act({
    type: 'library-loans.book',
    id,
    act: 'shelve',
    patch: { barcode, title: `书${barcode}`, kind: 'book', summary: token },
  })
  said({ kind: 'shelve', caseId: id, token })
  books.push({ id, barcode })
}

async function edit(book: { id: string }): Promise<void> {
  const token = `${randomUUID()}${'长'.repeat(random.below(150))}`
  await act({ type: 'library-loans.book', id: book.id, act: 'edit', patch: { summary: token } })
  said({ kind: 'edit', caseId: book.id, token })
}

async function draft(): Promise<void> {
  const [id, token] = [randomUUID(), randomUUID()]
  const ask = { id, type: 'library-loans.book', patch: { title: token } }
  await handlers['drafts.save'](CALLS['drafts.save'].args.parse(ask), client)
  said({ kind: 'draft', id, token })
}

/** Takes a number and changes two cases at once. */
async function lend(book: (typeof books)[number]): Promise<void> {
  const { card } = random.pick(INVENTED_PEOPLE.slice(0, 10))
  const reader = { readerId: card.idNumber, reader: card.name, birth: card.birth, home: address }
  const id = randomUUID()
  const { drawn } = await act({
    type: 'library-loans.loan',
    id,
    act: 'lend',
    patch: { ...reader, barcode: book.barcode, term: 'short' } as never,
  })
  said({ kind: 'lend', caseId: id, number: drawn![0]!.number })
  book.lent = true
}
