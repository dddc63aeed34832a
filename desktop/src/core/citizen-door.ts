import type { CallName, Notice } from '../api.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Client, Core } from './core.ts'
import { failureOf } from './failure.ts'

/** All that the second screen may ask for, and that nobody else may. */
const CITIZEN_CALLS: ReadonlySet<string> = new Set<CallName>(['citizen.screen', 'citizen.answer', 'citizen.rate'])

/** @throws CallRefusal for a call through the other one's door */
export function demandDoor(name: string, client: Client): void {
  if (CITIZEN_CALLS.has(name) === (client.citizen === true)) return
  throw new CallRefusal('forbidden', client.citizen ? 'citizen.only' : 'citizen.notYours')
}

/** What the second screen hears says only that something else is to be shown, and never what. */
export const hears = ({ citizen }: Client, { topic }: Notice): boolean =>
  !citizen || topic === 'citizen' || topic === 'session'

/**
 * A core whose second screens stay behind their own door also while the window cannot be opened or waits for its keys,
 * when other calls than those of an open window are answered.
 */
export const citizenKeptOut = (core: Core): Core => ({
  async call(name, args, client) {
    try {
      if (client.citizen) demandDoor(name, client)
    } catch (refusal) {
      throw failureOf(refusal, client.language)
    }
    return core.call(name, args, client)
  },
  listen: (hear, client) =>
    core.listen(notice => {
      if (hears(client, notice)) hear(notice)
    }, client),
  close: core.close,
})
