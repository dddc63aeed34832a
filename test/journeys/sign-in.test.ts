import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SignInState } from '../../desktop/src/api/session.ts'
import { DEFAULT_SIGN_IN } from '../../shared-types/src/model/sign-in.ts'
import { putSetting } from '../../sync-server/src/settings.ts'
import { codeAt, stepOf } from '../../sync-server/src/totp.ts'
import { type Centre, centre, PASSWORD, type TestWindow, testWindow } from '../harness.ts'

// Who sits at a window, walked through real windows and a real centre: what each is asked for, what an idle window still
// answers, and how soon somebody learns that they may not stay.

const CITY = '330400000000'
const HERE = '330402510000'
const NEW = 'tram-lemon-73'

let place: Centre
let bureau: TestWindow
let desk: TestWindow
const time = { ahead: 0, wall: 0 }

beforeAll(async () => {
  place = await centre()
  bureau = await testWindow({ centre: place, unit: CITY })
  desk = await testWindow({
    centre: place,
    unit: HERE,
    now: () => new Date(Date.now() + time.ahead).toISOString(),
    wall: () => Date.now() + time.wall,
  })
}, 120_000)

afterAll(async () => {
  for (const window of [desk, bureau])
    if (window) {
      await window.close()
      await rm(window.folder, { recursive: true, force: true })
    }
  await place?.stop()
})

const rules = (change: Partial<typeof DEFAULT_SIGN_IN>) =>
  place.running.parts.store.transaction(turn => {
    const value = { ...DEFAULT_SIGN_IN, secondFactor: false, ...change }
    return putSetting(turn, { id: 'sign-in', kind: 'sign-in', value }, new Date().toISOString())
  })
const enter = (window: TestWindow, login: string, password = PASSWORD, more = {}) =>
  window.call('session.signIn', { login, password, ...more })
const refused = async (work: Promise<unknown>) =>
  (await work.then(
    () => ({}),
    thrown => thrown,
  )) as { code?: string; text?: string }
const state = (window: TestWindow) => window.call('session.state', {})
const waitFor = (what: () => Promise<boolean>) => expect.poll(what, { timeout: 10_000, interval: 100 }).toBe(true)

test('a person is made by one officer, given a post and a first password by another, and chooses their own', async () => {
  await bureau.signIn('guofeng')
  const made = await bureau.call('people.put', { name: '沈雨', login: 'shenyu', unit: HERE })
  const { id } = made.people.find(p => p.login === 'shenyu')!
  expect(made.people.find(p => p.id === id)).toMatchObject({ posts: [], password: 'none', unitName: '桂花路派出所' })
  const post = { role: 'clerk', unit: HERE } as const
  expect(await refused(bureau.call('people.posts', { id, posts: [post] }))).toMatchObject({ code: 'forbidden' })
  expect(await refused(bureau.call('people.password', { id }))).toMatchObject({ code: 'forbidden' })
  await bureau.signIn('hejing')
  expect(await refused(bureau.call('people.put', { id, name: '别名', login: 'other', unit: HERE }))).toMatchObject({
    code: 'forbidden',
  })
  expect((await bureau.call('people.posts', { id, posts: [post] })).people.find(p => p.id === id)!.posts).toHaveLength(
    1,
  )
  const { password } = await bureau.call('people.password', { id })
  await bureau.signIn('zhangwei')
  for (const call of ['people.list', 'people.put', 'people.posts', 'people.password', 'people.reset'] as const) {
    const all = { id, name: 'x', login: 'x', unit: HERE, posts: [], what: 'tries' } as never
    expect(await refused(bureau.call(call, all))).toMatchObject({ code: 'forbidden' })
  }
  expect(await refused(bureau.call('sessions.list', { whose: 'all' }))).toMatchObject({ code: 'forbidden' })

  await desk.sync()
  expect((await enter(desk, 'shenyu', password)).next).toEqual({ next: 'password' })
  expect((await state(desk)).person).toBeUndefined()
  expect(await refused(enter(desk, 'shenyu', password, { newPassword: 'woaini1314520' }))).toMatchObject({
    code: 'session',
    text: expect.stringContaining('太常见'),
  })
  expect((await enter(desk, 'shenyu', password, { newPassword: NEW })).person?.name).toBe('沈雨')
  await desk.call('session.signOut', {})
  expect((await enter(desk, 'shenyu', NEW)).person?.name).toBe('沈雨')
})

