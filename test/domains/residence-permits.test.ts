import { describe, expect, it } from 'vitest'
import { kinds } from '../../shared-types/src/domains/index.ts'
import { addDays, addYears } from '../../shared-types/src/engine/day.ts'
import { dueOf } from '../../shared-types/src/engine/due.ts'
import { standing } from '../../shared-types/src/engine/entitlement.ts'
import { kindOf } from '../../shared-types/src/engine/kinds.ts'
import { blank } from '../../shared-types/src/engine/screen.ts'
import type { Case } from '../../shared-types/src/model/case.ts'
import { related } from '../../shared-types/src/store/related.ts'
import { ADDRESS, ADULT, auxiliary, clerk, form, openDesk, reviewer } from './permit-desk.ts'

const DAY = '2026-03-16'
const APPLICATION = 'residence-permits.application'
const PERMIT = 'residence-permits.permit'

describe('who may apply', () => {
  it('is told the day from which the half year is full, and accepted on it', async () => {
    const desk = await openDesk(DAY)
    await desk.live(150)
    await expect(desk.application(clerk, 'accept', form())).rejects.toThrow('"guard":"entitled"')

    const kind = kindOf(kinds, APPLICATION)
    const scope = { today: DAY, user: clerk, parameters: {} }
    const empty = { ...blank(kind, 'x', scope, ''), data: ADULT }
    const found = standing(kind, 'halfYear', {
      ...scope,
      related: await related(desk.recorder.cases, kinds, kind, empty, scope),
    })
    expect(found).toMatchObject({ now: false, on: '2026-04-17' })
    desk.move('2026-04-16')
    await expect(desk.application(clerk, 'accept', form())).rejects.toThrow('"guard":"entitled"')
    desk.move('2026-04-17')
    expect((await desk.application(clerk, 'accept', form())).state).toBe('accepted')
  })

  it('may add up several spells of living and working here', async () => {
    const desk = await openDesk(DAY)
    const person = await desk.live(300, ADULT, { leftOn: addDays(DAY, -190) })
    await desk.act(clerk, 'population.resident', 'leave', { leftReason: 'moved' }, person.id)
    await desk.live(80)
    expect((await desk.application(clerk, 'accept', form())).state).toBe('accepted')
  })

  it('is not somebody whose registration was void', async () => {
    const desk = await openDesk(DAY)
    const { id } = await desk.live(400)
    await desk.act(reviewer, 'population.resident', 'void', { voidNote: '登记对象有误' }, id)
    await expect(desk.application(clerk, 'accept', form())).rejects.toThrow('"guard":"entitled"')
  })

  it('has one application at a time, and an agent under sixteen', async () => {
    const desk = await openDesk(DAY)
    const child = { ...ADULT, citizenId: '640104201602291150', name: '马小禾', nation: '03', birth: '2016-02-29' }
    await desk.live(400, child)
    await expect(desk.application(clerk, 'accept', form(child))).rejects.toThrow('"check":"needsAgent"')
    const agent = {
      byAgent: true,
      agentName: '马文',
      agentId: ADULT.citizenId,
      relation: 'parent',
      agentProof: ['b'.repeat(64)],
    }
    await desk.application(clerk, 'accept', form({ ...child, ...agent }))
    await expect(desk.application(clerk, 'accept', form({ ...child, ...agent }))).rejects.toThrow('"guard":"noOpen"')
  })
})

describe('the form at the window', () => {
  it('offers kind, address and number from what is known of the person', async () => {
    const desk = await openDesk(DAY)
    await desk.live(400)
    const offers = async () => {
      const kind = kindOf(kinds, APPLICATION)
      const scope = { today: desk.today(), user: clerk, parameters: {} }
      const seen = await desk.look(clerk, { ...blank(kind, 'x', scope, ''), data: ADULT })
      const cells = seen.sections.flatMap(s => s.cells)
      return Object.fromEntries(cells.flatMap(c => (c.offer === undefined ? [] : [[c.name, c.offer]])))
    }
    expect(await offers()).toEqual({ kind: 'first', address: ADDRESS, ground: 'residence' })

    await desk.issued(form(), 'K0100001')
    expect(await offers()).toMatchObject({ kind: 'renewal' })
    desk.move(addDays(addYears(DAY, 1), -20))
    expect(await offers()).toMatchObject({ kind: 'endorsement' })
    const permit = desk.find(PERMIT, { citizenId: ADULT.citizenId })
    await desk.act(clerk, PERMIT, 'reportLoss', { lossReason: 'lost' }, permit.id)
    expect(await offers()).toMatchObject({ kind: 'replacement' })
  })
})

