import type { MessageFault } from '../../../shared-types/src/protocol-messages.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import type { Db, Store } from '../store.ts'
import type { ServerTables } from '../tables.ts'
import type { Outcome } from './gateway.ts'

export type Message = ServerTables['messages']

/** Seconds until the next try, after each that failed; after the last of them a person decides. */
const PAUSES = [30, 120, 600, 1800, 7200, 21_600] as const

/** Milliseconds after which a try has no living server any more: several times what the slowest gateway may take. */
const LOST = 5 * 60_000

/** Ids of messages whose time has come, the longest waiting first; in the quiet hours only of urgent ones. */
export async function dueMessages(db: Db, now: string, quiet: boolean): Promise<string[]> {
  const rows = await run<{ id: string }>(
    db,
    `select id from messages where state = 'waiting' and next_at <= ? and urgent >= ? order by next_at, id limit 50`,
    [now, quiet ? 1 : 0],
  )
  return rows.map(({ id }) => id)
}

/**
 * Takes a waiting message for one try, before anything leaves the house: of several servers only one gets it, and one
 * that ends in the middle leaves it claimed. Undefined when it is not waiting any more.
 */
export async function claim(store: Store, id: string, now: string): Promise<Message | undefined> {
  const rows = await store.through(() =>
    run<Message>(
      store.db,
      `update messages set state = 'sending', claimed_at = ?, attempts = attempts + 1, why = null, detail = null
        where id = ? and state = 'waiting' returning *`,
      [now, id],
    ),
  )
  return rows[0]
}

/** How a try ended: by its gateway, or `over` because it was not to be sent any more, or `dead` because it cannot be. */
export type Ended = Outcome | { is: 'over' | 'dead'; why?: MessageFault; detail?: string }

/** Records how a try ended. What failed waits for the next try as long as there is one. */
export async function settle(store: Store, row: Message, ended: Ended, now: string, gateway?: string): Promise<void> {
  const pause = ended.is === 'failed' ? PAUSES[row.attempts - 1] : undefined
  const state = pause !== undefined ? 'waiting' : ended.is === 'failed' ? 'dead' : ended.is
  const next = pause === undefined ? row.next_at : new Date(Date.parse(now) + pause * 1000).toISOString()
  const { why = null, detail = null } = ended as { why?: string; detail?: string }
  await store.through(async () => {
    await run(
      store.db,
      `update messages set state = ?, next_at = ?, why = ?, detail = ?, settled_at = ?, gateway = ?
        where id = ? and state = 'sending' and claimed_at = ?`,
      [state, next, why, detail, pause === undefined ? now : null, gateway ?? row.gateway, row.id, row.claimed_at],
    )
    if (gateway !== undefined) await noteGateway(store.db, gateway, ended, now)
  })
}

async function noteGateway(db: Db, gateway: string, ended: Ended, now: string): Promise<void> {
  if (ended.is === 'sent') {
    const text = `insert into gateway_states (gateway, sent_at) values (?, ?)
      on conflict (gateway) do update set sent_at = excluded.sent_at`
    await run(db, text, [gateway, now])
    return
  }
  const { why = null, detail = null } = ended as { why?: string; detail?: string }
  const text = `insert into gateway_states (gateway, failed_at, why, detail) values (?, ?, ?, ?) on conflict (gateway)
    do update set failed_at = excluded.failed_at, why = excluded.why, detail = excluded.detail`
  await run(db, text, [gateway, now, why, detail])
}

/** Of tries whose server ended in the middle nobody knows whether the message was sent: a person decides. */
export async function settleLost(store: Store, now: string): Promise<void> {
  const before = new Date(Date.parse(now) - LOST).toISOString()
  await store.through(() =>
    run(
      store.db,
      `update messages set state = 'uncertain', why = 'killed', settled_at = ? where state = 'sending' and claimed_at < ?`,
      [now, before],
    ),
  )
}
