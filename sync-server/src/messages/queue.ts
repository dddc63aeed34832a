import { randomUUID } from 'node:crypto'
import { run } from '../../../shared-types/src/store/statement.ts'
import type { Turn } from '../store.ts'
import { checkHoles, type Holes, type TemplateName, templateOf } from './templates.ts'

/** One message, to a person by their own address or to the chat group of a unit. */
interface NewMessage {
  /** Of all messages with the same key only the first is ever taken: `venue-unreceived|person|day` is one a day. */
  key?: string
  to: { person: string } | { unit: string }
  template: TemplateName
  holes: Holes
  /** From when on it may be sent, ISO 8601 in UTC: usually now. */
  at: string
  /** After this it is not sent any more. */
  until?: string
  /** By this gateway and no other. */
  gateway?: string
}

/**
 * Lays a message into the outbox, in the same transaction as what it tells of. Answers its id, or undefined when there was
 * one of that key. Throws an Error when the template or one of its holes is not what is declared.
 */
export async function queueMessage(turn: Pick<Turn, 'db'>, message: NewMessage): Promise<string | undefined> {
  const { key = null, to, template, holes, at, until = null, gateway = null } = message
  checkHoles(template, holes)
  const rows = await run<{ id: string }>(turn.db, PUT, [
    randomUUID(),
    key,
    'person' in to ? to.person : null,
    'unit' in to ? to.unit : null,
    template,
    JSON.stringify(holes),
    templateOf(template).urgent ? 1 : 0,
    at,
    at,
    until,
    gateway,
  ])
  return rows[0]?.id
}

const PUT = `insert into messages (id, once, person, unit, template, holes, urgent, state, queued_at, next_at, until,
    attempts, gateway)
  values (?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?, 0, ?) on conflict do nothing returning id`
