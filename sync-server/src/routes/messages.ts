import { z } from 'zod'
import { isMobile, normalisePhone } from '../../../shared-types/src/engine/phone.ts'
import { ROUTES } from '../../../shared-types/src/protocol.ts'
import { DROP_REASON_MAX, type MessageTried } from '../../../shared-types/src/protocol-messages.ts'
import { audit, authorIn } from '../audit.ts'
import { keeps } from '../keeps.ts'
import { putAddress } from '../messages/addresses.ts'
import { deliver } from '../messages/deliver.ts'
import { isQuiet, isQuietAt, messageRules, putMessageRules } from '../messages/message-rules.ts'
import { messagesSeen } from '../messages/messages-seen.ts'
import { queueMessage } from '../messages/queue.ts'
import { dropMessage, wakeMessage } from '../messages/unsent.ts'
import { parsed } from '../parse.ts'
import { demand, fits, Refusal } from '../refusal.ts'
import type { OfficerAsk, Parts, Route } from '../route.ts'
import type { Turn } from '../store.ts'

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const rulesRequest = z.strictObject({ quietFrom: clock, quietTo: clock, dailyAt: clock })
/** '' takes one away; what is not named stays. */
const addressRequest = z.strictObject({
  phone: z
    .string()
    .max(30)
    .transform(normalisePhone)
    .refine(phone => phone === '' || isMobile(phone))
    .optional(),
  mail: z.union([z.literal(''), z.email().max(120)]).optional(),
})
const testRequest = z.strictObject({ gateway: z.string().max(40), person: z.string().max(60).optional() })
const reasonRequest = z.strictObject({ reason: z.string().trim().min(2).max(DROP_REASON_MAX) })

/**
 * For administrators: where their people are reached, and what was not sent. Gateways, hours and tests are for who looks
 * after the whole deployment. Addresses and secrets of gateways stand in the server's configuration and nowhere here.
 */
export const messageRoutes: readonly Route[] = [
  { method: 'get', path: ROUTES.messages, needs: 'administrator', handle: messagesSeen },
  {
    method: 'put',
    path: `${ROUTES.messages}/rules`,
    needs: 'administrator',
    body: 'json',
    async handle(parts, ask) {
      demand(ask.whole)
      const rules = parsed(rulesRequest, ask.req.body)
      // Laid down in the quiet hours the reminders of a day would be over before they are sent.
      fits(!isQuietAt(rules, rules.dailyAt), 'daily-quiet')
      await written(parts, ask, 'message-rules', rules, turn => putMessageRules(turn, rules))
      return { time: parts.now() }
    },
  },
  {
    method: 'put',
    path: `${ROUTES.messages}/addresses/:person`,
    needs: 'administrator',
    body: 'json',
    async handle(parts, ask) {
      const asked = parsed(addressRequest, ask.req.body)
      const now = parts.now()
      const id = String(ask.req.params.person)
      const changed = Object.keys(asked).join(' ')
      await written(parts, ask, 'message-address', { person: id, changed }, async turn => {
        const person = keeps(ask, await parts.directory(turn.db), id)
        await putAddress(turn, parts.key.kept, person.id, asked, now)
      })
      return { time: now }
    },
  },
  { method: 'post', path: `${ROUTES.messages}/test`, needs: 'administrator', body: 'json', handle: test },
  {
    method: 'post',
    path: `${ROUTES.messages}/:id/again`,
    needs: 'administrator',
    async handle(parts, ask) {
      const id = String(ask.req.params.id)
      await written(parts, ask, 'message-again', { id }, turn => wakeMessage(turn, parts, ask, id))
      const { zone } = ask.directory
      if (!isQuiet(await messageRules(parts.store.db), parts.now(), zone)) await deliver(parts, id)
      return triedOf(parts, id)
    },
  },
  {
    method: 'post',
    path: `${ROUTES.messages}/:id/drop`,
    needs: 'administrator',
    body: 'json',
    async handle(parts, ask) {
      const { reason } = parsed(reasonRequest, ask.req.body)
      const id = String(ask.req.params.id)
      await written(parts, ask, 'message-drop', { id, reason }, turn => dropMessage(turn, parts, ask, id, reason))
      return triedOf(parts, id)
    },
  },
]

/** Does it, and writes down who did. */
async function written(
  parts: Parts,
  ask: OfficerAsk,
  act: string,
  patch: Readonly<Record<string, string>>,
  work: (turn: Turn) => Promise<void>,
): Promise<void> {
  await parts.store.transaction(async turn => {
    await work(turn)
    await audit(turn, { act, by: authorIn(ask.signedIn), station: ask.station.id, patch }, parts.now())
  })
}

/** A message that says that it is a test, at once, by this gateway: to one's people, or to the gateway's group. */
async function test(parts: Parts, ask: OfficerAsk): Promise<MessageTried> {
  demand(ask.whole)
  const { gateway: name, person } = parsed(testRequest, ask.req.body)
  const gateway = parts.gateways.find(one => one.name === name)
  if (!gateway) throw new Refusal(404, 'not-found', 'gateway')
  const to =
    gateway.unit !== undefined ? { unit: gateway.unit } : { person: keeps(ask, ask.directory, person ?? '').id }
  const queued: { id?: string | undefined } = {}
  const patch = { gateway: name, ...('person' in to && { person: to.person }) }
  await written(parts, ask, 'message-test', patch, async turn => {
    queued.id = await queueMessage(turn, { to, template: 'test', holes: {}, at: parts.now(), gateway: name })
  })
  await deliver(parts, queued.id!)
  return triedOf(parts, queued.id!)
}

async function triedOf({ store, now }: Parts, id: string): Promise<MessageTried> {
  const row = await store.db
    .selectFrom('messages')
    .select(['state', 'why', 'detail'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return { ...row, time: now() }
}
