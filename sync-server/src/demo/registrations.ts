import { addDays } from '../../../shared-types/src/engine/day.ts'
import { EMPLOYERS } from './invented-employers.ts'
import { type At, type Life, type Resident, today } from './life.ts'

/** How somebody comes to be registered: days they have lived here, and since when the register knows them. */
interface Coming {
  livedDays: number
  knownDays: number
  source: 'window' | 'visit' | 'import' | 'self'
  child?: boolean
}

/** Registers a new resident, and most adults' employment with them. */
export async function registerResident(life: Life, at: At, coming: Coming): Promise<Resident> {
  const { random, recorder, place } = life
  const child = coming.child ?? false
  const person = life.invent(child ? [8, 14] : [19, 58])
  const since = latest(addDays(today(life), -coming.livedDays), addDays(person.birth, 60))
  const address = {
    area: life.area,
    street: place.street,
    community: random.pick(place.communities),
    building: `${random.whole(1, 18)}幢`,
    room: `${random.whole(1, 11)}0${random.whole(1, 4)}室`,
  }
  const rented = random.chance(0.7)
  const purpose = child ? 'study' : random.weighted({ work: 70, business: 15, service: 8, relatives: 7 })
  const { caseId } = await recorder
    .act({
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
        registeredOn: latest(addDays(today(life), -coming.knownDays), since),
        officer: life.staff.clerks[0]!.id,
        source: coming.source,
      },
    })
    .then(c => ({ caseId: c.id }))
  const resident: Resident = { caseId, person, address, since, child }
  life.residents.push(resident)
  if (!child && purpose === 'work' && random.chance(0.55)) await registerEmployment(life, at, resident, coming)
  return resident
}

async function registerEmployment(life: Life, at: At, resident: Resident, coming: Coming): Promise<void> {
  const { random, recorder } = life
  const employer = random.pick(EMPLOYERS)
  const since = latest(addDays(resident.since, random.whole(3, 40)), resident.since)
  if (since > today(life)) return
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
      registeredOn: latest(addDays(today(life), -coming.knownDays), since),
      officer: life.staff.clerks[0]!.id,
      source: coming.source === 'import' ? 'import' : 'unit',
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
