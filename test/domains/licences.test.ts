import { expect, it } from 'vitest'
import { licences } from '../../shared-types/src/domains/licences/index.ts'
import { check } from '../../shared-types/src/engine/check.ts'
import { dueOf } from '../../shared-types/src/engine/due.ts'
import { kindOf, kindsOf } from '../../shared-types/src/engine/kinds.ts'
import { creditCheck, organisationCheck } from '../../shared-types/src/engine/org-code.ts'
import { userOf } from '../../shared-types/src/engine/organisation.ts'
import { blank, screen } from '../../shared-types/src/engine/screen.ts'
import { say } from '../../shared-types/src/engine/words.ts'
import type { Problem } from '../../shared-types/src/model/case.ts'
import type { Data } from '../../shared-types/src/model/field.ts'
import { PEOPLE, UNITS } from '../../sync-server/src/demo/organisation.ts'
import { auxiliary, clerk, openDesk, reviewer } from './permit-desk.ts'

const DAY = '2026-03-16'
const LICENCE = 'licences.licence'
const TYPE = 'licences.licenceType'
const BODY = `MA2B8KQ3${organisationCheck('MA2B8KQ3')}`
const CODE = `91330402${BODY}${creditCheck(`91330402${BODY}`)}`

const kinds = kindsOf([licences])
const bureau = PEOPLE.find(p => p.posts.some(post => post.role === 'administrator'))!
const administrator = userOf(bureau, bureau.posts[0]!.id, UNITS)!

const FOOD: Data = {
  licenceTypeCode: 'SPJY',
  licenceTypeName: '食品经营许可证',
  issuingBody: '南湖区市场监督管理局',
  numberedBy: 'issuer',
  validMonths: 60,
  ownFields: [
    { item: '经营范围', holds: 'text', needed: true },
    { item: '核查日期', holds: 'date' },
    { item: '经营面积', holds: 'number' },
    { item: '网络经营', holds: 'flag' },
    { item: '主体业态', holds: 'choice', needed: true, choices: '食品销售、餐饮服务、单位食堂' },
  ],
}

const OWN = [
  { item: '经营范围', value: '热食类食品制售' },
  { item: '主体业态', value: '餐饮服务' },
]

async function library(type: Data = {}) {
  const desk = await openDesk(DAY)
  const food = await desk.act(administrator, TYPE, 'open', { ...FOOD, ...type })
  const form = (more: Data = {}): Data => ({
    licenceType: food.id,
    licenceNo: 'JY23304020001234',
    holderSort: 'enterprise',
    orgCode: CODE,
    licensee: '嘉兴南湖餐饮有限公司',
    issuingBody: '南湖区市场监督管理局',
    issuedOn: '2026-03-10',
    holdsFrom: '2026-03-10',
    holdsUntil: '2031-03-09',
    ownItems: OWN,
    ...more,
  })
  const act = (user: typeof clerk, step: string, patch: Data = {}, id?: string) =>
    desk.act(user, LICENCE, step, patch, id)
  return { desk, food, form, act }
}

/** The problems that the desk throws as text, in words. */
const saidBy = async (act: Promise<unknown>) => {
  const text = await act.then(() => 'nothing was refused', String)
  const problems = JSON.parse(text.slice(text.indexOf('['), text.lastIndexOf(']') + 1)) as Problem[]
  return problems.map(p => say(p, kindOf(kinds, LICENCE), 'zh-CN'))
}

it('asks for what an administrator made of the type, and holds each value to its kind', async () => {
  const { form, act } = await library()
  expect(await saidBy(act(clerk, 'register', form({ ownItems: null })))).toEqual([
    '请填写“经营范围”。',
    '请填写“主体业态”。',
  ])
  const wrong = [
    { item: '经营范围', value: '热食' },
    { item: '核查日期', value: '2026-02-30' },
    { item: '经营面积', value: '很大' },
    { item: '网络经营', value: '也许' },
    { item: '主体业态', value: '杂货' },
    { item: '星级', value: '五' },
    { item: '经营范围', value: '冷食' },
  ]
  expect(await saidBy(act(clerk, 'register', form({ ownItems: wrong })))).toEqual([
    '“星级”不在这一类型要填的项目之内。请删除这一项，或按类型的要求填写。',
    '“经营范围”填了两次。请只保留一项。',
    '“核查日期”不是正确的日期。请按 2026-01-05 的格式填写。',
    '“经营面积”应当是数字。请改正。',
    '“网络经营”只能填“是”或“否”。请改正。',
    '“主体业态”的内容不在可选范围内。请从列表中选择。',
  ])
  const whole = [...OWN, { item: '核查日期', value: '2026-03-01' }, { item: '经营面积', value: '120.5' }]
  expect((await act(clerk, 'register', form({ ownItems: whole }))).state).toBe('valid')
})

