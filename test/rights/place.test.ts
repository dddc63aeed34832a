import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  type AnswerOf,
  type ApiFailure,
  type Arguments,
  CALLS,
  type CallName,
  type Notice,
} from '../../desktop/src/api.ts'
import type { Client } from '../../desktop/src/core/core.ts'
import { openPlace, type Place } from '../../desktop/src/core/open-place.ts'
import type { Role } from '../../shared-types/src/model/person.ts'
import { DEFAULT_SIGN_IN } from '../../shared-types/src/model/sign-in.ts'
import { run } from '../../shared-types/src/store/statement.ts'
import { CITY } from '../../sync-server/src/demo/organisation.ts'
import { type Centre, centre, PASSWORD, type TestWindow, testWindow } from '../harness.ts'
import { expected } from './expected.ts'
import { WINDOW } from './table.ts'
import { ARGUMENTS } from './window-calls.ts'

const TYPE = 'residence-permits.application'
const EAST = '330402000000'

/** All that is let through this door; what stands here and not in the core's list, or there and not here, fails. */
const HERE: ReadonlySet<CallName> = new Set([
  ...(['session.state', 'session.language', 'session.signIn', 'session.touch', 'session.lock'] as const),
  ...(['session.unlock', 'session.password', 'session.switchPost', 'session.signOut'] as const),
  ...(['domains', 'menu', 'units', 'status', 'files.add', 'files.get'] as const),
  ...(['cases.list', 'cases.search', 'cases.open', 'cases.blank', 'cases.preview', 'cases.act'] as const),
  ...(['cases.alerts', 'cases.counts'] as const),
  ...(['cases.reveal', 'cases.links', 'drafts.save', 'drafts.drop', 'drafts.list'] as const),
  ...(['inbox.list', 'inbox.mend', 'inbox.withdraw', 'inbox.overruled', 'inbox.read'] as const),
  ...(['export.list', 'print.list', 'print.preview', 'reports.run', 'reports.export', 'balance.run'] as const),
  ...([
    'dashboard.view',
    'dashboard.wall',
    'citizen.state',
    'sessions.list',
    'sessions.end',
    'person.accessLog',
  ] as const),
  ...(['print.open', 'seal.open', 'usbKey.state'] as const),
  ...(['rules.view', 'rules.set', 'rules.withdraw', 'exemptions.view', 'exemptions.add', 'exemptions.end'] as const),
  ...(['rehearsals.list', 'rehearsals.begin', 'rehearsals.look', 'rehearsals.cancel', 'rehearsals.adopt'] as const),
  ...(['ruleRuns.view', 'ruleRuns.judge'] as const),
  ...(['facts.view', 'facts.list', 'facts.counts', 'facts.template', 'facts.open', 'facts.piece'] as const),
  ...(['facts.begin', 'facts.cancel', 'facts.refused', 'facts.deletionCount', 'facts.delete'] as const),
  ...(['facts.export', 'facts.exported'] as const),
])
/** They end what the others need, or are tested by themselves below. */
const LATER: ReadonlySet<CallName> = new Set(['session.lock', 'session.signOut', 'session.signIn', 'session.unlock'])
const CALL_NAMES = (Object.keys(CALLS) as CallName[]).filter(name => !LATER.has(name))

interface Person {
  client: Client
  notices: Notice[]
  call<N extends CallName>(name: N, args: Arguments<N>): Promise<AnswerOf<N>>
}

let at: Centre
let window: TestWindow
let place: Place
let folder: string
/** A case of each half of the city. */
const cases: Record<'east' | 'west', string> = { east: '', west: '' }
const time = { wall: 1_000_000 }

