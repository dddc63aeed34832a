import { cardPatch } from '../../desktop/src/core/card-fields.ts'
import { INVENTED_PEOPLE } from '../../native-bridges/src/drivers/invented-people.ts'
import { kinds } from '../../shared-types/src/domains/index.ts'
import { kindOf } from '../../shared-types/src/engine/kinds.ts'
import type { CardHolder, Story } from '../../sync-server/src/demo/card-holders.ts'

/** How the holder of each simulated card stands, for whoever lays it down, in the language of the demo's people. */
const HOLDERS: Readonly<Record<string, { story?: Story; note: string }>> = {
  first: { story: 'lived', note: '居住已满半年，可首次申领' },
  second: { story: 'employed', note: '居住不久，凭就业满半年可首次申领' },
  young: { story: 'twoSpells', note: '中途离开过，两段居住累计满半年' },
  'long-term': { story: 'due', note: '持有居住证，签注期已到' },
  'rare-name': { story: 'made', note: '证已制好，待领取（姓名有生僻字）' },
  'rare-name-2': { story: 'waiting', note: '已受理，待审核（姓名有生僻字）' },
  expired: { story: 'left', note: '登记已注销，身份证也已过期' },
  'long-name': { story: 'lived', note: '可首次申领' },
  tibetan: { story: 'newcomer', note: '居住未满半年，可查哪天起可申领' },
  korean: { story: 'suspended', note: '逾期未签注，居住证功能中止' },
  child: { story: 'student', note: '未满十六周岁，须监护人代办' },
  'new-address': { story: 'lost', note: '居住证已挂失，可补领' },
  'hong-kong': { story: 'newcomer', note: '香港居民，登记不久，另有专证' },
  'foreigner-2017': { story: 'newcomer', note: '外国人，登记不久，另有专证' },
  'foreigner-2023': { note: '外国人，系统里没有登记' },
}

/** The people of the simulated cards, as the demo's centre knows them at that unit; who has no story is unknown to it. */
export function cardHolders(unit: string): CardHolder[] {
  const resident = kindOf(kinds, 'population.resident')
  return INVENTED_PEOPLE.flatMap(({ key, card }) => {
    const story = HOLDERS[key]?.story
    const person = cardPatch(resident, card) as unknown as CardHolder['person']
    return story ? [{ unit, person, story }] : []
  })
}

/** What the demo's panel says of each card, by the card's own key. */
export const cardNotes = (): Record<string, string> =>
  Object.fromEntries(Object.entries(HOLDERS).map(([key, { note }]) => [key, note]))
