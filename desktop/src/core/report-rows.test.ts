import { beforeAll, describe, expect, it } from 'vitest'
import { domains } from '../../../shared-types/src/domains/index.ts'
import { hasDeskFor } from '../../../shared-types/src/engine/access.ts'
import { kindOf, typeFrom } from '../../../shared-types/src/engine/kinds.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import { ListQuery } from '../api/cases.ts'
import { listed } from './calls/listing.ts'
import type { Desk } from './desk.ts'
import { demoCases, demoPerson, TODAY, unitsBelow } from './fixtures/demo-cases.ts'
import { listDesk } from './fixtures/list-desk.ts'
import { reported } from './reports.ts'

const CITY = '330400000000'
const STATION = '330402510000'

/** The demo's cases, and of each type some that lack what the reports group by, as old data from elsewhere do. */
async function withBare(): Promise<Case[]> {
  const cases = await demoCases()
  const bare = cases.flatMap((c, i) => {
    const grouped = domains
      .flatMap(d => Object.values(d.reports).filter(r => typeFrom(d, r.record) === c.type))
      .flatMap(r => r.by)
    const data = Object.fromEntries(Object.entries(c.data).filter(([name]) => !grouped.includes(name)))
    return i % 9 === 0 ? [{ ...c, id: `bare-${i}`, data }] : []
  })
  return [...cases, ...bare]
}

describe('the rows behind each number of the real reports', () => {
  let desk: Desk
  /** Types of which the demo has cases. */
  let filled: Set<string>
  beforeAll(async () => {
    const cases = await withBare()
    filled = new Set(cases.map(c => c.type))
    desk = await listDesk(domains, cases, unitsBelow)
  })
  const REPORTS = domains.flatMap(d => Object.keys(d.reports).map(report => ({ domain: d.name, report })))
  const recordOf = ({ domain, report }: (typeof REPORTS)[number]) => {
    const found = domains.find(d => d.name === domain)!
    return kindOf(desk.kinds, typeFrom(found, found.reports[report]!.record))
  }
  const ASKED = [
    { login: 'hubin', unit: CITY, from: '2020-01-01', to: TODAY },
    { login: 'hubin', unit: undefined, from: '2026-09-10', to: '2026-10-20' },
    { login: 'majianguo', unit: '330402000000', from: '2026-10-15', to: '2026-11-14' },
    { login: 'zhangwei', unit: STATION, from: '2026-08-31', to: TODAY },
  ]

  it.each(REPORTS)('$domain $report', async asked => {
    let counted = 0
    for (const { login, unit, from, to } of ASKED) {
      const who = demoPerson(login)
      const { domain, record } = recordOf(asked)
      if (!record.access[who.user.role]?.read || !hasDeskFor(domain, who.user.role, 'reports')) {
        await expect(reported(desk, who, { ...asked, from, to })).rejects.toMatchObject({ code: 'forbidden' })
        continue
      }
      const report = await reported(desk, who, { ...asked, from, to, ...(unit && { unit }) })
      const at = report.columns.findIndex(c => c.name === '$count')
      for (const { cells, query } of report.rows) {
        const list = await listed(desk, who, ListQuery.parse({ ...query, limit: 1 }))
        expect(list.total, `${login} ${cells.join(' ')} ${JSON.stringify(query)}`).toBe(cells[at])
        counted += list.total
      }
    }
    expect(counted > 0).toBe(filled.has(recordOf(asked).type))
  })

  it('are found too where the group has no value, and never those of another report', async () => {
    const ask = { domain: 'residence-permits', report: 'acceptedByGround', from: '2020-01-01', to: TODAY }
    const report = await reported(desk, demoPerson('hubin'), ask)
    const nameless = report.rows.filter(r => r.cells.includes('—'))
    expect(nameless.length).toBeGreaterThan(0)
    const [row] = nameless
    const { total } = await listed(desk, demoPerson('hubin'), ListQuery.parse(row!.query))
    const { empty: _, ...all } = row!.query
    expect((await listed(desk, demoPerson('hubin'), ListQuery.parse(all))).total).toBeGreaterThan(total)
    const other = { ...row!.query, report: { domain: 'population', report: 'residents' } }
    await expect(listed(desk, demoPerson('hubin'), ListQuery.parse(other))).rejects.toMatchObject({
      say: 'report.unknown',
    })
  })
})
