import { beforeAll, expect, it } from 'vitest'
import { domains, kinds } from '../../../shared-types/src/domains/index.ts'
import { mayEver } from '../../../shared-types/src/engine/access.ts'
import { typeFrom } from '../../../shared-types/src/engine/kinds.ts'
import type { Role } from '../../../shared-types/src/model/person.ts'
import { ListQuery } from '../api/cases.ts'
import { listed } from './calls/listing.ts'
import type { Desk } from './desk.ts'
import { demoCases, demoPerson, unitsBelow } from './fixtures/demo-cases.ts'
import { listDesk } from './fixtures/list-desk.ts'
import { waitingAt } from './queues.ts'

/** Auxiliary staff, and the officer of the same unit under whom they hang. */
const AUXILIARY = demoPerson('wangfang')
const OFFICER = demoPerson('zhangwei')

let desk: Desk
beforeAll(async () => {
  desk = await listDesk(domains, await demoCases(), unitsBelow)
})

const queues = (role: Role) =>
  domains.flatMap(domain =>
    Object.entries(domain.desks).flatMap(([name, place]) =>
      place.kind === 'queue' && place.by.includes(role) ? [{ domain, name, place }] : [],
    ),
  )

it('auxiliary staff see what waits for their officer, wherever they may take one of its steps themselves', async () => {
  const theirs = queues('auxiliary').map(q => q.name)
  for (const { domain, name, place } of queues('clerk')) {
    const steps = domain.records[place.record]!.workflow.steps
    if (place.steps.some(step => step !== 'reportLoss' && steps[step]!.by.includes('auxiliary')))
      expect(theirs).toContain(name)
  }
  for (const { domain, name, place } of queues('auxiliary')) {
    const query = ListQuery.parse({ type: typeFrom(domain, place.record), desk: name, limit: 500 })
    const [own, officers] = await Promise.all([listed(desk, AUXILIARY, query), listed(desk, OFFICER, query)])
    // Permits are read in the whole district by both.
    expect(own.rows.map(r => r.id)).toEqual(officers.rows.map(r => r.id))
    expect(await waitingAt(desk, AUXILIARY, domain, name)).toEqual(await waitingAt(desk, OFFICER, domain, name))
  }
  const issuing = await waitingAt(desk, AUXILIARY, domains.find(d => d.desks.issuing)!, 'issuing')
  expect(issuing.waiting).toBeGreaterThan(0)
})

it('auxiliary staff export nothing of any kind', () => {
  for (const kind of kinds.values()) expect(mayEver(kind, 'export', 'auxiliary'), kind.type).toBe(false)
})
