import { dayOf } from '../../../shared-types/src/engine/day.ts'
import type { Directory } from '../directory.ts'
import type { Parts } from '../route.ts'
import { addressOf } from './addresses.ts'
import type { Gateway, Letter } from './gateway.ts'
import { claim, type Ended, type Message, settle } from './outbox.ts'
import { isStillNeeded } from './reminders.ts'
import { rendered } from './render.ts'
import { type Holes, type TemplateName, templateOf } from './templates.ts'

export type MessageParts = Pick<Parts, 'store' | 'kinds' | 'directory' | 'now' | 'key' | 'fault' | 'gateways'>

/**
 * One try to send a waiting message. The claim is on the disk before the gateway hears of it, so that no key is sent
 * twice: a server that ends in between leaves the message uncertain, never waiting.
 */
export async function deliver(parts: MessageParts, id: string): Promise<void> {
  const row = await claim(parts.store, id, parts.now())
  if (!row) return
  const ready = await prepared(parts, row).catch((error: unknown) => {
    parts.fault(error, 'message')
    return { is: 'failed', why: 'unreachable' } as const
  })
  if ('is' in ready) return settle(parts.store, row, ready, parts.now())
  const outcome = await ready.gateway.send(ready.letter).catch((error: unknown) => {
    parts.fault(error, `gateway ${ready.gateway.kind}`)
    return { is: 'uncertain', why: 'broken' } as const
  })
  const ended: Ended =
    outcome.is === 'failed' && templateOf(ready.letter.template).once ? { ...outcome, is: 'over' } : outcome
  await settle(parts.store, row, ended, parts.now(), ready.gateway.name)
}

interface Ready {
  gateway: Gateway
  letter: Letter
}

/** By which gateway it goes where, or why it goes nowhere. */
async function prepared(parts: MessageParts, row: Message): Promise<Ready | Ended> {
  const { db } = parts.store
  const directory = await parts.directory(db)
  if (row.until !== null && dayOf(parts.now(), directory.zone) > row.until) return { is: 'over' }
  if (!(await isStillNeeded(parts, directory, row))) return { is: 'over' }
  const way = await wayOf(parts, directory, row)
  if (typeof way === 'string') return { is: 'dead', why: way }
  const template = row.template as TemplateName
  const words = rendered(directory, template, JSON.parse(row.holes) as Holes)
  return { gateway: way.gateway, letter: { id: row.id, template, to: way.to, ...words } }
}

async function wayOf(
  { store, key, gateways }: MessageParts,
  directory: Directory,
  row: Message,
): Promise<{ gateway: Gateway; to: string } | 'no-gateway' | 'no-address'> {
  const open = gateways.filter(({ name }) => row.gateway === null || row.gateway === name)
  const { channels } = templateOf(row.template as TemplateName)
  if (row.unit !== null) {
    const gateway = open.find(({ channel, unit }) => channel === 'group' && unit === row.unit)
    return gateway ? { gateway, to: '' } : 'no-gateway'
  }
  const person = directory.people.get(row.person ?? '')
  const address = person && !person.ended ? await addressOf(store.db, key.kept, person.id) : {}
  const known = { sms: address.phone, mail: address.mail, group: undefined }
  const ways = channels.flatMap(channel => open.filter(gateway => gateway.channel === channel))
  const gateway = ways.find(({ channel }) => known[channel])
  if (gateway) return { gateway, to: known[gateway.channel]! }
  return ways.length ? 'no-address' : 'no-gateway'
}
