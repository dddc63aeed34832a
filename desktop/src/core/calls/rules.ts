import type { RehearsalRequest, RuleChangeRequest } from '../../../../shared-types/src/protocol-rules.ts'
import type { Client } from '../core.ts'
import type { Desk } from '../desk.ts'
import { exemptionsView, rehearsalView, rulesView } from '../rule-views.ts'
import { rulesAnswered } from '../rules-answered.ts'
import type { Handlers } from './handlers.ts'

type Own = Extract<keyof Handlers, `rules.${string}` | `exemptions.${string}` | `rehearsals.${string}`>

/** What the centre's rules are set to: all of it is the centre's, and each act answers how things stand after it. */
export function rulesCalls(desk: Desk): Pick<Handlers, Own> {
  const { server } = desk
  const rules = (client: Client, work: () => Promise<unknown> = async () => undefined) =>
    rulesAnswered(desk, client, work, async worded => rulesView(worded, await server.rules()))
  const exemptions = (client: Client, work: () => Promise<unknown> = async () => undefined) =>
    rulesAnswered(desk, client, work, async worded => exemptionsView(worded, await server.exemptions(), isUnitOf(desk)))
  return {
    'rules.view': (_, client) => rules(client),
    'rules.set': ({ unit, parameters, ...ask }, client) => {
      const change: RuleChangeRequest = {
        ...ask,
        ...(unit !== undefined && { unit }),
        ...(parameters && { parameters }),
      }
      return rules(client, () => server.setRule(change))
    },
    'rules.withdraw': ({ version, reason }, client) => rules(client, () => server.withdrawRule(version, reason)),
    'exemptions.view': (_, client) => exemptions(client),
    'exemptions.add': (ask, client) => exemptions(client, () => server.addExemption(ask)),
    'exemptions.end': ({ id, reason }, client) => exemptions(client, () => server.endExemption(id, reason)),
    ...rehearsalCalls(desk),
  }
}

function rehearsalCalls(desk: Desk): Pick<Handlers, Extract<Own, `rehearsals.${string}`>> {
  const { server } = desk
  const look = (client: Client, id: string, work: () => Promise<unknown> = async () => undefined) =>
    rulesAnswered(desk, client, work, async worded => rehearsalView(worded, await server.rehearsal(id), isUnitOf(desk)))
  const done = <T>(client: Client, work: () => Promise<T>): Promise<T> =>
    rulesAnswered(desk, client, work, async (_, t) => t)
  return {
    'rehearsals.list': (_, client) =>
      rulesAnswered(
        desk,
        client,
        () => server.rehearsals(),
        async (worded, { rehearsals }) => rehearsals.map(line => rehearsalView(worded, line, isUnitOf(desk))),
      ),
    'rehearsals.look': ({ id }, client) => look(client, id),
    'rehearsals.begin': async ({ unit, ...ask }, client) => {
      const request: RehearsalRequest = { ...ask, ...(unit !== undefined && { unit }) }
      const { id } = await done(client, () => server.beginRehearsal(request))
      return { id }
    },
    'rehearsals.cancel': ({ id }, client) => look(client, id, () => server.cancelRehearsal(id)),
    'rehearsals.adopt': async ({ id, from, reason }, client) => {
      const { version } = await done(client, () => server.adoptRehearsal(id, { from, reason }))
      return { version }
    },
  }
}

const isUnitOf = (desk: Desk) => (id: string) => desk.directory.units().some(unit => unit.id === id)
