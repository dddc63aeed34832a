import { describe, expect, it } from 'vitest'
import { addDays } from '../../shared-types/src/engine/day.ts'
import { EMPLOYERS } from '../../sync-server/src/demo/invented-employers.ts'
import { ADULT, auxiliary, clerk, openDesk, reviewer } from './permit-desk.ts'

const DAY = '2026-03-16'
const RESIDENT = 'population.resident'

describe('registrations', () => {
  it('are whole when they are made, and stay so when they are corrected', async () => {
    const desk = await openDesk(DAY)
    await expect(desk.live(10, { ...ADULT, name: '' })).rejects.toThrow('"code":"required","field":"name"')
    const { id } = await desk.live(10)
    await desk.act(clerk, RESIDENT, 'edit', { phone: '13800005678' }, id)
    await expect(desk.act(clerk, RESIDENT, 'edit', { name: null }, id)).rejects.toThrow(
      '"code":"required","field":"name"',
    )
    expect(desk.recorder.cases.one(id).data).toMatchObject({ name: ADULT.name, phone: '13800005678' })
  })

  it('are one at a time for a person, and dates follow one another', async () => {
    const desk = await openDesk(DAY)
    const { id } = await desk.live(40)
    await expect(desk.live(20)).rejects.toThrow('"check":"twice"')
    const early = { leftOn: addDays(DAY, -60), leftReason: 'moved' }
    await expect(desk.act(clerk, RESIDENT, 'leave', early, id)).rejects.toThrow('"check":"leftFirst"')
    await desk.act(clerk, RESIDENT, 'leave', { leftOn: DAY, leftReason: 'moved' }, id)
    expect((await desk.live(0)).state).toBe('active')
  })

  it('are voided by a reviewer who did not make them', async () => {
    const desk = await openDesk(DAY)
    const { id } = await desk.live(40)
    await expect(desk.act(clerk, RESIDENT, 'void', { voidNote: '重复' }, id)).rejects.toThrow('"code":"forbidden"')
    expect((await desk.act(reviewer, RESIDENT, 'void', { voidNote: '重复' }, id)).state).toBe('void')
  })

  it('are changed by auxiliary staff only when they entered them', async () => {
    const desk = await openDesk(DAY)
    const { id } = await desk.live(40)
    await expect(desk.act(auxiliary, RESIDENT, 'edit', { phone: '13800005678' }, id)).rejects.toThrow(
      '"code":"forbidden"',
    )
  })

  it('refuse the employment of a child', async () => {
    const desk = await openDesk(DAY)
    const child = { ...ADULT, citizenId: '640104201602291150', birth: '2016-02-29' }
    const work = {
      employer: '东溪模拟纺织有限公司',
      orgCode: EMPLOYERS[1]!.orgCode,
      trade: 'manufacture',
      position: '裁剪工',
    }
    const dates = { since: DAY, registeredOn: DAY, source: 'window' }
    const place = { workplace: { area: '330402', street: '桂花街道' } }
    const patch = { ...child, ...work, ...dates, ...place }
    await expect(desk.act(clerk, 'population.employment', 'register', patch)).rejects.toThrow('"check":"tooYoung"')
  })
})
