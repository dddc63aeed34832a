import { addDays } from '../../../shared-types/src/engine/day.ts'
import { EMPLOYERS } from './invented-employers.ts'
import type { InventedPerson } from './invented-person.ts'
import { type At, type Life, type Resident, today } from './life.ts'

/** How somebody comes to be registered: since when they have lived here, and when the register learnt of it. */
export interface Coming {
  since: string
  registeredOn: string
  source: 'window' | 'visit' | 'import' | 'self'
  child: boolean
}

/** Registers a new resident whom chance invents, and most adults' employment with them. Days are counted back from today. */
export async function registerResident(
  life: Life,
  at: At,
  {
    livedDays,
    knownDays,
    source,
    child = false,
  }: { livedDays: number; knownDays: number; child?: boolean } & Pick<Coming, 'source'>,
): Promise<Resident> {
  const { random } = life
  const person = life.invent(child ? [8, 14] : [19, 58])
  const since = latest(addDays(today(life), -livedDays), addDays(person.birth, 60))
  const known = (from: string) => latest(addDays(today(life), -knownDays), from)
  const resident = await register(life, at, person, { since, registeredOn: known(since), source, child })
  life.residents.push(resident)
  if (resident.purpose !== 'work' || !random.chance(0.55)) return resident
  const working = addDays(since, random.whole(3, 40))
  if (working > today(life)) return resident
  const how = { since: working, registeredOn: known(working), ...(source === 'import' && { source }) }
  await registerEmployment(life, at, resident, how)
  return resident
}

/** Registers a person as living here. The caller says whether the station's chance may befall them. */
export async function register(life: Life, at: At, person: InventedPerson, coming: Coming): Promise<Resident> {
  const { random, recorder, place } = life
  const { since, registeredOn, source, child } = coming
  const address = {
    area: life.area,
    street: place.street,
    community: random.pick(place.communities),
    building: `${random.whole(1, 18)}幢`,
    room: `${random.whole(1, 11)}0${random.whole(1, 4)}室`,
  }
  const rented = random.chance(0.7)
  const purpose = child ? 'study' : random.weighted({ work: 70, business: 15, service: 8, relatives: 7 })
  const { id: caseId } = await recorder.act({
    user: random.pick(life.staff.window),
    at: at(),
    type: 'population.resident',
    act: 'register',
    patch: {
      ...person,
      address,
      dwelling: rented ? 'rented' : random.pick(['own', 'unit', 'shared']),
      ...(rented && { landlord: life.invent([35, 70]).name }),
      purpose,
      livedSince: since,
      registeredOn,
      officer: life.staff.clerks[0]!.id,
      source,
    },
  })
  return { caseId, person, address, since, child, purpose }
}

/** Registers a resident as working for one of the invented employers. */
export async function registerEmployment(
  life: Life,
  at: At,
  resident: Resident,
  { since, registeredOn, source = 'unit' }: { since: string; registeredOn: string; source?: 'import' | 'unit' },
): Promise<void> {
  const { random, recorder } = life
  const employer = random.pick(EMPLOYERS)
  await recorder.act({
    user: random.pick(life.staff.window),
    at: at(45),
    type: 'population.employment',
    act: 'register',
    patch: {
      ...resident.person,
      employer: employer.name,
      orgCode: employer.orgCode,
      trade: employer.trade,
      position: random.pick(employer.positions),
      workplace: {
        area: life.area,
        street: life.place.street,
        community: '模拟工业园',
        building: `${random.whole(1, 9)}号厂房`,
      },
      since,
      registeredOn,
      officer: life.staff.clerks[0]!.id,
      source,
    },
  })
  resident.employer = employer.name
}

/** Somebody who holds no permit leaves: the registration ends, the time lived here stays on record. */
export async function deregister(life: Life, at: At): Promise<void> {
  const { random, recorder, residents } = life
  const leaving = residents.filter(r => !r.applied && !r.child && !r.employer && r.since < addDays(today(life), -30))
  if (leaving.length < 12) return
  const resident = random.pick(leaving)
  residents.splice(residents.indexOf(resident), 1)
  await recorder.act({
    user: random.pick(life.staff.window),
    at: at(),
    caseId: resident.caseId,
    type: 'population.resident',
    act: 'leave',
    patch: {
      leftOn: addDays(today(life), -random.whole(0, 6)),
      leftReason: random.weighted({ moved: 55, home: 35, other: 10 }),
    },
  })
}

/** Someone entitled who has not applied yet: half a year and a little more. */
export function applicant(life: Life, child = false): Resident | undefined {
  const ready = life.residents.filter(r => !r.applied && r.child === child && r.since < addDays(today(life), -195))
  if (ready.length === 0) return undefined
  const resident = life.random.pick(ready)
  resident.applied = true
  return resident
}

const latest = (a: string, b: string) => (a > b ? a : b)
