import { expect, it } from 'vitest'
import { sealUse } from '../../shared-types/src/domains/seal-use/index.ts'
import { check } from '../../shared-types/src/engine/check.ts'
import { addDays } from '../../shared-types/src/engine/day.ts'
import { userOf } from '../../shared-types/src/engine/organisation.ts'
import type { Domain } from '../../shared-types/src/model/domain.ts'
import type { Data } from '../../shared-types/src/model/field.ts'
import { PEOPLE, PLACES, UNITS } from '../../sync-server/src/demo/organisation.ts'
import { auxiliary, clerk, openDesk, reviewer } from './permit-desk.ts'

const DAY = '2026-03-16'
const REQUEST = 'seal-use.request'
const HASH = 'b'.repeat(64)

const bureau = PEOPLE.find(p => p.posts.some(post => post.role === 'administrator'))!
const administrator = userOf(bureau, bureau.posts[0]!.id, UNITS)!

/** A station with a seal, and another station's. */
async function sealDesk() {
  const desk = await openDesk(DAY)
  const register = (sealCode: string, station: string) =>
    desk.act(administrator, 'seal-use.seal', 'register', {
      sealCode,
      sealName: '业务专用章',
      sealKind: 'business',
      deviceId: 'SEAL-0001',
      counterStart: 40,
      station,
      activeFrom: DAY,
    })
  const seal = await register('3304020001', PLACES[0]!.unit)
  const other = await register('3304020002', PLACES[1]!.unit)
  const form = (more: Data = {}): Data => ({
    paperTitle: '居住证明',
    paperScan: [HASH],
    sealUsed: seal.id,
    stampsAsked: 2,
    useReason: '窗口出具证明',
    useUntil: addDays(DAY, 2),
    ...more,
  })
  const act = (user: typeof clerk, step: string, patch: Data = {}, id?: string) =>
    desk.act(user, REQUEST, step, patch, id)
  const told = { counterAfter: 41, witness: 'machine' }
  return { desk, seal, other, form, act, told }
}

it('binds an approval to the content of the paper and to the number of stamps, and uses it up', async () => {
  const { form, act, told, desk } = await sealDesk()
  const { id } = await act(clerk, 'ask', form())
  expect((await act(reviewer, 'approve', {}, id)).data).toMatchObject({ paperHash: HASH, stampsLeft: 2, stampsMade: 0 })
  await expect(act(clerk, 'edit', { paperScan: ['c'.repeat(64)] }, id)).rejects.toThrow('"code":"state"')
  const machine = { deviceId: 'SEAL-0001', counterBefore: 40 }
  await act(clerk, 'stamp', machine, id)
  await expect(act(clerk, 'stamp', machine, id)).rejects.toThrow('"code":"state"')
  await expect(act(clerk, 'fellLast', told, id)).rejects.toThrow('"guard":"last"')
  expect((await act(clerk, 'fell', told, id)).data).toMatchObject({ stampsLeft: 1, stampsMade: 1 })
  await act(clerk, 'stamp', { ...machine, counterBefore: 41 }, id)
  await expect(act(clerk, 'fell', { ...told, counterAfter: 42 }, id)).rejects.toThrow('"guard":"notLast"')
  expect((await act(clerk, 'fellLast', { ...told, counterAfter: 42 }, id)).state).toBe('finished')
  await expect(act(clerk, 'stamp', machine, id)).rejects.toThrow('"code":"state"')
  const stamps = [...desk.recorder.cases.all()].filter(c => c.type === 'seal-use.stamp')
  expect(stamps.map(({ state, data }) => [state, data.counterBefore, data.counterAfter, data.paperHash])).toEqual([
    ['fell', 40, 41, HASH],
    ['fell', 41, 42, HASH],
  ])
})

it('needs four eyes, a reason against it, and ends with its last day', async () => {
  const { form, act, desk } = await sealDesk()
  const own = await act(reviewer, 'ask', form())
  await expect(act(reviewer, 'approve', {}, own.id)).rejects.toThrow('"code":"four-eyes"')
  await expect(act(clerk, 'approve', {}, own.id)).rejects.toThrow('"code":"forbidden"')
  const { id } = await act(auxiliary, 'ask', form())
  await expect(act(reviewer, 'refuse', {}, id)).rejects.toThrow('"field":"refuseReason"')
  expect((await act(reviewer, 'refuse', { refuseReason: '文件不全' }, id)).state).toBe('refused')
  const late = await act(clerk, 'ask', form())
  await act(reviewer, 'approve', {}, late.id)
  desk.move(addDays(DAY, 3))
  const machine = { deviceId: 'SEAL-0001', counterBefore: 40 }
  await expect(act(clerk, 'stamp', machine, late.id)).rejects.toThrow('"guard":"notExpired"')
  expect((await act(clerk, 'close', { closeNote: '已过期' }, late.id)).state).toBe('closed')
})

it('is for a seal of the own unit that is in use', async () => {
  const { form, act, desk, seal, other } = await sealDesk()
  await expect(act(clerk, 'ask', form({ sealUsed: other.id }))).rejects.toThrow('"guard":"sealActive"')
  // A form that is being filled in says what is missing, and not that it is wrong.
  const said = await act(clerk, 'ask', form({ sealUsed: null, useUntil: null })).catch(String)
  expect(said).toMatch(/"field":"sealUsed".*"field":"useUntil"/)
  expect(said).not.toContain('guard')
  const { id } = await act(clerk, 'ask', form())
  await desk.act(administrator, 'seal-use.seal', 'end', { activeTo: DAY }, seal.id)
  await expect(act(reviewer, 'approve', {}, id)).rejects.toThrow('"guard":"sealActive"')
})

it.each([
  ['lookup', { which: { lookup: 'nobody', field: 'deviceId' } }, /lookup nobody/],
  ['field of the machine', { which: { lookup: 'seals', field: 'shoe' } }, /field shoe of seal-use\.seal/],
  ['field that is told', { tells: { device: 'deviceId', before: 'shoe', after: 'counterAfter' } }, /field shoe/],
  ['code', { said: { by: 'witness', machine: 'ghost', person: 'person', note: 'settleNote' } }, /code ghost/],
  ['outcome', { outcome: { done: ['dance'], nothing: 'missed' } }, /step dance/],
] as const)('its %s is looked at when the program starts', (_, wrong, named) => {
  const copy = structuredClone(sealUse) as unknown as {
    records: { request: { workflow: { steps: Record<string, object> } } }
  }
  const { steps } = copy.records.request.workflow
  const stamp = steps.stamp as { counts: object }
  steps.stamp = { ...stamp, counts: { ...stamp.counts, ...wrong } }
  expect(check([copy as unknown as Domain]).join('\n')).toMatch(named)
  expect(check([sealUse])).toEqual([])
})
