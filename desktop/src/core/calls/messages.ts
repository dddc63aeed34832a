import type { MessagesAnswer, MessageTried } from '../../../../shared-types/src/protocol-messages.ts'
import type { MessagesView } from '../../api/messages.ts'
import { type Asking, asking } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Client } from '../core.ts'
import type { Desk } from '../desk.ts'
import { ServerRefusal } from '../server-fault.ts'
import type { Handlers } from './handlers.ts'

type Own =
  | 'messages.view'
  | 'messages.putRules'
  | 'messages.putAddress'
  | 'messages.test'
  | 'messages.again'
  | 'messages.drop'

/** Messages to people, which lie at the centre: an administrator says where people are reached, and what of those unsent. */
export function messageCalls(desk: Desk): Pick<Handlers, Own> {
  const { server } = desk
  const after = async (client: Client, work: () => Promise<MessageTried | undefined>) => {
    const who = asking(desk, client)
    if (who.user.role !== 'administrator') throw new CallRefusal('forbidden', 'messages.forbidden')
    const tried = await work().catch(refused)
    return viewOf(desk, who, await server.messages(), tried)
  }
  const done = (work: Promise<void>) => work.then(() => undefined)
  return {
    'messages.view': (_, client) => after(client, async () => undefined),
    'messages.putRules': (rules, client) => after(client, () => done(server.putMessageRules(rules))),
    'messages.putAddress': ({ person, phone, mail }, client) => {
      const address = { ...(phone !== undefined && { phone }), ...(mail !== undefined && { mail }) }
      return after(client, () => done(server.putMessageAddress(person, address)))
    },
    'messages.test': ({ gateway, person }, client) =>
      after(client, () => server.testMessage({ gateway, ...(person !== undefined && { person }) })),
    'messages.again': ({ id }, client) => after(client, () => server.messageAgain(id)),
    'messages.drop': ({ id, reason }, client) =>
      after(client, async () => {
        await server.dropMessage(id, reason)
        return undefined
      }),
  }
}

function viewOf(
  { directory }: Desk,
  { words }: Asking,
  { whole, unsent, unsentCount, addresses }: MessagesAnswer,
  tried: MessageTried | undefined,
): MessagesView {
  const unitOf = (person: string) => {
    const known = directory.person(person)
    return known?.unit ?? known?.posts[0]?.unit
  }
  const unitName = (unit: string | undefined) => (unit === undefined ? '' : words.unitName(unit))
  return {
    ...(whole && {
      whole: {
        ...whole,
        gateways: whole.gateways.map(({ unit, ...line }) => ({
          ...line,
          ...(unit !== undefined && { unitName: unitName(unit) }),
        })),
      },
    }),
    unsent: unsent.map(({ person, unit, ...line }) => ({
      ...line,
      to: person !== undefined ? words.personName(person) : unitName(unit),
    })),
    unsentCount,
    people: addresses.map(line => ({
      ...line,
      name: words.personName(line.person),
      unitName: unitName(unitOf(line.person)),
    })),
    ...(tried && { tried: { state: tried.state, why: tried.why, detail: tried.detail } }),
  }
}

/** What does not fit, as a sentence. */
function refused(error: unknown): never {
  if (!(error instanceof ServerRefusal)) throw error
  const { detail, status } = error
  if (status === 409 && detail === 'daily-quiet') throw new CallRefusal('problems', 'messages.dailyQuiet')
  if (status === 409) throw new CallRefusal('problems', 'messages.settled')
  if (status === 400 && (detail === 'phone' || detail === 'mail'))
    throw new CallRefusal('problems', `messages.${detail}`)
  if (status === 404 && detail === 'gateway') throw new CallRefusal('not-found', 'messages.gateway')
  throw error
}
