import { describe, expect, test } from 'vitest'
import { domains, kinds } from '../../shared-types/src/domains/index.ts'
import { supervision } from '../../shared-types/src/domains/supervision/index.ts'
import { may } from '../../shared-types/src/engine/access.ts'
import { check } from '../../shared-types/src/engine/check.ts'
import { dueOf } from '../../shared-types/src/engine/due.ts'
import type { Scope } from '../../shared-types/src/engine/evaluate.ts'
import { kindOf } from '../../shared-types/src/engine/kinds.ts'
import { isMasked } from '../../shared-types/src/engine/show.ts'
import { titleOf } from '../../shared-types/src/engine/title.ts'
import type { Case } from '../../shared-types/src/model/case.ts'
import type { Domain } from '../../shared-types/src/model/domain.ts'
import type { Data } from '../../shared-types/src/model/field.ts'
import type { User } from '../../shared-types/src/model/person.ts'
import { centreAt, userNamed } from '../../sync-server/src/demo/demo-users.ts'
import { BUREAU } from '../../sync-server/src/demo/organisation.ts'
import { createRandom } from '../../sync-server/src/demo/random.ts'
import { createRecorder } from '../../sync-server/src/demo/recorder.ts'

const ALERT = 'supervision.alert'
const VENUE = 'venues.venue'
const STATION = '330402510000'
const EAST = '330402000000'
const [reviewer, clerk, otherReviewer] = [userNamed('liuqiang'), userNamed('zhangwei'), userNamed('huangyong')]
const [district, otherDistrict, city] = [userNamed('majianguo'), userNamed('zhuhong'), userNamed('hubin')]

/** A desk at which everything is decided as a window and the centre decide it. */
function desk() {
  const terminal = { device: '', ip: '', mac: '' }
  const recorder = createRecorder({ kinds, random: createRandom(7), station: BUREAU, terminal, parameters: {} })
  return (user: User, type: string, act: string, patch: Data = {}, c?: Case) =>
    recorder.act({ user, at: '2026-11-16T01:00:00.000Z', type, act, patch, ...(c && { caseId: c.id }) })
}

const flagged = (more: Data = {}): Data => ({
  rule: 'multi-place',
  level: 'serious',
  subject: '330402199001010017',
  subjectName: '桂花路派出所',
  from: '2026-10-17',
  to: '2026-11-15',
  measure: '3',
  parameterVersion: 1,
  rows: [{ id: 'a-1', what: 'SL330402510000260001', operator: clerk.id }],
  rowCount: 1,
  ...more,
})

const refused = (code: string) => expect.objectContaining({ message: expect.stringContaining(`"code":"${code}"`) })
const scopeOf = (user: User, today = '2026-11-16'): Scope => ({ today, user, parameters: {} })
const alertKind = kindOf(kinds, ALERT)
const venueKind = kindOf(kinds, VENUE)

describe('an alert', () => {
  test('is raised by the centre alone, with everything that it says of itself', async () => {
    const act = desk()
    for (const user of [city, district, reviewer])
      await expect(act(user, ALERT, 'raise', flagged())).rejects.toEqual(refused('forbidden'))
    const { rule: _, ...nameless } = flagged()
    await expect(act(centreAt(STATION), ALERT, 'raise', nameless)).rejects.toEqual(refused('required'))
    const raised = await act(centreAt(STATION), ALERT, 'raise', flagged())
    expect(raised).toMatchObject({
      unit: STATION,
      state: 'open',
      data: { meaning: 'multi-place', raisedOn: '2026-11-16' },
    })
  })

  test('is received at its unit or above, explained by the unit, and closed by somebody who did neither', async () => {
    const act = desk()
    const raised = await act(centreAt(STATION), ALERT, 'raise', flagged())
    for (const user of [otherReviewer, otherDistrict, clerk])
      await expect(act(user, ALERT, 'receive', {}, raised)).rejects.toEqual(refused('forbidden'))
    await act(district, ALERT, 'receive', {}, raised)
    await expect(act(district, ALERT, 'explain', { explanation: '已核查' }, raised)).rejects.toEqual(refused('guard'))
    await expect(act(clerk, ALERT, 'explain', {}, raised)).rejects.toEqual(refused('required'))
    await act(clerk, ALERT, 'explain', { explanation: '已核查' }, raised)
    const closing = { outcome: 'justified' }
    await expect(act(district, ALERT, 'close', closing, raised)).rejects.toEqual(refused('four-eyes'))
    await expect(act(reviewer, ALERT, 'close', closing, raised)).rejects.toEqual(refused('forbidden'))
    await expect(act(city, ALERT, 'close', { outcome: 'falseAlarm' }, raised)).rejects.toEqual(refused('check'))
    expect(await act(city, ALERT, 'close', closing, raised)).toMatchObject({ state: 'closed', data: closing })
  })

  test('goes back for a better explanation, and is a false alarm only with its reason', async () => {
    const act = desk()
    const raised = await act(centreAt(STATION), ALERT, 'raise', flagged())
    await act(reviewer, ALERT, 'receive', {}, raised)
    await act(reviewer, ALERT, 'explain', { explanation: '无' }, raised)
    await expect(act(district, ALERT, 'sendBack', {}, raised)).rejects.toEqual(refused('required'))
    const back = await act(district, ALERT, 'sendBack', { sendBackReason: '请写明原因' }, raised)
    expect(back.state).toBe('received')
    await expect(act(district, ALERT, 'falseAlarm', {}, raised)).rejects.toEqual(refused('required'))
    const ended = await act(district, ALERT, 'falseAlarm', { falseReason: '同名' }, raised)
    expect(ended).toMatchObject({ state: 'falseAlarm', data: { outcome: 'falseAlarm', closedBy: district.id } })
  })

  test('is not closed by whoever made one of the rows that it is about, in whichever post', async () => {
    const act = desk()
    const rows = [
      { id: 'a-1', what: '一', operator: clerk.id },
      { id: 'a-2', operator: city.id },
    ]
    const raised = await act(centreAt(STATION), ALERT, 'raise', flagged({ rows }))
    await act(reviewer, ALERT, 'receive', {}, raised)
    await expect(act(city, ALERT, 'falseAlarm', { falseReason: '同名' }, raised)).rejects.toEqual(refused('four-eyes'))
    await act(reviewer, ALERT, 'explain', { explanation: '已核查' }, raised)
    const closing = { outcome: 'violation' }
    await expect(act(city, ALERT, 'close', closing, raised)).rejects.toThrow('"why":"concerned"')
    expect((await act(district, ALERT, 'close', closing, raised)).state).toBe('closed')
  })

  test('says to nobody by itself whose number it is about, and is late after its days', async () => {
    const act = desk()
    const raised = await act(centreAt(STATION), ALERT, 'raise', flagged())
    expect(isMasked(alertKind.record.fields.subject!)).toBe(true)
    expect(titleOf(alertKind, raised, 'zh-CN')).toBe('桂花路派出所 同一人多地办证')
    expect(alertKind.record.access.clerk?.reveal).toBeUndefined()
    const levels = (day: string) => dueOf(alertKind, raised, scopeOf(reviewer, day)).limits.map(l => [l.name, l.level])
    expect(levels('2026-11-16')).toEqual([['receiving', 'ok']])
    expect(levels('2026-11-19')).toEqual([['receiving', 'due']])
    expect(levels('2026-11-20')).toEqual([['receiving', 'late']])
  })
})

