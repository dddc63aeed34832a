import type { Person } from '../../shared-types/src/model/person.ts'
import type { PersonLine } from '../../shared-types/src/protocol-sign-in.ts'
import { allCertificates } from './certificates.ts'
import { failuresOf } from './lock-out.ts'
import type { Db } from './store.ts'

/** How each of these people signs in, never what with. */
export async function personLines(db: Db, people: readonly Person[], now: string): Promise<PersonLine[]> {
  const passwords = new Map(
    (await db.selectFrom('credentials').select(['person', 'hash', 'must_change']).execute()).map(row => [
      row.person,
      row,
    ]),
  )
  const factors = new Set(
    (await db.selectFrom('second_factors').select('person').where('confirmed', '=', 1).execute()).map(
      row => row.person,
    ),
  )
  const seen = new Map(
    (
      await db
        .selectFrom('usual_stations')
        .select(['person', eb => eb.fn.max('at').as('at')])
        .groupBy('person')
        .execute()
    ).map(row => [row.person, row.at]),
  )
  const certificates = Map.groupBy(await allCertificates(db), line => line.person)
  const failures = await failuresOf(db, now)
  return people.map(person => {
    const row = passwords.get(person.id)
    const at = seen.get(person.id)
    return {
      person,
      password: row?.hash ? (row.must_change ? 'first' : 'own') : 'none',
      factor: factors.has(person.id),
      certificates: (certificates.get(person.id) ?? []).map(({ person: _, ...line }) => line),
      ...(at && { seenAt: at }),
      failures: failures(person),
    }
  })
}