describe('review', () => {
  it('is made by another person than acceptance, and refusal names its reason', async () => {
    const desk = await openDesk(DAY)
    await desk.live(400)
    const { id } = await desk.application(clerk, 'accept', form())
    const both = { ...reviewer, id: clerk.id }
    await expect(desk.application(both, 'pass', {}, id)).rejects.toThrow('"code":"four-eyes"')
    await expect(desk.application(clerk, 'pass', {}, id)).rejects.toThrow('"code":"forbidden"')
    await expect(desk.application(reviewer, 'reject', {}, id)).rejects.toThrow('"field":"rejectReason"')
    expect(await desk.application(reviewer, 'reject', { rejectReason: 'photo' }, id)).toMatchObject({
      state: 'rejected',
    })
  })

  it('keeps receipt and form when an application is sent back', async () => {
    const desk = await openDesk(DAY)
    await desk.live(400)
    const first = await desk.application(clerk, 'accept', form())
    await desk.application(reviewer, 'sendBack', { sendBackReason: '缺签名页' }, first.id)
    desk.move(addDays(DAY, 1))
    const again = await desk.application(auxiliary, 'accept', {}, first.id)
    expect(again.data.receiptNo).toBe(first.data.receiptNo)
    expect(again.data.acceptedOn).toBe(addDays(DAY, 1))
  })

  it('leaves fifteen days to make the card and thirty at most', async () => {
    const desk = await openDesk(DAY)
    await desk.live(400)
    const c = await desk.application(clerk, 'accept', form())
    const level = (days: number) =>
      dueOf(kindOf(kinds, APPLICATION), c, { today: addDays(DAY, days), user: clerk, parameters: {} }).limits[0]
    expect(level(14)).toMatchObject({ name: 'making', level: 'ok', due: addDays(DAY, 15), last: addDays(DAY, 30) })
    expect(level(15)).toMatchObject({ level: 'due' })
    expect(level(31)).toMatchObject({ level: 'late' })
  })
})