test('offices stay apart, in words', async () => {
  await bureau.signIn('hejing')
  const { people } = await bureau.call('people.list', {})
  const of = (login: string) => people.find(p => p.login === login)!
  const posts = (login: string, ...roles: ('security' | 'audit' | 'administrator' | 'clerk')[]) =>
    refused(bureau.call('people.posts', { id: of(login).id, posts: roles.map(role => ({ role, unit: CITY })) }))
  expect((await posts('zhangwei', 'audit', 'clerk')).text).toContain('不能同时担任')
  expect((await posts('hejing', 'security', 'security')).text).toContain('自己的岗位')
  expect((await posts('lintao')).text).toContain('最后一位')
  expect((await refused(bureau.call('people.password', { id: of('guofeng').id }))).text).toContain('服务器')
})

test('an idle window locks: nothing is answered, nothing is lost, the same person opens it or another begins afresh', async () => {
  await enter(desk, 'zhangwei')
  await desk.call('drafts.save', { id: 'd1', type: 'population.resident', patch: { name: '写到一半' } })
  time.wall += 9 * 60_000
  await desk.call('session.touch', {})
  time.wall += 9 * 60_000
  expect((await desk.call('menu', {})).length).toBeGreaterThan(0)
  time.wall += 60_000
  for (const [name, args] of [
    ['menu', {}],
    ['drafts.list', {}],
    ['cases.list', { type: 'population.resident' }],
    ['cases.search', { text: '王' }],
    ['drafts.save', { id: 'd1', type: 'population.resident', patch: {} }],
    ['session.password', { old: PASSWORD, password: NEW }],
    ['session.switchPost', { post: '041102-1' }],
    ['sync.now', {}],
  ] as const)
    expect(await refused(desk.call(name, args as never)), name).toMatchObject({
      code: 'session',
      text: expect.stringContaining('锁定'),
    })
  expect(await state(desk)).toMatchObject({ locked: true, person: { name: '张伟' } })
  await desk.call('session.touch', {})
  expect((await state(desk)).locked).toBe(true)
  // A locked window says nothing of the card on its reader.
  desk.notices.length = 0
  await refused(desk.call('demo.card', { person: 0 }))
  expect(desk.notices.filter(n => n.topic !== 'session' && n.topic !== 'status')).toEqual([])
  expect((await refused(desk.call('session.unlock', { password: NEW }))).text).toContain('密码不正确')
  await desk.call('session.unlock', { password: PASSWORD })
  expect(await desk.call('drafts.list', {})).toMatchObject([{ id: 'd1', patch: { name: '写到一半' } }])
  await desk.call('session.lock', {})
  expect((await enter(desk, 'lijing')).person?.name).toBe('李静')
  expect(await state(desk)).toMatchObject({ locked: false, person: { name: '李静' } })
  await enter(desk, 'zhangwei')
  expect(await desk.call('drafts.list', {})).toHaveLength(1)
})

test('a session that the security officer ends is over at once, and says why', async () => {
  await enter(desk, 'zhangwei')
  await bureau.signIn('hejing')
  const sessions = await bureau.call('sessions.list', { whose: 'all' })
  // Earlier ones of the same person are left from before they signed in again.
  for (const { id, name } of sessions) if (name === '张伟') await bureau.call('sessions.end', { whose: 'all', id })
  await waitFor(async () => (await state(desk)).person === undefined)
  expect((await state(desk)).over).toContain('被结束')
  expect(await refused(desk.call('menu', {}))).toMatchObject({ code: 'session' })
  expect((await enter(desk, 'zhangwei')).over).toBeUndefined()
  const own = await desk.call('sessions.list', { whose: 'own' })
  expect(own.filter(s => s.own)).toHaveLength(1)
})

