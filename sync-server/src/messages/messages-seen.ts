import type { GatewayLine, MessageLine, MessagesAnswer } from '../../../shared-types/src/protocol-messages.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import { isKept } from '../keeps.ts'
import type { OfficerAsk, Parts } from '../route.ts'
import { shownAddresses } from './addresses.ts'
import { messageRules } from './message-rules.ts'
import type { Message } from './outbox.ts'
import { isTheirs, UNSENT } from './unsent.ts'

/** Messages that are shown at once, the latest first. */
const SHOWN = 100

const DAY = 86_400_000

/** How it stands with the messages, as far as it is this administrator's. */
export async function messagesSeen(parts: Parts, ask: OfficerAsk): Promise<MessagesAnswer> {
  const { db } = parts.store
  const { administers, directory, whole } = ask
  const rows = await db
    .selectFrom('messages')
    .selectAll()
    .where('state', 'in', [...UNSENT])
    .orderBy('settled_at', 'desc')
    .orderBy('id')
    .execute()
  const unsent = rows.filter(row => isTheirs(ask, directory, row))
  const known = await shownAddresses(db, parts.key.kept)
  return {
    ...(whole && { whole: await outboxSeen(parts) }),
    unsent: unsent.slice(0, SHOWN).map(lineOf),
    unsentCount: unsent.length,
    addresses: [...directory.people.values()]
      .filter(person => !person.ended && isKept(administers, person))
      .map(({ id }) => ({ person: id, ...known.get(id) })),
    time: parts.now(),
  }
}

async function outboxSeen({ gateways, now, store }: Parts): Promise<NonNullable<MessagesAnswer['whole']>> {
  const { db } = store
  const since = new Date(Date.parse(now()) - DAY).toISOString()
  const [waiting] = await run<{ n: number; next: string | null }>(
    db,
    `select count(*) as n, min(next_at) as next from messages where state in ('waiting', 'sending')`,
  )
  const [sent] = await run<{ n: number }>(
    db,
    `select count(*) as n from messages where state = 'sent' and settled_at >= ?`,
    [since],
  )
  const states = await db.selectFrom('gateway_states').selectAll().execute()
  return {
    gateways: gateways.map(({ name, kind, channel, unit }): GatewayLine => {
      const state = states.find(({ gateway }) => gateway === name)
      return {
        ...{ name, kind, channel },
        ...(unit !== undefined && { unit }),
        ...(state?.sent_at && { sentAt: state.sent_at }),
        ...(state?.failed_at && { failedAt: state.failed_at }),
        ...(state?.why && { why: state.why }),
        ...(state?.detail && { detail: state.detail }),
      }
    }),
    rules: await messageRules(db),
    waiting: Number(waiting!.n),
    sent: Number(sent!.n),
    ...(waiting!.next && { nextAt: waiting!.next }),
  }
}

const lineOf = (row: Message): MessageLine => ({
  id: row.id,
  state: row.state as MessageLine['state'],
  template: row.template,
  ...(row.person !== null && { person: row.person }),
  ...(row.unit !== null && { unit: row.unit }),
  ...(row.gateway !== null && { gateway: row.gateway }),
  queuedAt: row.queued_at,
  settledAt: row.settled_at ?? row.queued_at,
  attempts: Number(row.attempts),
  ...(row.why !== null && { why: row.why }),
  ...(row.detail && { detail: row.detail }),
})