describe('card making', () => {
  const passed = async (terminal?: { device: string; ip: string; mac: string }) => {
    const desk = await openDesk(DAY, terminal)
    await desk.live(400)
    const { id } = await desk.application(clerk, 'accept', form())
    await desk.application(reviewer, 'pass', {}, id)
    return { desk, id }
  }

  it('records every attempt and what became of its blank card', async () => {
    const { desk, id } = await passed()
    const first = await desk.application(clerk, 'make', { blankNo: 'K0100001' }, id)
    await desk.application(clerk, 'spoil', { voidReason: 'colour' }, id)
    expect(desk.find('residence-permits.print', { blankNo: 'K0100001' })).toMatchObject({
      state: 'void',
      data: { voidReason: 'colour', operator: clerk.id, permitNo: first.data.permitNo, station: clerk.unit },
    })
    expect(desk.find('residence-permits.blank', { serial: 'K0100001' })).toMatchObject({ state: 'spoiled' })
    await expect(desk.application(clerk, 'make', { blankNo: 'K0100001' }, id)).rejects.toThrow(
      '"check":"blankNotReady"',
    )

    await desk.application(clerk, 'make', { blankNo: 'K0100002' }, id)
    await desk.application(clerk, 'unprinted', {}, id)
    expect(desk.find('residence-permits.blank', { serial: 'K0100002' })).toMatchObject({ state: 'handed' })
    await desk.application(clerk, 'make', { blankNo: 'K0100002' }, id)
    const made = await desk.application(clerk, 'made', {}, id)
    expect(made).toMatchObject({ state: 'made', data: { permitNo: first.data.permitNo } })
    const prints = [...desk.recorder.cases.all()].filter(c => c.type === 'residence-permits.print')
    expect(prints.map(p => p.state)).toEqual(['void', 'nothing', 'good'])
    expect(desk.find('residence-permits.blank', { serial: 'K0100002' })).toMatchObject({ state: 'used' })
  })

  it('refuses a printer that is not registered for the station', async () => {
    const { desk, id } = await passed({ device: 'CP70-999999', ip: '10.40.11.21', mac: '02:00:5E:40:01:21' })
    await expect(desk.application(clerk, 'make', { blankNo: 'K0100001' }, id)).rejects.toThrow(
      '"check":"terminalUnknown"',
    )
  })

  it('keeps the ledgers out of reach of hands', async () => {
    const { desk, id } = await passed()
    await desk.application(clerk, 'make', { blankNo: 'K0100001' }, id)
    const card = desk.find('residence-permits.blank', { serial: 'K0100001' })
    await expect(desk.act(clerk, card.type, 'use', { usedOn: DAY }, card.id)).rejects.toThrow()
    await expect(desk.act(clerk, 'residence-permits.print', 'send', { permitNo: 'JZ1' })).rejects.toThrow()
    await expect(desk.act(clerk, PERMIT, 'issue', { permitNo: 'JZ1' })).rejects.toThrow()
  })

  it('hands the card over only to somebody whose identity was checked', async () => {
    const { desk, id } = await passed()
    await desk.application(clerk, 'make', { blankNo: 'K0100001' }, id)
    await desk.application(clerk, 'made', {}, id)
    await expect(desk.application(clerk, 'issue', {}, id)).rejects.toThrow('"code":"identity"')
    await desk.application(auxiliary, 'issue', { identityEvidence: 'ticket' }, id)
    expect(desk.find(PERMIT, { citizenId: ADULT.citizenId })).toMatchObject({
      state: 'valid',
      data: { signedOn: DAY, endorsedUntil: '2027-03-16', endorseFrom: '2027-02-16', blankNo: 'K0100001' },
    })
  })

  it('makes a card void that was found faulty before it was handed over', async () => {
    const { desk, id } = await passed()
    await desk.application(clerk, 'make', { blankNo: 'K0100001' }, id)
    await desk.application(clerk, 'made', {}, id)
    await desk.application(clerk, 'scrap', { voidReason: 'wrongData' }, id)
    expect(desk.find('residence-permits.print', { blankNo: 'K0100001' }).state).toBe('void')
    expect(desk.find('residence-permits.blank', { serial: 'K0100001' })).toMatchObject({
      state: 'spoiled',
      data: { spoiledFor: desk.recorder.cases.one(id).data.receiptNo },
    })
  })
})

