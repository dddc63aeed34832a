import { afterAll, beforeAll, describe } from 'vitest'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import { type Postgres, startPostgres } from '../postgres.ts'
import { admitPrinter, STATION } from './permit.ts'

/** What a journey walks through: a centre and two windows of one station, with a clerk and somebody else signed in. */
export interface Sides {
  centre: Centre
  clerk: TestWindow
  other: TestWindow
  /** What went wrong inside the centre; a good journey leaves it empty. */
  faults: unknown[]
}

/**
 * Describes the same journeys with the centre on each of the databases (the first alone, but in the long tests; the
 * server's own tests run on both); each database has one centre and two windows for all its tests. A process holds at most four windows at once.
 */
export function onDatabases(
  databases: readonly ('SQLite' | 'PostgreSQL')[],
  what: string,
  people: { other: string; printer?: boolean },
  tests: (sides: Sides) => void,
): void {
  const names = process.env.CHUANGTAI_DATABASES === 'all' ? databases : databases.slice(0, 1)
  const postgres: { server?: Postgres } = {}
  if (names.includes('PostgreSQL')) {
    beforeAll(async () => {
      postgres.server = await startPostgres()
    }, 120_000)
    afterAll(() => postgres.server?.stop())
  }
  describe.each(names.map(name => [name]))(`${what}, with the centre on %s`, name => {
    const sides = { faults: [] as unknown[] } as Sides
    beforeAll(async () => {
      const database = name === 'PostgreSQL' ? await postgres.server!.database() : undefined
      sides.centre = await centre({ ...(database && { database }), faults: sides.faults })
      sides.clerk = await testWindow({ centre: sides.centre, unit: STATION })
      sides.other = await testWindow({ centre: sides.centre, unit: STATION })
      await sides.clerk.signIn('zhangwei')
      await sides.other.signIn(people.other)
      if (people.printer) await admitPrinter(sides.centre)
      await sides.clerk.sync()
      await sides.other.sync()
    })
    afterAll(async () => {
      await sides.clerk?.close()
      await sides.other?.close()
      await sides.centre?.stop()
    })
    tests(sides)
  })
}
