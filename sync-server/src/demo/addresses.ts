import type { Person, Role } from '../../../shared-types/src/model/person.ts'
import { putAddress } from '../messages/addresses.ts'
import type { Parts } from '../route.ts'

/** Who may receive alerts and is reminded of them. */
const REMINDED: readonly Role[] = ['reviewer', 'supervisor']

/** Gives those who are reminded in the demo mobile numbers that nobody has. */
export async function fillAddresses(
  { key, now, store }: Pick<Parts, 'key' | 'now' | 'store'>,
  people: readonly Person[],
): Promise<void> {
  const reminded = people.filter(({ posts }) => posts.some(({ role }) => REMINDED.includes(role)))
  await store.transaction(async turn => {
    for (const [i, { id }] of reminded.entries())
      await putAddress(turn, key.kept, id, { phone: `1380000${9001 + i}` }, now())
  })
}