describe('a permit that is held', () => {
  const held = async () => {
    const desk = await openDesk(DAY)
    await desk.live(400)
    await desk.issued(form(), 'K0100001')
    const permit = () => desk.find(PERMIT, { citizenId: ADULT.citizenId })
    const flags = (c: Case) =>
      dueOf(kindOf(kinds, PERMIT), c, { today: desk.today(), user: clerk, parameters: {} }).flags
    const request = (kind: string, more = {}) => form({ kind, permitNo: String(permit().data.permitNo), ...more })
    const endorsing = () => request('endorsement', { permitUntil: String(permit().data.endorsedUntil) })
    return { desk, permit, flags, request, endorsing }
  }

  it('is endorsed for another year in the month before the anniversary', async () => {
    const { desk, permit, flags, endorsing } = await held()
    desk.move('2027-02-15')
    expect(flags(permit())).toEqual([])
    await expect(desk.application(clerk, 'accept', endorsing())).rejects.toThrow('"guard":"inWindow"')
    desk.move('2027-03-16')
    expect(flags(permit())).toEqual(['dueSoon'])
    const { id } = await desk.application(clerk, 'accept', endorsing())
    await expect(desk.application(reviewer, 'pass', {}, id)).rejects.toThrow('"guard":"cardKind"')
    desk.move('2027-03-18')
    expect((await desk.application(reviewer, 'endorse', {}, id)).state).toBe('endorsed')
    expect(permit().data).toMatchObject({ endorsedUntil: '2028-03-16', endorseFrom: '2028-02-16', countedFrom: DAY })
    expect(flags(permit())).toEqual([])
  })

  it('is suspended after it, and restored by a late endorsement that counts anew', async () => {
    const { desk, permit, flags, endorsing } = await held()
    desk.move('2027-05-10')
    expect(flags(permit())).toEqual(['suspended'])
    const { id } = await desk.application(clerk, 'accept', endorsing())
    desk.move('2027-05-11')
    await desk.application(reviewer, 'endorse', {}, id)
    expect(permit().data).toMatchObject({
      endorsedUntil: '2028-05-10',
      countedFrom: '2027-05-10',
      endorsedOn: '2027-05-11',
    })
    expect(flags(permit())).toEqual([])
  })

  it('is not endorsed by a date that was typed wrong, nor under another number', async () => {
    const { desk, endorsing } = await held()
    desk.move('2027-03-01')
    const wrong = { ...endorsing(), permitUntil: '2027-06-30' }
    await expect(desk.application(clerk, 'accept', wrong)).rejects.toThrow('"guard":"untilRight"')
    const other = { ...endorsing(), permitNo: 'JZ33040251000027000999' }
    await expect(desk.application(clerk, 'accept', other)).rejects.toThrow('"guard":"permitFound"')
  })

  it('cannot be applied for a second time', async () => {
    const { desk } = await held()
    await expect(desk.application(clerk, 'accept', form())).rejects.toThrow('"guard":"firstOnly"')
  })

  it('is lost with the application for its replacement, and keeps its number on the new card', async () => {
    const { desk, permit, request } = await held()
    const number = permit().data.permitNo
    const { id } = await desk.application(clerk, 'accept', request('replacement', { replaceReason: 'stolen' }))
    expect(permit()).toMatchObject({ state: 'lost', data: { lossReason: 'stolen', lostOn: DAY } })
    await expect(desk.act(clerk, PERMIT, 'find', {}, permit().id)).rejects.toThrow('"guard":"noReplacement"')
    await expect(desk.act(reviewer, PERMIT, 'cancel', { cancelReason: 'moved' }, permit().id)).rejects.toThrow(
      'nothingOpen',
    )
    await desk.application(reviewer, 'pass', {}, id)
    await desk.application(clerk, 'make', { blankNo: 'K0100002' }, id)
    await desk.application(clerk, 'made', {}, id)
    await desk.application(clerk, 'issue', { identityEvidence: 'card' }, id)
    expect(permit()).toMatchObject({
      state: 'valid',
      data: { permitNo: number, blankNo: 'K0100002', endorsedUntil: '2027-03-16' },
    })
  })

  it('is exchanged for a new card only when the old one comes back', async () => {
    const { desk, permit, request } = await held()
    const wrong = request('renewal', { replaceReason: 'lost' })
    await expect(desk.application(clerk, 'accept', wrong)).rejects.toThrow('"check":"damagedIsRenewal"')
    const { id } = await desk.application(clerk, 'accept', request('renewal', { replaceReason: 'damaged' }))
    await desk.application(reviewer, 'pass', {}, id)
    await desk.application(clerk, 'make', { blankNo: 'K0100002' }, id)
    await desk.application(clerk, 'made', {}, id)
    const issue = (oldCardBack: boolean) =>
      desk.application(clerk, 'issue', { identityEvidence: 'card', oldCardBack }, id)
    await expect(issue(false)).rejects.toThrow('"check":"oldCardMissing"')
    await issue(true)
    expect(permit().data).toMatchObject({ blankNo: 'K0100002', replacedOn: DAY, signedOn: DAY })
  })
})
