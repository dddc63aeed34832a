import { areaPath } from '../../../shared-types/src/engine/areas.ts'
import { addDays, addYears } from '../../../shared-types/src/engine/day.ts'
import { checkCharacter } from '../../../shared-types/src/engine/person-id.ts'
import { inventedName } from './invented-names.ts'
import type { Random } from './random.ts'

export interface InventedPerson {
  citizenId: string
  name: string
  sex: '1' | '2'
  /** GB/T 3304; a foreigner's card and that of a Hong Kong resident name none. */
  nation?: string
  birth: string
  homeAddress?: string
  phone: string
}

/** County codes of GB/T 2260 from which people come; where a nationality is at home its share is higher. */
const HOMES: readonly { area: string; nation?: string }[] = [
  { area: '411523' },
  { area: '340124' },
  { area: '320583' },
  { area: '420684' },
  { area: '510722' },
  { area: '360424' },
  { area: '430181' },
  { area: '371702' },
  { area: '610124' },
  { area: '500116' },
  { area: '450103', nation: '08' },
  { area: '520303' },
  { area: '522632', nation: '06' },
  { area: '530302' },
  { area: '532523', nation: '06' },
  { area: '640104', nation: '03' },
  { area: '653121', nation: '05' },
  { area: '540102', nation: '04' },
  { area: '222401', nation: '10' },
  { area: '210102', nation: '11' },
]

/**
 * Gives people that nobody is: numbers valid by GB 11643 and never twice, telephone numbers 1380000xxxx. `today` and
 * `ages` bound the birth. Numbers that others have are told as `given`.
 */
export function createPeople(
  random: Random,
  today: string,
  given: Iterable<string> = [],
): (ages: readonly [number, number]) => InventedPerson {
  const taken = new Set(given)
  return ([youngest, oldest]) => {
    const home = random.pick(HOMES)
    const nation = home.nation && random.chance(0.7) ? home.nation : '01'
    const sex = random.chance(0.54) ? '1' : '2'
    const birth = addDays(addYears(today, -random.whole(youngest, oldest)), -random.whole(1, 364))
    return {
      citizenId: freshNumber(random, home.area, birth, sex, taken),
      name: inventedName(random, sex, nation),
      sex,
      nation,
      birth,
      homeAddress: `${areaPath(home.area)}模拟镇${random.pick(['红星', '东风', '新民', '团结', '光明'])}村${random.whole(1, 12)}组${random.whole(1, 80)}号`,
      phone: `1380000${String(random.whole(0, 9999)).padStart(4, '0')}`,
    }
  }
}

function freshNumber(random: Random, area: string, birth: string, sex: '1' | '2', taken: Set<string>): string {
  for (;;) {
    const order = random.whole(0, 499) * 2 + (sex === '1' ? 1 : 0)
    const digits = `${area}${birth.replaceAll('-', '')}${String(order).padStart(3, '0')}`
    const number = digits + checkCharacter(digits)
    if (taken.has(number)) continue
    taken.add(number)
    return number
  }
}
