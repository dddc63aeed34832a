import { creditCheck, organisationCheck } from '../../shared-types/src/engine/org-code.ts'
import type { Data } from '../../shared-types/src/model/field.ts'
import { type Centre, testWindow } from '../harness.ts'
import { done } from './permit.ts'

export const LICENCE = 'licences.licence'
const TYPE = 'licences.licenceType'

/** 食品经营许可证, with a field of its own of every kind. */
export const FOOD: Data = {
  licenceTypeCode: 'SPJY',
  licenceTypeName: '食品经营许可证',
  issuingBody: '桂苑区市场监督管理局',
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

/** The administrator opens a type of licence; its id. */
export async function openType(at: Centre, type: Data): Promise<string> {
  const bureau = await testWindow({ centre: at, unit: '330400000000' })
  await bureau.signIn('guofeng')
  const { id } = await bureau.call('cases.blank', { type: TYPE })
  await done(bureau, TYPE, id, 'open', type)
  await bureau.sync()
  await bureau.close()
  return id
}

/** A code of no enterprise that there is, with both check characters right. */
export function orgCodeOf(n: number): string {
  const body = `MT${String(n).padStart(6, '0')}`
  const first = `91330402${body}${organisationCheck(body)}`
  return first + creditCheck(first)
}
