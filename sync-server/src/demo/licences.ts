import { addDays } from '../../../shared-types/src/engine/day.ts'
import { userOf } from '../../../shared-types/src/engine/organisation.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import type { User } from '../../../shared-types/src/model/person.ts'
import { userNamed } from './demo-users.ts'
import { EMPLOYERS } from './invented-employers.ts'
import { PEOPLE, PLACES, UNITS } from './organisation.ts'
import type { Recorder } from './recorder.ts'
import { instantAt } from './work-days.ts'

const TYPES: readonly Data[] = [
  {
    licenceTypeCode: 'SPJY',
    licenceTypeName: '食品经营许可证',
    issuingBody: '云江市模拟市场监督管理局',
    typeBasis: '《食品安全法》第三十五条',
    numberedBy: 'issuer',
    validMonths: 60,
    codeWanted: true,
    ownFields: [
      { item: '经营项目', holds: 'text', needed: true },
      { item: '主体业态', holds: 'choice', needed: true, choices: '食品销售、餐饮服务、单位食堂' },
      { item: '网络经营', holds: 'flag' },
    ],
  },
  {
    licenceTypeCode: 'TZHY',
    licenceTypeName: '特种行业许可证',
    issuingBody: '云江市模拟公安局',
    numberedBy: 'library',
    codeWanted: true,
    ownFields: [
      { item: '经营方式', holds: 'choice', needed: true, choices: '旅馆、刻章、典当、其他' },
      { item: '核定房间数', holds: 'number' },
      { item: '消防检查日期', holds: 'date' },
    ],
  },
]

/** Days from today on which the first licences of a station run out: one has, one does soon, others much later. */
const ENDS = [-20, 25, 700, 1200]

/**
 * The administrator opens two types, and each station registers the licences of its companies on that day. Their codes are
 * not signed: nothing is signed in the name of a centre that is no centre yet.
 */
export async function registerLicences(bureau: Recorder, day: string, today: string): Promise<void> {
  const clock = { minute: 9 * 60 }
  const act = async (user: User, type: string, name: string, patch: Data, caseId?: string) => {
    clock.minute += 1
    return (
      await bureau.act({ user, at: instantAt(day, clock.minute), type, act: name, patch, ...(caseId && { caseId }) })
    ).id
  }
  const food = await act(userNamed('guofeng'), 'licences.licenceType', 'open', TYPES[0]!)
  await act(userNamed('guofeng'), 'licences.licenceType', 'open', TYPES[1]!)
  for (const [place, { unit }] of PLACES.entries()) {
    const clerk = somebodyOf(unit, 'clerk')
    for (const [n, left] of ENDS.entries()) {
      const { name, orgCode } = EMPLOYERS[(place * 2 + n) % EMPLOYERS.length]!
      const until = addDays(today, left)
      const id = await act(clerk, 'licences.licence', 'register', {
        licenceType: food,
        licenceNo: `JY2${unit.slice(0, 6)}${String(place * 100 + n + 1).padStart(7, '0')}`,
        holderSort: 'enterprise',
        orgCode,
        licensee: name,
        issuingBody: String(TYPES[0]!.issuingBody),
        issuedOn: addDays(day, -30 - n),
        holdsFrom: addDays(day, -30 - n),
        holdsUntil: until,
        ownItems: [
          { item: '经营项目', value: '预包装食品销售' },
          { item: '主体业态', value: n % 2 ? '餐饮服务' : '食品销售' },
        ],
      })
      if (place > 0 || n < ENDS.length - 1) continue
      const end = { endGround: 'applicant', endNote: '企业停止经营，申请注销' }
      await act(somebodyOf(unit, 'reviewer'), 'licences.licence', 'cancel', end, id)
    }
  }
}

function somebodyOf(unit: string, role: 'clerk' | 'reviewer'): User {
  const person = PEOPLE.find(p => p.posts.some(post => post.unit === unit && post.role === role))!
  return userOf(person, person.posts.find(post => post.unit === unit && post.role === role)!.id, UNITS)!
}
