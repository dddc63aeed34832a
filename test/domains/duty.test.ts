import { expect, test } from 'vitest'
import { kinds } from '../../shared-types/src/domains/index.ts'
import { may } from '../../shared-types/src/engine/access.ts'
import { kindOf } from '../../shared-types/src/engine/kinds.ts'
import type { Case } from '../../shared-types/src/model/case.ts'
import type { Data } from '../../shared-types/src/model/field.ts'
import type { User } from '../../shared-types/src/model/person.ts'
import { userNamed } from '../../sync-server/src/demo/demo-users.ts'
import { BUREAU } from '../../sync-server/src/demo/organisation.ts'
import { createRandom } from '../../sync-server/src/demo/random.ts'
import { createRecorder } from '../../sync-server/src/demo/recorder.ts'

const DUTY = 'supervision.duty'
const [clerk, reviewer, otherClerk] = [userNamed('zhangwei'), userNamed('liuqiang'), userNamed('chenmin')]
const [district, otherDistrict, city] = [userNamed('majianguo'), userNamed('zhuhong'), userNamed('hubin')]
const scopeOf = (user: User) => ({ today: '2026-11-16', user, parameters: {} })
const refused = (why: string) => expect.objectContaining({ message: expect.stringContaining(why) })

/** At noon of a day; everything is decided as a window and the centre decide it. */
function desk() {
  const terminal = { device: '', ip: '', mac: '' }
  const recorder = createRecorder({ kinds, random: createRandom(7), station: BUREAU, terminal, parameters: {} })
  return (day: string, user: User, act: string, patch: Data = {}, c?: Case) =>
    recorder.act({ user, at: `${day}T04:00:00.000Z`, type: DUTY, act, patch, ...(c && { caseId: c.id }) })
}

const evening = (dutyOn: string): Data => ({
  ...{ dutyOn, dutyFrom: '17:00', dutyTo: '20:30', dutyReason: '务工人员集中办证' },
  onDuty: [{ officer: '张伟', task: '受理' }],
})

test('duty is asked by the unit and approved by somebody above it, before or late, and late is seen', async () => {
  const act = desk()
  const asked = await act('2026-11-16', clerk, 'ask', evening('2026-11-16'))
  for (const user of [reviewer, otherDistrict, otherClerk])
    await expect(act('2026-11-16', user, 'approve', {}, asked)).rejects.toEqual(refused('forbidden'))
  await expect(act('2026-11-16', district, 'approveLate', { lateReason: '忘记' }, asked)).rejects.toEqual(
    refused('"guard"'),
  )
  expect(await act('2026-11-16', district, 'approve', {}, asked)).toMatchObject({
    state: 'approved',
    data: { approvedBy: district.id, approvedOn: '2026-11-16' },
  })
  await expect(act('2026-11-16', district, 'cancel', { cancelReason: '不需要' }, asked)).rejects.toEqual(
    refused('"guard"'),
  )

  const late = await act('2026-11-17', clerk, 'ask', evening('2026-11-16'))
  await expect(act('2026-11-17', city, 'approve', {}, late)).rejects.toEqual(refused('"guard"'))
  await expect(act('2026-11-17', city, 'approveLate', {}, late)).rejects.toEqual(refused('required'))
  expect(await act('2026-11-17', city, 'approveLate', { lateReason: '当晚来不及报批' }, late)).toMatchObject({
    state: 'approvedLate',
    data: { approvedOn: '2026-11-17' },
  })
  await expect(act('2026-11-24', clerk, 'ask', evening('2026-11-16'))).rejects.toEqual(refused('"guard"'))
})

test('duty ends after it begins, names who is there, and is called off only beforehand', async () => {
  const act = desk()
  const asking = (more: Data) => act('2026-11-16', clerk, 'ask', { ...evening('2026-11-20'), ...more })
  await expect(asking({ dutyTo: '17:00' })).rejects.toEqual(refused('check'))
  await expect(act('2026-11-16', clerk, 'ask', { dutyOn: '2026-11-20' })).rejects.not.toEqual(refused('"check"'))
  await expect(asking({ onDuty: [] })).rejects.toEqual(refused('required'))
  await expect(asking({ dutyTo: '20:15' })).rejects.toEqual(refused('choice'))
  const asked = await asking({ dutyTo: '24:00' })
  await act('2026-11-16', district, 'approve', {}, asked)
  const off = await act('2026-11-19', district, 'cancel', { cancelReason: '改期' }, asked)
  expect(off.state).toBe('cancelled')
})

test('a unit reads its own duty, those above it that of their units', async () => {
  const asked = await desk()('2026-11-16', clerk, 'ask', evening('2026-11-16'))
  const reads = (user: User) => may(kindOf(kinds, DUTY), 'read', asked, scopeOf(user))
  expect([clerk, reviewer, district, city].map(reads)).toEqual([true, true, true, true])
  expect([otherClerk, otherDistrict].map(reads)).toEqual([false, false])
})
