import { userOf } from '../../../shared-types/src/engine/organisation.ts'
import { CITY, PEOPLE, PLACES, UNITS } from './organisation.ts'
import type { Recorder } from './recorder.ts'
import { instantAt } from './work-days.ts'

/** The simulated seal machine that comes with the product: it stands at every station of the demo. */
const SIMULATED_SEAL = 'SEAL-SIM-0001'

/** The seals of a station, as cases: in the simulated machine, for who tries the demo, and in its own. */
export interface SealPair {
  simulated: string
  own: string
}

/** The administrator registers two seals for each station. Answers them by unit. */
export async function registerSeals(bureau: Recorder, day: string): Promise<Map<string, SealPair>> {
  const person = PEOPLE.find(p => p.posts.some(post => post.unit === CITY && post.role === 'administrator'))!
  const user = userOf(person, person.posts[0]!.id, UNITS)!
  const register = async (n: number, unit: string, seal: { sealCode: string; sealName: string; deviceId: string }) => {
    const patch = { ...seal, sealKind: 'business', counterStart: 0, station: unit, activeFrom: day }
    const at = instantAt(day, 10 * 60 + 30 + n)
    return (await bureau.act({ user, at, type: 'seal-use.seal', act: 'register', patch })).id
  }
  const pairs = new Map<string, SealPair>()
  for (const [n, { unit, code, second }] of PLACES.entries()) {
    const { name } = UNITS.find(u => u.id === unit)!
    const simulated = { sealCode: `3304${code}0001`, sealName: `${name}业务专用章`, deviceId: SIMULATED_SEAL }
    const own = { sealCode: `3304${code}0002`, sealName: `${name}户口专用章`, deviceId: second.seal }
    pairs.set(unit, { simulated: await register(n, unit, simulated), own: await register(n, unit, own) })
  }
  return pairs
}
