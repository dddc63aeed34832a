import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiFailure, Arguments, CallName } from '../../desktop/src/api.ts'
import type { Data } from '../../shared-types/src/model/field.ts'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import { address, photo } from '../journeys/permit.ts'

const DISTRICT = '330402000000'
const THEIRS = '330402520000'
const APPLICATION = 'residence-permits.application'
const RESIDENT = 'population.resident'
const PERMIT = 'residence-permits.permit'
const NUMBER = '320583197907044170'
const MARKER = '宓柠檬'
const MARKS = [MARKER, '宓柠檬的备注', '模拟秘密公寓', '13900007777']
const DAYS = { from: '2020-01-01', to: '2030-12-31' }
const NOBODY = '00000000-0000-4000-8000-000000000000'

/**
 * An adversary at the same window: knows the person's number, the ids of their records and of their files, and may use
 * every call. What they may not read is planted beforehand by somebody of another station.
 */
describe('what an auxiliary of another station gets to see of a person, through every channel', () => {
  let at: Centre
  let window: TestWindow
  let resident = ''
  let application = ''
  let scan = ''
  let job = ''
  const counts: { before: unknown; after: unknown } = { before: undefined, after: undefined }

  beforeAll(async () => {
    at = await centre()
    window = await testWindow({ centre: at, unit: DISTRICT, log: () => undefined })
    await window.signIn('wangfang')
    counts.before = await counted()
    await window.signIn('chenmin')
    resident = (await window.call('cases.blank', { type: RESIDENT })).id
    await act(RESIDENT, resident, 'register', {
      citizenId: NUMBER,
      name: MARKER,
      sex: '1',
      birth: '1979-07-04',
      phone: '13900007777',
      address: { ...address, street: '望湖街道', community: '模拟秘密公寓' },
      dwelling: 'rented',
      purpose: 'work',
      livedSince: '2025-01-10',
      registeredOn: '2025-01-10',
      source: 'window',
      note: '宓柠檬的备注',
    })
    application = (await window.call('cases.blank', { type: APPLICATION })).id
    scan = (await window.call('files.add', { name: 'a.jpg', mime: 'image/jpeg', bytes: photo() })).hash
    await act(APPLICATION, application, 'edit', { citizenId: NUMBER, name: MARKER, photo: [scan] })
    await window.call('drafts.save', { id: application, type: APPLICATION, patch: { name: MARKER } })
    job = (await window.call('import.start', { type: RESIDENT, name: `${MARKER}.xlsx`, bytes: new Uint8Array([1]) }))
      .job
    await window.signIn('wangfang')
    counts.after = await counted()
  })
  afterAll(async () => {
    await window?.close()
    await at?.stop()
  })

  async function act(type: string, id: string, step: string, patch: Data) {
    const { problems } = await window.call('cases.act', { type, id, act: step, patch })
    expect(problems.map(p => p.text)).toEqual([])
  }

  /** Everything that counts. */
  async function counted() {
    const totals: number[] = []
    for (const type of [RESIDENT, APPLICATION, PERMIT])
      for (const more of [{}, { unit: THEIRS }, { text: MARKER }, { filters: { citizenId: NUMBER } }])
        totals.push((await window.call('cases.list', { type, ...more })).total)
    return { totals, menu: await window.call('menu', {}) }
  }

  /** All that comes out of a call, also when it fails, as one text. */
  async function said<N extends CallName>(name: N, args: Arguments<N>): Promise<string> {
    const answer: unknown = await window.call(name, args).catch((error: ApiFailure) => error)
    return JSON.stringify(answer, (_, value) => (value instanceof Uint8Array ? Buffer.from(value).toString() : value))
  }

  const LISTS = [RESIDENT, APPLICATION, PERMIT].flatMap((type): Arguments<'cases.list'>[] => [
    { type },
    { type, text: MARKER },
    { type, text: NUMBER },
    { type, unit: THEIRS },
    { type, filters: { citizenId: NUMBER } },
    { type, filters: { $id: [NOBODY] } },
    { type, sort: { field: 'citizenId', down: true } },
    { type, states: ['active', 'draft'] },
  ])

  test.each(LISTS)('the list %j', async query => {
    expect(leaked(await said('cases.list', query))).toEqual([])
    expect(leaked(await said('export.list', { query, purpose: '核对' }))).toEqual([])
    expect(leaked(await said('print.list', { query, purpose: '核对' }))).toEqual([])
  })

  test.each([
    ['cases.search', () => ({ text: MARKER })],
    ['cases.search', () => ({ text: NUMBER, type: APPLICATION })],
    ['cases.search', () => ({ text: 'mnm' })],
    ['cases.links', () => ({ type: APPLICATION, text: MARKER })],
    ['cases.links', () => ({ type: RESIDENT, text: NUMBER })],
    ['cases.open', () => ({ id: resident })],
    ['cases.open', () => ({ id: application })],
    ['cases.preview', () => ({ type: RESIDENT, id: resident, patch: {} })],
    ['cases.preview', () => ({ type: PERMIT, id: resident, patch: {} })],
    ['cases.preview', () => ({ type: PERMIT, id: application, patch: {} })],
    ['cases.preview', () => ({ type: APPLICATION, id: resident, patch: {}, act: 'accept' })],
    ['cases.preview', () => ({ type: APPLICATION, id: NOBODY, patch: { citizenId: NUMBER }, act: 'accept' })],
    ['cases.blank', () => ({ type: APPLICATION, patch: { citizenId: NUMBER } })],
    ['cases.blank', () => ({ type: RESIDENT, patch: { citizenId: NUMBER } })],
    ['cases.act', () => ({ type: RESIDENT, id: resident, act: 'edit', patch: { note: 'x' } })],
    ['cases.act', () => ({ type: APPLICATION, id: resident, act: 'edit', patch: { phone: '13800000000' } })],
    ['cases.reveal', () => ({ id: resident, field: 'name', purpose: 'identity' })],
    ['cases.reveal', () => ({ id: application, field: 'citizenId', purpose: 'identity' })],
    ['intake.look', () => ({ domain: 'residence-permits', desk: 'intake', number: NUMBER })],
    ['drafts.list', () => ({})],
    ['import.job', () => ({ job })],
    ['import.refused', () => ({ job })],
    ['print.preview', () => ({ id: resident, template: 'residentSlip' })],
    ['print.preview', () => ({ id: application, template: 'applicationForm' })],
    ['print.open', () => ({})],
    ['reports.run', () => ({ domain: 'population', report: 'residents', ...DAYS, unit: THEIRS })],
    ['balance.run', () => ({ domain: 'residence-permits', balance: 'cards', unit: THEIRS })],
    ['inbox.list', () => ({})],
    ['inbox.overruled', () => ({})],
    ['sync.unsent', () => ({})],
    ['sync.unconfirmed', () => ({})],
    ['carry.state', () => ({})],
    ['status', () => ({})],
    ['menu', () => ({})],
    ['settings.read', () => ({})],
    ['session.state', () => ({})],
  ] as [CallName, () => never][])('%s', async (name, args) => {
    expect(leaked(await said(name, args()))).toEqual([])
  })

  test('no number counts what they may not read', () => {
    expect(counts.after).toEqual(counts.before)
  })

  test('what is not theirs and what is not there are refused in the same words', async () => {
    for (const id of [resident, application]) {
      expect(await said('cases.open', { id })).toBe(await said('cases.open', { id: NOBODY }))
      for (const [name, args] of [
        ['cases.reveal', { field: 'name', purpose: 'identity' }],
        ['print.preview', { template: 'applicationForm' }],
        ['print.form', { template: 'applicationForm' }],
        ['print.settle', { outcome: 'nothing' }],
      ] as const)
        expect(await said(name, { id, ...args } as never)).toBe(await said(name, { id: NOBODY, ...args } as never))
      const look = (of: string) => said('cases.preview', { type: PERMIT, id: of, patch: {} })
      expect(await look(id)).toBe(await look(NOBODY))
    }
    expect(await said('import.job', { job })).toBe(await said('import.job', { job: NOBODY }))
  })

  test('a file is given to whoever reads its case, and to nobody else who knows its hash', async () => {
    const gone = /"code":"not-found"/
    for (const thumbnail of [false, true]) expect(await said('files.get', { hash: scan, thumbnail })).toMatch(gone)
    // Naming it oneself gives no right to it.
    const own = (await window.call('cases.blank', { type: APPLICATION })).id
    expect(await said('drafts.save', { id: own, type: APPLICATION, patch: { photo: [scan] } })).toMatch(gone)
    expect(await said('cases.act', { type: APPLICATION, id: own, act: 'edit', patch: { photo: [scan] } })).toMatch(gone)
    await window.signIn('chenmin')
    // Through the case alone: whoever took it in would get it anyway.
    await window.sync()
    expect((await window.call('files.get', { hash: scan })).bytes.length).toBeGreaterThan(1000)
    await window.signIn('majianguo')
    expect((await window.call('files.get', { hash: scan, thumbnail: true })).mime).toBe('image/jpeg')
    await window.signIn('wangfang')
    const mine = (await window.call('files.add', { name: 'b.jpg', mime: 'image/jpeg', bytes: photo() })).hash
    expect((await window.call('files.get', { hash: mine })).bytes.length).toBeGreaterThan(1000)
  })

  test('one’s own draft of the same form leaves the other’s as it was', async () => {
    await window.call('drafts.save', { id: application, type: APPLICATION, patch: { name: '别人' } })
    await window.call('drafts.drop', { id: application })
    await window.signIn('chenmin')
    const drafts = await window.call('drafts.list', { type: APPLICATION })
    expect(drafts.map(d => d.patch)).toEqual([{ name: MARKER }])
    // And the markers can be found at all, by who may read them.
    const open = await said('cases.open', { id: resident })
    const phone = await said('cases.reveal', { id: resident, field: 'phone', purpose: 'identity' })
    expect(leaked(open + phone)).toEqual(MARKS)
  })

  const leaked = (text: string) => MARKS.filter(mark => text.includes(mark))
})