it('refuses a number that a licence of the same type has, until that one was struck out', async () => {
  const { form, act, desk } = await library()
  const first = await act(clerk, 'register', form())
  await expect(act(clerk, 'register', form())).rejects.toThrow('"check":"numberInUse"')
  const other = await desk.act(administrator, TYPE, 'open', {
    ...FOOD,
    licenceTypeCode: 'YP',
    licenceTypeName: '药品经营许可证',
  })
  expect((await act(clerk, 'register', form({ licenceType: other.id }))).state).toBe('valid')
  await act(reviewer, 'strike', { endNote: '录错' }, first.id)
  expect((await act(clerk, 'register', form())).state).toBe('valid')
})

it('keeps every state with its day, its ground and its history, and lets no dead licence rise', async () => {
  const { form, act } = await library()
  const { id } = await act(clerk, 'register', form())
  await expect(act(clerk, 'edit', { licensee: '改名' }, id)).rejects.toThrow('"code":"state"')
  await act(clerk, 'change', { changeReason: '名称变更' }, id)
  await act(clerk, 'edit', { licensee: '嘉兴南湖饮食有限公司' }, id)
  await expect(act(clerk, 'confirmChange', {}, id)).rejects.toThrow('"code":"forbidden"')
  const changed = await act(reviewer, 'confirmChange', {}, id)
  expect(changed).toMatchObject({ state: 'valid', data: { licensee: '嘉兴南湖饮食有限公司', changedOn: DAY } })
  expect((await act(reviewer, 'extend', { holdsUntil: '2036-03-09' }, id)).data).toMatchObject({ extendedOn: DAY })
  expect((await act(reviewer, 'suspend', { suspendReason: '停业整顿' }, id)).state).toBe('suspended')
  await act(reviewer, 'resume', {}, id)
  await expect(act(reviewer, 'revoke', { endNote: '情节严重' }, id)).rejects.toThrow('"field":"endGround"')
  const ended = await act(reviewer, 'revoke', { endGround: 'penalty', endNote: '情节严重' }, id)
  expect(ended).toMatchObject({ state: 'revoked', data: { endedOn: DAY } })
  await expect(act(reviewer, 'resume', {}, id)).rejects.toThrow('"code":"state"')
})

it('marks a licence before its last day and after it', async () => {
  const { form, act, desk } = await library()
  const c = await act(clerk, 'register', form({ holdsUntil: '2026-07-01' }))
  const flags = (today: string) => dueOf(kindOf(kinds, LICENCE), c, { today, user: clerk, parameters: {} }).flags
  expect(flags(DAY)).toEqual([])
  expect(flags('2026-05-02')).toEqual(['expiring'])
  expect(flags('2026-07-01')).toEqual(['expiring'])
  expect(flags('2026-07-02')).toEqual(['expired'])
  desk.move('2026-07-02')
  expect((await act(reviewer, 'extend', { holdsUntil: '2031-07-01' }, c.id)).state).toBe('valid')
})

it('offers the last day that follows from the type, and the authority', async () => {
  const { form, food } = await library()
  const kind = kindOf(kinds, LICENCE)
  const scope = { today: DAY, user: clerk, parameters: {}, related: { ownType: [food] } }
  const c = { ...blank(kind, 'new', scope, `${DAY}T01:00:00Z`), data: form({ holdsUntil: null, issuingBody: null }) }
  const cells = screen(kind, c, scope).sections.flatMap(section => section.cells)
  const cell = (name: string) => cells.find(one => one.name === name)
  expect(cell('holdsUntil')?.offer).toBe('2031-03-09')
  expect(cell('issuingBody')?.offer).toBe('南湖区市场监督管理局')
  expect(cell('ownItems')?.asked?.map(row => row.item)).toEqual([
    '经营范围',
    '核查日期',
    '经营面积',
    '网络经营',
    '主体业态',
  ])
})

it('lets only the administrator make types, and only a second person issue under the library’s own number', async () => {
  const { form, act, desk } = await library({ numberedBy: 'library' })
  await expect(
    desk.act(reviewer, TYPE, 'open', { ...FOOD, licenceTypeCode: 'X1', licenceTypeName: '别的' }),
  ).rejects.toThrow('"code":"forbidden"')
  const draft = await act(auxiliary, 'edit', form({ licenceNo: null }))
  await expect(act(clerk, 'issue', {}, draft.id)).rejects.toThrow('"code":"forbidden"')
  const issued = await act(reviewer, 'issue', {}, draft.id)
  expect(issued.state).toBe('valid')
  expect(issued.data.licenceNo).toMatch(/^ZZ.*26\d{6}$/)
})

it('names what is broken when a table asks another record for its rows', () => {
  const { licence } = licences.records
  const { ownItems } = licence.fields
  const broken = (rows: Partial<typeof ownItems.rows>) =>
    check([
      {
        ...licences,
        records: {
          ...licences.records,
          licence: {
            ...licence,
            fields: { ...licence.fields, ownItems: { ...ownItems, rows: { ...ownItems.rows, ...rows } } },
          },
        },
      },
    ]).join()
  expect(broken({})).toBe('')
  expect(broken({ lookup: 'nobody' })).toMatch(/lookup nobody/)
  expect(broken({ table: 'licenceTypeName' })).toMatch(/table field licenceTypeName/)
  expect(broken({ holds: 'item' })).toMatch(/choice column ownFields.item/)
  expect(broken({ value: 'amount' })).toMatch(/text column ownItems.amount/)
})