test('a password that was reset elsewhere, and posts that were withdrawn, are heard at the next contact', async () => {
  await enter(desk, 'lijing')
  await enter(desk, 'wangfang')
  await desk.plug(false)
  await bureau.signIn('hejing')
  const { people } = await bureau.call('people.list', {})
  const id = (login: string) => people.find(p => p.login === login)!.id
  await bureau.call('people.password', { id: id('lijing') })
  await bureau.call('people.posts', { id: id('wangfang'), posts: [] })
  // Nobody here can know yet.
  expect((await enter(desk, 'lijing')).person?.name).toBe('李静')
  expect((await enter(desk, 'wangfang')).person?.name).toBe('王芳')
  await desk.plug(true)
  await waitFor(async () => (await state(desk)).person === undefined)
  expect((await state(desk)).over).toContain('岗位')
  const known = (await state(desk)).known.map(k => k.login)
  expect(known).toContain('zhangwei')
  expect(known).not.toContain('lijing')
  expect(known).not.toContain('wangfang')
  await desk.plug(false)
  expect((await refused(enter(desk, 'lijing'))).text).toContain('没有在本机登录过')
  await desk.plug(true)
})

test('one’s own change of password goes on without signing in again, and reaches what signs in offline', async () => {
  await enter(desk, 'shenyu', NEW)
  const next = 'a quiet harbour at six'
  expect((await refused(desk.call('session.password', { old: 'wrong', password: next }))).text).toContain('不正确')
  expect((await desk.call('session.password', { old: NEW, password: next })).person?.name).toBe('沈雨')
  await desk.sync()
  expect((await state(desk)).person?.name).toBe('沈雨')
  await desk.plug(false)
  expect((await refused(enter(desk, 'shenyu', NEW))).code).toBe('session')
  expect((await enter(desk, 'shenyu', next)).person?.name).toBe('沈雨')
  await desk.plug(true)
})

test('offline a person is known for as many days as the deployment says', async () => {
  await enter(desk, 'zhangwei')
  await rules({ offlineDays: 3 })
  await desk.sync()
  await desk.plug(false)
  time.ahead = 2.9 * 86_400_000
  expect((await enter(desk, 'zhangwei')).person?.name).toBe('张伟')
  time.ahead = 3.1 * 86_400_000
  expect((await refused(enter(desk, 'zhangwei'))).text).toContain('3 天')
  time.ahead = 0
  await desk.plug(true)
})

test('overseers show a code; offline they take no post that asks for one', async () => {
  await rules({ secondFactor: true })
  await bureau.call('session.signOut', {})
  const offered: SignInState = await enter(bureau, 'hubin')
  expect(offered.next).toMatchObject({ next: 'enrol' })
  expect(offered.person).toBeUndefined()
  const secret = offered.next!.secret!
  const code = () => codeAt(secret, stepOf(new Date().toISOString()))
  expect((await refused(enter(bureau, 'hubin', PASSWORD, { code: '000000' }))).text).toContain('验证码')
  const entered = await enter(bureau, 'hubin', PASSWORD, { code: code() })
  expect(entered.person?.name).toBe('胡斌')
  expect(entered.recovery).toHaveLength(8)
  await bureau.sync()
  await bureau.plug(false)
  expect((await refused(enter(bureau, 'hubin'))).text).toContain('动态验证码')
  await bureau.plug(true)
  expect((await enter(bureau, 'hubin')).next).toEqual(expect.objectContaining({ next: 'code' }))
  const again = await enter(bureau, 'hubin', PASSWORD, { code: entered.recovery![0] })
  expect(again.person?.name).toBe('胡斌')
  await rules({})
})

test('wrong passwords are slowed offline too, and a restart forgives nothing', async () => {
  await enter(desk, 'zhangwei')
  await desk.call('session.signOut', {})
  await desk.plug(false)
  for (let n = 0; n < 4; n++) expect((await refused(enter(desk, 'zhangwei', 'wrong'))).text).toContain('不正确')
  expect((await refused(enter(desk, 'zhangwei'))).text).toContain('秒')
  const { folder } = desk
  await desk.close()
  const now = () => new Date(Date.now() + time.ahead).toISOString()
  desk = await testWindow({ folder, now })
  await desk.plug(false)
  for (let n = 0; n < 4; n++) {
    time.ahead += 60_000
    expect((await refused(enter(desk, 'zhangwei', 'wrong'))).text).toContain('不正确')
  }
  // Eight failures by now, of which the restart forgot none: 32 seconds.
  expect((await refused(enter(desk, 'zhangwei'))).text).toMatch(/请等 (2\d|3[0-2]) 秒/)
  time.ahead += 33_000
  expect((await enter(desk, 'zhangwei')).person?.name).toBe('张伟')
})
