import { expect, test } from 'vitest'
import { readPdf, textOf } from '../../desktop/src/core/printing/fixtures/read-pdf.ts'
import { doorKey } from '../../shared-types/src/engine/address.ts'
import { addMonths } from '../../shared-types/src/engine/day.ts'
import type { Data } from '../../shared-types/src/model/field.ts'
import type { BusinessHours } from '../../shared-types/src/model/person.ts'
import { CITY } from '../../sync-server/src/demo/organisation.ts'
import { putSetting } from '../../sync-server/src/settings.ts'
import { testWindow } from '../harness.ts'
import {
  APPLICATION,
  accept,
  address,
  blankId,
  data,
  done,
  layCard,
  PERMIT,
  register,
  STATION,
  stateOf,
} from './permit.ts'
import { onDatabases } from './sides.ts'

onDatabases(['SQLite'], 'a rejected application', { other: 'liuqiang' }, sides => {
  const accepted = async (person: number) => {
    const { clerk, other } = sides
    await layCard(clerk, person)
    await register(clerk, addMonths((await clerk.call('session.state', {})).today, -8))
    const { id, answer } = await accept(clerk)
    expect(answer.problems.map(p => p.text)).toEqual([])
    await clerk.sync()
    await other.sync()
    return id
  }

  test('it ends with its reason, which stands on the form that the person is given', async () => {
    const { clerk, other } = sides
    const id = await accepted(0)
    const bare = await other.call('cases.act', { type: APPLICATION, id, act: 'reject' })
    expect(bare.problems).toMatchObject([{ code: 'required', field: 'rejectReason' }])
    const told = { rejectReason: 'evidence', rejectNote: '租房合同缺出租人签字' }
    const answer = await done(other, APPLICATION, id, 'reject', told)
    expect(answer.print).toMatchObject({ ended: 'good' })
    await other.sync()
    await clerk.sync()

    expect(await stateOf(clerk, id)).toBe('rejected')
    const { name, receiptNo, decidedBy } = await data(clerk, id)
    expect(decidedBy).toBe('041101')
    const form = await clerk.call('print.preview', { id, template: 'rejection' })
    const text = await textOf(await (await readPdf(form.bytes)).getPage(1))
    for (const part of [name, receiptNo, '证明材料不全或不符', '租房合同缺出租人签字']) expect(text).toContain(part)
    expect((await clerk.call('cases.open', { id })).steps).toEqual([])
    expect((await clerk.call('cases.list', { type: PERMIT })).total).toBe(0)
  })

  test('nobody decides on it any more, and the person may apply again', async () => {
    const { clerk, other } = sides
    const [{ id } = { id: '' }] = (await other.call('cases.list', { type: APPLICATION, states: ['rejected'] })).rows
    for (const act of ['pass', 'reject', 'sendBack'])
      expect((await other.call('cases.act', { type: APPLICATION, id, act })).problems).toMatchObject([
        { code: 'state' },
      ])
    const again = await accept(clerk)
    expect(again.answer.problems.map(p => p.text)).toEqual([])
    expect(again.look.history.find(h => h.lookup === 'applications')?.rows.map(r => r.state)).toContain('rejected')
  })

  test('sent back, it is mended by the clerk and reviewed again under its receipt', async () => {
    const { clerk, other } = sides
    const id = await accepted(1)
    const { receiptNo } = await data(clerk, id)
    await done(other, APPLICATION, id, 'sendBack', { sendBackReason: '电话有误' })
    await other.sync()
    await clerk.sync()
    const menu = await clerk.call('menu', {})
    expect(menu.find(d => d.desk === 'sentBack')).toMatchObject({ waiting: 1 })
    const answer = await done(clerk, APPLICATION, id, 'accept', { phone: '13905710099' })
    expect(answer.print).toMatchObject({ ended: 'good' })
    expect(await data(clerk, id)).toMatchObject({ receiptNo })
    const phone = await clerk.call('cases.reveal', { id, field: 'phone', purpose: 'correction' })
    expect(phone.value).toBe('13905710099')
    await clerk.sync()
    await other.sync()
    await done(other, APPLICATION, id, 'pass')
    await other.sync()
    expect(await other.call('status', {})).toMatchObject({ unsent: 0, refused: 0 })
    expect(sides.faults).toEqual([])
  })

  test('what the rules would find is said before it is saved, by what the window holds, and stops nothing', async () => {
    const { clerk, centre } = sides
    const { today } = await clerk.call('session.state', {})
    const hours = (text: string): BusinessHours => ({ openAm: '00:00', closeAm: text, openPm: text, closePm: text })
    const set = async (at: string) => {
      const { parts } = centre.running
      const calendar = { holidays: [], workdays: [today] }
      await parts.store.transaction(async turn => {
        const unit = (await parts.directory(turn.db)).units.find(u => u.id === STATION)!
        const value = { ...unit, hours: hours(at) }
        await putSetting(turn, { id: `unit:${STATION}`, kind: 'unit', value }, parts.now())
        await putSetting(turn, { id: 'calendar', kind: 'calendar', value: calendar }, parts.now())
      })
      await clerk.sync()
    }
    const warned = async (patch: Data) => {
      const id = await blankId(clerk, APPLICATION)
      return (await clerk.call('cases.preview', { type: APPLICATION, id, patch, act: 'accept' })).warnings
    }
    await set('23:59')
    for (const person of [2, 3]) await accepted(person)
    // Accepted at this door: two people above, and these two. A fifth, by another spelling.
    const fifth = { citizenId: '320583197907044170', address: { ...address, building: '3栋', room: '501' } }
    expect(await warned({ ...fifth, address: { ...address, room: '502' } })).toEqual([])
    expect(await warned(fifth)).toMatchObject([expect.stringContaining('连同本次已有 5 人')])
    // The centre leaves the door out, has that end again, and wants six people instead.
    const above = await testWindow({ centre, unit: CITY })
    await above.signIn('hubin')
    const rule = 'shared-address'
    const change = async (parameters: Record<string, number>, on = true) =>
      void (await above.call('rules.set', { rule, from: today, on, parameters, reason: '试行' }))
    const span = { from: today, to: today, reason: '集体宿舍' }
    const { exemptions } = await above.call('exemptions.add', { rule, subject: doorKey(fifth.address), ...span })
    expect(await warned(fifth)).toHaveLength(1)
    await clerk.sync()
    expect(await warned(fifth)).toEqual([])
    await above.call('exemptions.end', { id: exemptions[0]!.id, reason: '已搬迁' })
    await clerk.sync()
    expect(await warned(fifth)).toHaveLength(1)
    await clerk.plug(false)
    await change({ minHolders: 6, windowDays: 20 })
    expect(await warned(fifth)).toMatchObject([expect.stringContaining('近 365 天连同本次已有 5 人')])
    await clerk.plug(true)
    expect(await warned(fifth)).toEqual([])
    await change({ minHolders: 4, windowDays: 20 })
    await clerk.sync()
    expect(await warned(fifth)).toMatchObject([expect.stringContaining('近 20 天连同本次已有 5 人')])
    await change({}, false)
    await clerk.sync()
    expect(await warned(fifth)).toEqual([])

    await set('00:00')
    const late = await warned({ ...fifth, address: { ...address, room: '502' } })
    expect(late).toMatchObject([expect.stringContaining('工作日 00:00–00:00, 00:00–00:00')])
    // With an approved evening it is none, and the night says so as well.
    const duty = {
      dutyOn: today,
      dutyFrom: '00:00',
      dutyTo: '24:00',
      dutyReason: '集中办证',
      onDuty: [{ officer: '张伟' }],
    }
    const asked = await blankId(clerk, 'supervision.duty')
    await done(clerk, 'supervision.duty', asked, 'ask', duty)
    expect(await warned({ ...fifth, address: { ...address, room: '502' } })).toHaveLength(1)
    await clerk.sync()
    await above.sync()
    await done(above, 'supervision.duty', asked, 'approve')
    await above.sync()
    await clerk.sync()
    expect(await warned({ ...fifth, address: { ...address, room: '502' } })).toEqual([])
    await accepted(4)
    await above.close()
    expect(sides.faults).toEqual([])
  })
})
