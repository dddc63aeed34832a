import { userOf } from '../../../shared-types/src/engine/organisation.ts'
import { CITY, PEOPLE, PLACES, UNITS } from './organisation.ts'
import type { Recorder } from './recorder.ts'
import { instantAt } from './work-days.ts'

/** The simulated seal machine that comes with the product: it stands at every station of the demo. */
const SIMULATED_SEAL = 'SEAL-SIM-0001'

/** The administrator registers one seal for each station, which sits in the simulated machine. */
export async function registerSeals(bureau: Recorder, day: string): Promise<void> {
  const person = PEOPLE.find(p => p.posts.some(post => post.unit === CITY && post.role === 'administrator'))!
  const user = userOf(person, person.posts[0]!.id, UNITS)!
  for (const [n, { unit, code }] of PLACES.entries())
    await bureau.act({
      user,
      at: instantAt(day, 10 * 60 + 30 + n),
      type: 'seal-use.seal',
      act: 'register',
      patch: {
        sealCode: `3304${code}0001`,
        sealName: `${UNITS.find(u => u.id === unit)!.name}业务专用章`,
        sealKind: 'business',
        deviceId: SIMULATED_SEAL,
        counterStart: 0,
        station: unit,
        activeFrom: day,
      },
    })
}