beforeAll(async () => {
  at = await centre()
  window = await testWindow({ centre: at, unit: CITY })
  for (const [side, login, name] of [
    ['east', 'zhangwei', '东标记'],
    ['west', 'zhoujie', '西标记'],
  ] as const) {
    await window.signIn(login)
    cases[side] = (await window.call('cases.blank', { type: TYPE })).id
    const patch = { citizenId: '320583197907044170', name }
    const { problems } = await window.call('cases.act', { type: TYPE, id: cases[side], act: 'edit', patch })
    expect(problems).toEqual([])
  }
  await window.sync()
  folder = await mkdtemp(join(tmpdir(), 'chuangtai-place-'))
  place = await openPlace({ folder, version: 'test', wall: () => time.wall, log: error => console.error(error) })
  expect(place.isEnrolled()).toBe(false)
  await place.enrol({ server: at.address, code: await at.code(CITY), name: '监管工作台' })
  const { call } = await person('hubin')
  await vi.waitFor(async () => expect((await call('cases.list', { type: TYPE })).total).toBe(2), 20_000)
}, 120_000)
afterAll(async () => {
  await place?.close()
  await window?.close()
  await at?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Somebody at a tab of their own, signed in unless nobody is named. */
async function person(login?: string): Promise<Person> {
  const client: Client = { language: 'zh-CN', place: true }
  const notices: Notice[] = []
  place.listen(notice => notices.push(notice), client)
  const call: Person['call'] = async (name, args) => (await place.call(name, args, client)) as never
  if (login) await call('session.signIn', { login, password: PASSWORD })
  return { client, notices, call }
}

const refusal = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'ok',
    (failure: ApiFailure) => failure.code ?? String(failure),
  )

test('each hears of every call what the table of rights says, and of what is for windows alone that it is not done here', async () => {
  const askers: [login: string | undefined, role?: Role, unit?: string][] = [
    [undefined],
    ['majianguo', 'supervisor', EAST],
  ]
  const people = await Promise.all(askers.map(([login]) => person(login)))
  const heard: Record<string, Record<string, string>> = {}
  const wanted: Record<string, Record<string, string>> = {}
  for (const [n, [login = 'nobody', role, unit = EAST]] of askers.entries())
    for (const name of CALL_NAMES) {
      const args = ARGUMENTS[name]({ caseId: cases.west, unit, district: EAST, language: 'zh-CN' })
      const answer = people[n]!.call(name, args as never)
      const acted = answer.then(a =>
        name === 'cases.act' && (a as { problems: unknown[] }).problems.length ? 'refused' : 'ok',
      )
      heard[name] = { ...heard[name], [login]: await acted.catch((failure: ApiFailure) => failure.code) }
      // The case is of the other half of the city: beyond all but those of the whole city, who read no applications.
      const says = expected(WINDOW[name], login, role && { role }, WINDOW[name].cases && role ? 'beyond' : '')
      wanted[name] = { ...wanted[name], [login]: HERE.has(name) ? says : 'forbidden' }
    }
  expect(heard).toEqual(wanted)
}, 60_000)

/** Calls whose names say that something is taken out or looked at whole; each of them is tried below. */
const TAKES_OUT = /export$|^export|^print\.(list|preview)|refused|^cases\.reveal|^person\.accessLog/

test('whatever is taken out leaves a line of the audit, which reaches the centre', async () => {
  const { call } = await person('majianguo')
  const { db } = at.running.parts.store
  const lines = async () =>
    (await run<{ act: string }>(db, "select act from events where type = 'audit' and person = '041001'", [])).map(
      ({ act }) => act,
    )
  const span = { from: '2026-01-01', until: '2026-12-31' }
  const report = { domain: 'residence-permits', report: 'accepted', from: '2026-01-01', to: '2026-12-31' }
  const query = { type: TYPE }
  const purpose = '核对材料'
  const csv = Buffer.from('场所编号,证件号码,采集时间\r\nV1,330101198001010014,昨天\r\n')
  const refusedRows = async () => {
    const { id } = await call('facts.open', { type: 'venues.scan', name: 'a.csv', size: csv.length, mode: 'good' })
    await call('facts.piece', { id, at: 0, bytes: csv })
    await call('facts.begin', { id })
    await vi.waitFor(async () => {
      const { imports } = await call('facts.view', { type: 'venues.scan' })
      expect(imports.find(one => one.id === id)?.over).toBe(true)
    }, 30_000)
    return call('facts.refused', { id, type: 'venues.scan' })
  }
  const ways: Partial<Record<CallName, [act: string, take: () => Promise<unknown>]>> = {
    'export.list': ['export', () => call('export.list', { query, purpose })],
    'print.list': ['print', () => call('print.list', { query, purpose })],
    'print.preview': ['preview', () => call('print.preview', { id: cases.east, template: 'applicationForm' })],
    'reports.export': ['export', () => call('reports.export', { query: report, as: 'xlsx', purpose })],
    'facts.export': ['fact-export', () => call('facts.export', { type: 'venues.scan', ...span, as: 'csv', purpose })],
    'facts.refused': ['fact-refused', refusedRows],
    'cases.reveal': ['reveal', () => call('cases.reveal', { id: cases.east, field: 'citizenId', purpose: 'identity' })],
    'person.accessLog': [
      'access-log',
      () => call('person.accessLog', { number: '320583197907044170', purpose: 'inquiry' }),
    ],
  }
  expect(Object.keys(ways).sort()).toEqual([...HERE].filter(name => TAKES_OUT.test(name)).sort())
  for (const [name, [act, take]] of Object.entries(ways)) {
    const before = (await lines()).filter(line => line === act).length
    await take()
    await expect
      .poll(async () => (await lines()).filter(line => line === act).length, { timeout: 20_000, message: name })
      .toBeGreaterThan(before)
  }
}, 120_000)

describe('two supervisors at once', () => {
  let east: Person
  let west: Person

  beforeAll(async () => {
    ;[east, west] = await Promise.all([person('majianguo'), person('zhuhong')])
  })

  test('each is who they are', async () => {
    const [one, other] = await Promise.all([east.call('session.state', {}), west.call('session.state', {})])
    expect([one.person?.login, other.person?.login]).toEqual(['majianguo', 'zhuhong'])
    expect([one.place, one.known, one.demoLogins]).toEqual([true, [], undefined])
  })

  test('neither reads, counts, finds, guesses, exports or prints what is the other’s', async () => {
    for (const [who, own, others] of [
      [east, 'east', 'west'],
      [west, 'west', 'east'],
    ] as const) {
      const list = await who.call('cases.list', { type: TYPE })
      expect([list.total, list.rows.map(row => row.id)]).toEqual([1, [cases[own]]])
      const queries: Partial<Arguments<'cases.list'>>[] = [
        { filters: { $unit: ['330402510000', '330411510000'] } },
        { filters: { name: own === 'east' ? '西标记' : '东标记' } },
        { unit: own === 'east' ? '330411000000' : EAST },
        { sort: { field: '$created', down: false } },
      ]
      for (const query of queries)
        expect((await who.call('cases.list', { type: TYPE, ...query })).rows.map(r => r.id)).not.toContain(
          cases[others],
        )
      expect((await who.call('cases.search', { text: '标记' })).map(row => row.id)).toEqual([cases[own]])
      expect((await who.call('cases.links', { type: TYPE, text: '标记' })).map(link => link.id)).toEqual([cases[own]])
      expect(await refusal(who.call('cases.open', { id: cases[others] }))).toBe('not-found')
      expect(await refusal(who.call('cases.open', { id: randomUUID() }))).toBe('not-found')
      expect(
        await refusal(who.call('cases.reveal', { id: cases[others], field: 'citizenId', purpose: 'identity' })),
      ).toBe('not-found')
      expect(await refusal(who.call('print.preview', { id: cases[others], template: 'applicationForm' }))).toBe(
        'not-found',
      )
      const file = await who.call('export.list', { query: { type: TYPE }, purpose: '核对材料' })
      expect(file.bytes.byteLength).toBeGreaterThan(0)
    }
  })

  test('a draft is its author’s, and a file that one brought is nobody else’s', async () => {
    await east.call('drafts.save', { id: cases.east, type: TYPE, patch: { note: '只有我看' } })
    expect((await east.call('drafts.list', {})).length).toBe(1)
    expect(await west.call('drafts.list', {})).toEqual([])
    const args = ARGUMENTS['files.add']({ caseId: '', unit: '', district: '', language: 'zh-CN' })
    const { hash } = await east.call('files.add', args)
    expect(await refusal(east.call('files.get', { hash }))).toBe('ok')
    expect(await refusal(west.call('files.get', { hash }))).toBe('not-found')
  })

  test('each hears only of cases that they may read, and nothing while locked', async () => {
    const told = (who: Person) => who.notices.flatMap(n => (n.topic === 'cases' ? n.ids : []))
    for (const who of [east, west]) who.notices.length = 0
    await window.signIn('zhangwei')
    await window.call('cases.act', { type: TYPE, id: cases.east, act: 'edit', patch: { note: '东边改了' } })
    await window.sync()
    await expect.poll(() => told(east), { timeout: 20_000 }).toContain(cases.east)
    expect(told(west)).toEqual([])
    await west.call('session.lock', {})
    west.notices.length = 0
    await window.signIn('zhoujie')
    await window.call('cases.act', { type: TYPE, id: cases.west, act: 'edit', patch: { note: '西边改了' } })
    await window.sync()
    const city = await person('hubin')
    await expect
      .poll(async () => JSON.stringify(await city.call('cases.open', { id: cases.west })), { timeout: 20_000 })
      .toContain('西边改了')
    expect(told(west)).toEqual([])
    expect(await refusal(west.call('cases.list', { type: TYPE }))).toBe('session')
    // The other one goes on working.
    expect(await refusal(east.call('cases.list', { type: TYPE }))).toBe('ok')
    expect(await refusal(west.call('session.unlock', { password: 'not the password' }))).toBe('session')
    await west.call('session.unlock', { password: PASSWORD })
    expect(await refusal(west.call('cases.list', { type: TYPE }))).toBe('ok')
  })

  test('whoever is away locks alone; whoever signs out leaves the other where they are', async () => {
    time.wall += (DEFAULT_SIGN_IN.idleMinutes - 1) * 60_000
    await east.call('session.touch', {})
    time.wall += 2 * 60_000
    const locked = await Promise.all([east, west].map(async who => (await who.call('session.state', {})).locked))
    expect(locked).toEqual([false, true])
    await west.call('session.signOut', {})
    expect(await refusal(west.call('menu', {}))).toBe('session')
    expect((await east.call('session.state', {})).person?.login).toBe('majianguo')
  })

  test('on the wall the counts stay when the lock falls, and nothing else; nobody puts them up at a locked screen', async () => {
    const one = await person('zhuhong')
    const counts = () => refusal(one.call('dashboard.view', {}))
    await one.call('session.lock', {})
    await one.call('dashboard.wall', { on: true })
    expect(await counts()).toBe('session')
    await one.call('session.unlock', { password: PASSWORD })
    expect((await one.call('dashboard.wall', { on: true })).wall).toBe(true)
    await one.call('session.lock', {})
    expect([await counts(), await refusal(one.call('cases.list', { type: TYPE }))]).toEqual(['ok', 'session'])
    expect(JSON.stringify(await one.call('dashboard.view', {}))).not.toMatch(/标记|320583/)
    expect((await one.call('dashboard.wall', { on: false })).wall).toBeUndefined()
    expect(await counts()).toBe('session')
    await one.call('session.unlock', { password: PASSWORD })
    await one.call('dashboard.wall', { on: true })
    await one.call('session.signOut', {})
    await one.call('session.signIn', { login: 'majianguo', password: PASSWORD })
    await one.call('session.lock', {})
    expect(await counts()).toBe('session')
  })

  test('whom the centre signs out is signed out here, and only they', async () => {
    const again = await person('zhuhong')
    const officer = await testSecurity()
    const [line] = (await officer('sessions.list', { whose: 'all' })).filter(s => s.name === '朱红')
    await officer('sessions.end', { whose: 'all', id: line!.id })
    await expect
      .poll(async () => (await again.call('session.state', {})).person?.login, { timeout: 20_000 })
      .toBeUndefined()
    expect((await east.call('session.state', {})).person?.login).toBe('majianguo')
  })
})

async function testSecurity() {
  await window.signIn('hejing')
  return window.call
}

test('whose posts are worked in at windows does not come in, and nobody comes in without the centre', async () => {
  const tab = await person()
  expect(await refusal(tab.call('session.signIn', { login: 'zhangwei', password: PASSWORD }))).toBe('session')
  expect((await tab.call('session.state', {})).person).toBeUndefined()
  expect(await refusal(tab.call('session.signIn', { login: 'majianguo', password: 'wrong' }))).toBe('session')
  await tab.call('session.signIn', { login: 'majianguo', password: PASSWORD })
  await tab.call('session.signOut', {})
  await at.stop(true)
  expect(await refusal(tab.call('session.signIn', { login: 'majianguo', password: PASSWORD }))).toBe('offline')
  expect((await tab.call('session.state', {})).person).toBeUndefined()
})