describe('a venue', () => {
  const hotel = {
    venueCode: 'T-1',
    name: '模拟宾馆',
    category: 'hotel',
    street: '桂花街道',
    registeredOn: '2026-11-01',
  }

  test('is supervised by a unit that the person who says so covers, and has its bounds from that unit alone', async () => {
    const act = desk()
    const none = await act(district, VENUE, 'register', hotel)
    await expect(act(district, VENUE, 'setThresholds', { minPerDay: 5 }, none)).rejects.toEqual(refused('guard'))
    await expect(act(district, VENUE, 'assign', { supervisingUnit: '330411510000' }, none)).rejects.toEqual(
      refused('guard'),
    )
    await expect(act(otherDistrict, VENUE, 'assign', { supervisingUnit: '330411510000' }, none)).rejects.toEqual(
      refused('forbidden'),
    )
    await act(district, VENUE, 'assign', { supervisingUnit: STATION }, none)
    await expect(act(district, VENUE, 'setThresholds', { minPerDay: 5 }, none)).rejects.toEqual(refused('guard'))
    await expect(act(otherReviewer, VENUE, 'setThresholds', { minPerDay: 5 }, none)).rejects.toEqual(
      refused('forbidden'),
    )
    await expect(act(reviewer, VENUE, 'setThresholds', { minPerDay: 50, maxPerDay: 5 }, none)).rejects.toEqual(
      refused('check'),
    )
    const bounds = { minPerDay: 5, maxPerDay: 50 }
    expect(await act(reviewer, VENUE, 'setThresholds', bounds, none)).toMatchObject({ data: bounds })
  })

  test('is registered with a unit and bounds at once only where they are the person’s own', async () => {
    const act = desk()
    const own = { ...hotel, supervisingUnit: EAST, minPerDay: 1 }
    expect(await act(district, VENUE, 'register', own)).toMatchObject({ state: 'open', data: { origin: 'desk' } })
    const other = (more: Data) => act(district, VENUE, 'register', { ...hotel, venueCode: 'T-2', ...more })
    await expect(other({ supervisingUnit: STATION, minPerDay: 1 })).rejects.toEqual(refused('guard'))
    await expect(other({ supervisingUnit: '330411000000' })).rejects.toEqual(refused('guard'))
    await expect(other({ venueCode: 'T-1' })).rejects.toEqual(refused('check'))
  })

  test('that nobody knew appears by its scans, is the city’s to give, and nobody else sees it before', async () => {
    const act = desk()
    const code = { venueCode: 'X-9', name: 'X-9', registeredOn: '2026-11-15' }
    const found = await act(centreAt('330400000000'), VENUE, 'appear', code)
    expect(found).toMatchObject({ state: 'open', data: { origin: 'scans' } })
    expect([city, district, reviewer].map(user => may(venueKind, 'read', found, scopeOf(user)))).toEqual([
      true,
      false,
      false,
    ])
    const given = await act(city, VENUE, 'assign', { supervisingUnit: STATION }, found)
    const readers = [city, district, reviewer, clerk, otherReviewer, otherDistrict]
    expect(readers.map(user => may(venueKind, 'read', given, scopeOf(user)))).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ])
  })
})

test('a curve and evidence that name what is not there are found at the start', () => {
  const broken = (path: 'curve' | 'evidence', value: unknown) => {
    const copy = structuredClone(supervision) as unknown as { records: { alert: Record<string, unknown> } }
    copy.records.alert[path] = value
    return check(domains.map(domain => (domain.name === 'supervision' ? (copy as unknown as Domain) : domain))).join(
      '\n',
    )
  }
  const { curve, evidence } = supervision.records.alert
  expect(broken('curve', { ...curve, day: 'count' })).toContain('date column days.count')
  expect(broken('curve', { ...curve, lines: ['measure'] })).toContain('number field measure')
  expect(broken('evidence', { ...evidence, table: 'rule' })).toContain('text column rule.id')
  expect(broken('evidence', { table: 'rows', id: 'id' })).toContain('evidence that says who made it')
})
