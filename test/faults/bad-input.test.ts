import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { ApiFailure } from '../../desktop/src/api.ts'
import { failureOf } from '../../desktop/src/core/failure.ts'
import { openCore } from '../../desktop/src/core/open.ts'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import { address, blankId, done, layCard, photo, RESIDENT, STATION } from '../journeys/permit.ts'

describe('bad input is answered with one sentence, and what was entered before stays', () => {
  const here = {} as { centre: Centre; window: TestWindow; id: string; today: string }
  const entered = {
    citizenId: '411523199103180068',
    name: '周晓棠',
    sex: '2',
    birth: '1991-03-18',
    address,
    dwelling: 'rented',
    purpose: 'work',
    source: 'window',
  }
  beforeAll(async () => {
    here.centre = await centre()
    here.window = await testWindow({ centre: here.centre, unit: STATION })
    await here.window.signIn('zhangwei')
    here.today = (await here.window.call('session.state', {})).today
    here.id = await blankId(here.window, RESIDENT)
    await done(here.window, RESIDENT, here.id, 'edit', entered)
  })
  afterAll(async () => {
    await here.window?.close()
    await here.centre?.stop()
  })
  const stays = async () => {
    const { sections, state } = await here.window.call('cases.open', { id: here.id })
    const { id, window } = here
    // What is covered once it is saved is uncovered to be compared.
    const uncovered = async ({ name, masked, value }: (typeof sections)[number]['cells'][number]) =>
      masked ? (await window.call('cases.reveal', { id, field: name, purpose: 'correction' })).value : value
    const cells = sections.flatMap(s => s.cells)
    const values = Object.fromEntries(await Promise.all(cells.map(async c => [c.name, await uncovered(c)])))
    expect(state).toBe('draft')
    expect(values).toMatchObject(entered)
  }
  const failure = (work: Promise<unknown>): Promise<ApiFailure> =>
    work.then(
      () => Promise.reject(new Error('It was taken')),
      (error: unknown) => error as ApiFailure,
    )

  test('a permit is for citizens: others are told where to go, and a typed number fills in what it says', async () => {
    const look = (number: string) =>
      here.window.call('intake.look', { domain: 'residence-permits', desk: 'intake', number })
    expect((await look('81000019930611023X')).problem).toMatchObject({ code: 'person-id-holder' })
    expect((await look('81000019930611023X')).problem?.text).toContain('港澳台居民居住证')
    expect((await look('931076198802140025')).problem?.text).toContain('出入境')
    expect(await look('320583197907044170')).toMatchObject({ patch: { sex: '1', birth: '1979-07-04' } })
  })

  test.each([
    { what: 'a name of 500 characters', patch: { name: '欧阳'.repeat(250) }, code: 'max', field: 'name', says: /50/ },
    {
      what: 'an ID number with a wrong check digit',
      patch: { citizenId: '411523199103180067' },
      code: 'person-id-digit',
      field: 'citizenId',
      says: /校验/,
    },
    {
      what: 'a birthday that no calendar has',
      patch: { birth: '1991-02-30' },
      code: 'date',
      field: 'birth',
      says: /日期/,
    },
    { what: 'a day yet to come', patch: { livedSince: '2999-01-01' }, code: 'after', field: 'livedSince', says: /./ },
    { what: 'a field that does not exist', patch: { nickname: '小周' }, code: 'unknown', field: 'nickname', says: /./ },
  ])('$what', async ({ patch, code, field, says }) => {
    const answer = await here.window.call('cases.act', { type: RESIDENT, id: here.id, act: 'edit', patch })
    expect(answer.problems.map(p => [p.code, p.field])).toEqual([[code, field]])
    expect(answer.problems[0]!.text).toMatch(says)
    expect(answer.problems[0]!.text.length).toBeLessThan(120)
    await stays()
  })

  test('a photo of 200 MB, half a photo, and no photo at all', async () => {
    const add = (bytes: Uint8Array<ArrayBuffer>) =>
      failure(here.window.call('files.add', { name: 'x.jpg', mime: 'image/jpeg', bytes }))
    const huge = new Uint8Array(200 * 1024 * 1024)
    huge.set(photo())
    expect(await add(huge)).toMatchObject({ code: 'too-large', text: expect.stringMatching(/200 MB.*最多 \d+ MB/) })
    expect(await add(photo().slice(0, 2000))).toMatchObject({ code: 'format', text: expect.stringContaining('损坏') })
    expect(await add(new TextEncoder().encode('这不是照片'))).toMatchObject({ code: 'format' })
    await stays()
  })

  test('half a card frame: the reader says so, and reads the card when it is whole', async () => {
    const { window } = here
    await window.call('demo.card', { person: null })
    await window.call('demo.fault', { device: 'id-card', fault: 'partial' })
    window.notices.length = 0
    await window.call('demo.card', { person: 0 })
    const reader = async () => (await window.call('status', {})).devices.find(d => d.kind === 'id-card')!
    await vi.waitFor(async () => expect((await reader()).state).toBe('fault'), { timeout: 20_000, interval: 100 })
    expect((await reader()).text).toMatch(/\p{Script=Han}{4}/u)
    await vi.waitFor(() => expect(window.notices.map(n => n.topic)).toContain('status'), 60_000)
    expect(await window.call('card.read', { type: RESIDENT })).toBeUndefined()
    await window.call('demo.fault', { device: 'id-card', fault: null })
    await layCard(window, 0)
    expect(await window.call('card.read', { type: RESIDENT })).toMatchObject({ number: entered.citizenId })
    await stays()
  })

  test('a second core on the same folder: it says who has it, and the first goes on', async () => {
    const second = openCore({ folder: here.window.folder, shell: 'web', version: 'test' })
    const error = await second.then(
      () => undefined,
      (e: unknown) => e,
    )
    const said = failureOf(error, 'zh-CN')
    expect(said).toMatchObject({ code: 'busy', text: expect.stringContaining(String(process.pid)) })
    expect(said.text).toContain('请使用已打开的窗口')
    await done(here.window, RESIDENT, here.id, 'edit', { note: '照常办理' })
    await stays()
  })

  test('arguments that no screen sends are refused by the api', async () => {
    const { core } = here.window
    const client = { language: 'zh-CN' as const }
    for (const [name, args] of [
      ['cases.act', { type: RESIDENT }],
      ['cases.list', { type: RESIDENT, limit: 1e9 }],
      ['files.get', { hash: '../../etc/passwd' }],
    ] as const)
      expect(await failure(core.call(name, args, client))).toMatchObject({ code: 'arguments' })
    expect(await failure(core.call('__proto__', {}, client))).toMatchObject({ code: 'not-found' })
    expect(await failure(core.call('cases.open', { id: "' or 1=1 --" }, client))).toMatchObject({ code: 'not-found' })
    await stays()
  })
})
