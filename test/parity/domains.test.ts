import { describe, expect, test } from 'vitest'
import { domains, kinds } from '../../shared-types/src/domains/index.ts'
import { readable } from '../../shared-types/src/engine/access.ts'
import { kindOf, typeFrom } from '../../shared-types/src/engine/kinds.ts'
import type { Condition } from '../../shared-types/src/model/condition.ts'
import type { Kind } from '../../shared-types/src/model/domain.ts'
import { ROLES } from '../../shared-types/src/model/person.ts'
import { type CaseTables, createCaseTables } from '../../shared-types/src/store/case-tables.ts'
import { sqlCaseStore } from '../../shared-types/src/store/sql-case-store.ts'
import { user } from '../contracts/store-fixture.ts'
import { DATABASES, databasesFor } from '../databases.ts'

/** Every condition that the product's domains ask a database: who may read, what waits, what is reported. */
function asked(): { about: string; kind: Kind; where: Condition }[] {
  const rights = [...kinds.values()].flatMap(kind =>
    ROLES.map(role => ({ about: `${kind.type} read by ${role}`, kind, where: readable(kind, role) })),
  )
  const flags = [...kinds.values()].flatMap(kind =>
    Object.entries(kind.record.flags ?? {}).map(([name, flag]) => ({
      about: `${kind.type} flag ${name}`,
      kind,
      where: flag.when,
    })),
  )
  const queues = domains.flatMap(domain =>
    Object.entries(domain.desks).flatMap(([name, desk]) =>
      (desk.kind === 'queue' || desk.kind === 'register') && desk.where
        ? [
            {
              about: `${domain.name} desk ${name}`,
              kind: kindOf(kinds, typeFrom(domain, desk.record)),
              where: desk.where,
            },
          ]
        : [],
    ),
  )
  const counts = domains.flatMap(domain =>
    Object.entries(domain.balances ?? {}).flatMap(([name, balance]) =>
      Object.entries(balance.counts).map(([count, { record, where }]) => ({
        about: `${domain.name} balance ${name} ${count}`,
        kind: kindOf(kinds, typeFrom(domain, record)),
        where,
      })),
    ),
  )
  return [...rights, ...flags, ...queues, ...counts]
}

describe.each(DATABASES)('%s', name => {
  const open = databasesFor(name)
  const scope = { today: '2026-01-15', user: user(), parameters: {} }

  test('answers every condition and report of the product', async () => {
    const db = await open<CaseTables>()
    await createCaseTables(db)
    const store = sqlCaseStore(db, kinds)
    const failed: string[] = []
    const all = asked()
    for (const { about, kind, where } of all)
      await store.find(kind, { where, scope }).catch(error => failed.push(`${about}: ${error}`))
    for (const domain of domains)
      for (const [report, { record, where, period, by, sum, share }] of Object.entries(domain.reports))
        await store
          .groups(kindOf(kinds, typeFrom(domain, record)), {
            where,
            scope,
            period: { field: period, from: '2026-01-01', to: '2026-01-31' },
            by,
            sum,
            share,
          })
          .catch(error => failed.push(`${domain.name} report ${report}: ${error}`))
    expect(failed).toEqual([])
    expect(all.length).toBeGreaterThan(20)
  })
})
