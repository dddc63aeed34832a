import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type AnswerOf,
  type ApiFailure,
  type Arguments,
  CALLS,
  type CallName,
  type Notice,
} from '../../desktop/src/api.ts'
import type { Client } from '../../desktop/src/core/core.ts'
import { kinds } from '../../shared-types/src/domains/index.ts'
import { kindOf } from '../../shared-types/src/engine/kinds.ts'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import { photo } from '../journeys/permit.ts'
import { ARGUMENTS } from './window-calls.ts'

const STATION = '330402510000'
const TYPE = 'residence-permits.application'
const RATING = 'service-ratings.rating'
const NUMBER = '320583197907044170'
const OWN: readonly CallName[] = ['citizen.screen', 'citizen.answer', 'citizen.rate']
/** One grey point (ISO/IEC 15948). */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
)

describe('the second screen', () => {
  const here = {} as { at: Centre; window: TestWindow; deaf: () => void }
  const citizen: Client = { language: 'zh-CN', citizen: true }
  const told: Notice[] = []
  beforeAll(async () => {
    here.at = await centre()
    here.window = await testWindow({ centre: here.at, unit: STATION })
    here.deaf = here.window.core.listen(notice => told.push(notice), citizen)
    await here.window.signIn('zhangwei')
    await here.window.sync()
  }, 120_000)
  afterAll(async () => {
    here.deaf?.()
    await here.window?.close()
    await here.at?.stop()
  })

  const says = async <N extends CallName>(name: N, args: Arguments<N>) =>
    (await here.window.core.call(name, args, citizen)) as AnswerOf<N>
  const refusal = (asked: Promise<unknown>) =>
    asked.then(
      () => 'answered',
      (failure: ApiFailure) => failure.code,
    )

  /** An application that the clerk has typed, and what the second screen is asked about it. */
  async function begun(patch: object = {}) {
    const { window } = here
    const { id } = await window.call('cases.blank', { type: TYPE })
    const form = { citizenId: NUMBER, name: '周晓明', phone: '13800138000', ...patch }
    await window.call('citizen.ask', { type: TYPE, id, patch: form })
    const screen = await says('citizen.screen', {})
    if (screen.state !== 'confirm') throw new Error(screen.state)
    return { id, form, screen }
  }
  const state = (id: string, patch: object) =>
    here.window.call('citizen.state', { type: TYPE, id, patch: { ...patch } })
  const edit = (id: string, patch: object) =>
    here.window.call('cases.act', { type: TYPE, id, act: 'edit', patch: { ...patch } })

  test('is answered its own three calls and no other, whoever is signed in', async () => {
    const { id } = await here.window.call('cases.blank', { type: TYPE })
    const world = { caseId: id, district: '330402000000', unit: STATION, language: 'zh-CN' } as const
    const heard: Record<string, string> = {}
    for (const name of Object.keys(CALLS) as CallName[])
      if (!OWN.includes(name)) heard[name] = await refusal(says(name, ARGUMENTS[name](world) as never))
    expect(new Set(Object.values(heard)), JSON.stringify(heard)).toEqual(new Set(['forbidden']))
    expect((await here.window.call('session.state', {})).person?.login).toBe('zhangwei')
  })

  test('hears that something changed, and never what', async () => {
    const { id, form } = await begun()
    expect((await edit(id, form)).problems).toEqual([])
    await here.window.call('demo.card', { person: 0 })
    await here.window.sync()
    expect(here.window.notices.some(n => n.topic === 'cases')).toBe(true)
    const heard = new Set(told.map(n => JSON.stringify(n)))
    expect(heard).toEqual(new Set(['{"topic":"citizen"}', '{"topic":"session"}']))
  })

  test('shows what was typed in clear and what is covered for the clerk covered', async () => {
    const { id, form, screen } = await begun()
    expect(screen.lines.map(l => l.text)).toEqual(expect.arrayContaining(['周晓明', NUMBER, '13800138000']))
    expect((await edit(id, form)).problems).toEqual([])
    await here.window.call('citizen.ask', { type: TYPE, id, patch: {} })
    const again = JSON.stringify(await says('citizen.screen', {}))
    expect(again).toContain('周晓明')
    expect(again).not.toContain(NUMBER)
    expect(again).not.toContain('13800138000')
  })

  test('a signature is bound to what was shown: any change of it shows, and nobody enters the seal by hand', async () => {
    const { id, form, screen } = await begun({ note: '未显示' })
    expect((await state(id, form)).confirm).toBe('shown')
    await says('citizen.answer', { ask: screen.ask, answer: { signature: PICTURE } })
    const { confirm, signature } = await state(id, form)
    expect(confirm).toBe('signed')
    expect((await state(id, { ...form, phone: '13900139000' })).confirm).toBe('stale')
    // What stood empty was not confirmed either; what is never shown is not covered by the signature.
    expect((await state(id, { ...form, homeAddress: '江苏省苏州市' })).confirm).toBe('stale')
    expect((await state(id, { ...form, note: '另一句' })).confirm).toBe('signed')

    const signed = { ...form, [signature!.field]: [signature!.file] }
    const evidence = kindOf(kinds, TYPE).record.confirm!.evidence
    expect(await refusal(edit(id, { ...signed, [evidence]: 'f'.repeat(64) }))).toBe('forbidden')
    expect((await edit(id, signed)).problems).toEqual([])
    expect((await here.window.call('cases.open', { id })).signed).toBe('valid')
    await here.window.sync()
    await edit(id, { phone: '13900139000' })
    expect((await here.window.call('cases.open', { id })).signed).toBe('stale')
    await edit(id, { phone: '13800138000' })
    expect((await here.window.call('cases.open', { id })).signed).toBe('valid')
    const other = await here.window.call('files.add', { name: 'a.jpg', mime: 'image/jpeg', bytes: photo() })
    await edit(id, { signature: [other.hash] })
    expect((await here.window.call('cases.open', { id })).signed).toBeUndefined()
    await here.window.sync()
    expect((await here.window.call('status', {})).refused).toBe(0)
  })

  test('covered values are bound too, and a seal outlives a change of who looks', async () => {
    const { id, form } = await begun()
    await edit(id, form)
    await here.window.call('citizen.ask', { type: TYPE, id, patch: {} })
    const screen = await says('citizen.screen', {})
    if (screen.state !== 'confirm') throw new Error(screen.state)
    await says('citizen.answer', { ask: screen.ask, answer: { signature: PICTURE } })
    const { signature } = await state(id, {})
    await edit(id, { [signature!.field]: [signature!.file] })
    await here.window.signIn('lijing')
    expect((await here.window.call('cases.open', { id })).signed).toBe('valid')
    expect((await edit(id, { phone: '13900139111' })).problems).toEqual([])
    expect((await here.window.call('cases.open', { id })).signed).toBe('stale')
    await here.window.signIn('zhangwei')
  })

  test('an answer counts for what is shown now, as long as who asked is there', async () => {
    const first = await begun()
    const second = await begun()
    const late = { ask: first.screen.ask, answer: { signature: PICTURE } }
    expect(await refusal(says('citizen.answer', late))).toBe('not-found')
    expect(
      await refusal(says('citizen.answer', { ...late, ask: second.screen.ask, answer: { signature: photo() } })),
    ).toBe('format')
    await says('citizen.answer', { ask: second.screen.ask, answer: { wrong: ['phone', 'receiptNo'] } })
    expect(await state(second.id, second.form)).toMatchObject({ confirm: 'wrong', wrong: ['联系电话'] })

    const third = await begun()
    await here.window.call('citizen.takeBack', { id: third.id })
    expect((await says('citizen.screen', {})).state).toBe('waiting')
    const fourth = await begun()
    await here.window.call('session.lock', {})
    expect((await says('citizen.screen', {})).state).toBe('waiting')
    expect(await refusal(says('citizen.answer', { ask: fourth.screen.ask, answer: { signature: PICTURE } }))).not.toBe(
      'answered',
    )
    await here.window.signIn('zhangwei')
  })

  test('each case is rated once, by the citizen alone, and no clerk reads it', async () => {
    const { id, form } = await begun()
    await edit(id, form)
    await here.window.call('citizen.askRating', { id })
    const screen = await says('citizen.screen', {})
    if (screen.state !== 'rate') throw new Error(screen.state)
    expect(screen.levels.map(l => l.label)).toEqual(['非常满意', '满意', '基本满意', '不满意', '非常不满意'])
    const given = { ratedCase: id, ratedService: '居住证申领', satisfaction: 'best' }
    const byHand = here.window.call('cases.act', { type: RATING, id: crypto.randomUUID(), act: 'give', patch: given })
    expect(await refusal(byHand)).toBe('forbidden')
    await says('citizen.rate', { ask: screen.ask, level: 'bad', reason: 'slow' })
    expect((await state(id, {})).rating).toBe('rated')
    expect(await refusal(here.window.call('citizen.askRating', { id }))).toBe('problems')
    expect(await refusal(here.window.call('cases.list', { type: RATING }))).toBe('forbidden')
    await here.window.sync()
    expect((await here.window.call('status', {})).refused).toBe(0)
    await here.window.signIn('majianguo')
    const { rows } = await here.window.call('cases.list', { type: RATING })
    expect(rows.map(r => r.cells.satisfaction)).toEqual(['不满意'])
    const view = await here.window.call('cases.open', { id: rows[0]!.id })
    expect(JSON.stringify(view)).not.toContain('张伟')
    expect(view.sections.flatMap(x => x.cells).map(c => c.text)).toContain('等候或办理时间太长')
  })
})
