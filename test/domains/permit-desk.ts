import { kinds } from '../../shared-types/src/domains/index.ts'
import { addDays } from '../../shared-types/src/engine/day.ts'
import { kindOf } from '../../shared-types/src/engine/kinds.ts'
import { userOf } from '../../shared-types/src/engine/organisation.ts'
import { screen } from '../../shared-types/src/engine/screen.ts'
import type { Case } from '../../shared-types/src/model/case.ts'
import type { Data } from '../../shared-types/src/model/field.ts'
import type { User } from '../../shared-types/src/model/person.ts'
import { related } from '../../shared-types/src/store/related.ts'
import { BUREAU, CITY, PEOPLE, PLACES, UNITS } from '../../sync-server/src/demo/organisation.ts'
import { createRandom } from '../../sync-server/src/demo/random.ts'
import { createRecorder, type Recorder } from '../../sync-server/src/demo/recorder.ts'
import { instantAt } from '../../sync-server/src/demo/work-days.ts'

const PLACE = PLACES[0]!
const PHOTO = 'a'.repeat(64)

/** An adult that nobody is, number valid by GB 11643. */
export const ADULT = {
  citizenId: '320583197907044170',
  name: '田𠮷祥',
  sex: '1',
  nation: '01',
  birth: '1979-07-04',
  homeAddress: '江苏省昆山市玉山镇模拟新村21幢304室',
  phone: '13800001234',
}

export const ADDRESS = { area: '330402', street: '桂花街道', community: '模拟花园', building: '3幢', room: '501室' }

const userIn = (role: User['role'], unit: string): User => {
  const person = PEOPLE.find(p => p.posts.some(post => post.role === role && post.unit === unit))!
  return userOf(person, person.posts.find(post => post.role === role && post.unit === unit)!.id, UNITS)!
}

export const clerk = userIn('clerk', PLACE.unit)
export const reviewer = userIn('reviewer', PLACE.unit)
export const auxiliary = userIn('auxiliary', PLACE.unit)

export const form = (more: Data = {}): Data => ({
  ...ADULT,
  kind: 'first',
  photo: [PHOTO],
  address: ADDRESS,
  ground: 'residence',
  residenceProof: 'lease',
  evidence: [PHOTO],
  ...more,
})

/** One police station on the day that `on` says, with a registered printer and three blank cards at the window. */
export async function openDesk(on: string, terminal = PLACE.printer) {
  const parts = { kinds, parameters: {}, random: createRandom(11) }
  const bureau = createRecorder({ ...parts, station: BUREAU, terminal: { device: '', ip: '', mac: '' } })
  await bureau.act({
    user: userIn('administrator', CITY),
    at: instantAt('2020-01-06', 600),
    type: 'residence-permits.terminal',
    act: 'register',
    patch: {
      deviceId: PLACE.printer.device,
      name: '证卡打印机',
      ip: PLACE.printer.ip,
      mac: PLACE.printer.mac,
      station: PLACE.unit,
      activeFrom: '2020-01-06',
    },
  })
  const recorder: Recorder = createRecorder({
    ...parts,
    station: PLACE.station,
    terminal: { device: terminal.device, ip: terminal.ip, mac: terminal.mac },
    known: bureau.cases.all(),
  })
  const clock = { day: on, minute: 9 * 60 }
  const act = (user: User, type: string, act: string, patch: Data = {}, caseId?: string): Promise<Case> =>
    recorder.act({ user, at: instantAt(clock.day, ++clock.minute), type, act, patch, ...(caseId && { caseId }) })
  const application = (user: User, step: string, patch: Data = {}, caseId?: string) =>
    act(user, 'residence-permits.application', step, patch, caseId)

  const desk = {
    recorder,
    act,
    application,
    move: (day: string) => Object.assign(clock, { day, minute: 9 * 60 }),
    today: () => clock.day,
    find: (type: string, match: Data) =>
      [...recorder.cases.all()].find(
        c => c.type === type && Object.entries(match).every(([name, value]) => c.data[name] === value),
      )!,
    live: (days: number, person: Data = ADULT, more: Data = {}) =>
      act(clerk, 'population.resident', 'register', {
        ...person,
        address: ADDRESS,
        dwelling: 'rented',
        purpose: 'work',
        livedSince: addDays(clock.day, -days),
        registeredOn: addDays(clock.day, more.leftOn ? -days : -Math.min(days, 10)),
        source: 'window',
        ...more,
      }),
    /** What a person at the window sees of a case. */
    look: async (user: User, c: Case) => {
      const kind = kindOf(kinds, c.type)
      const scope = { today: clock.day, user, parameters: {} }
      return screen(kind, c, { ...scope, related: await related(recorder.cases, kinds, kind, c, scope) })
    },
    /** Everything from acceptance to the card in the holder's hand. */
    issued: async (patch: Data, blankNo: string): Promise<Case> => {
      const { id } = await application(clerk, 'accept', patch)
      await application(reviewer, 'pass', {}, id)
      await application(clerk, 'make', { blankNo }, id)
      await application(clerk, 'made', {}, id)
      const back = patch.kind === 'renewal' ? { oldCardBack: true } : {}
      return application(clerk, 'issue', { identityEvidence: 'card', ...back }, id)
    },
  }
  for (const serial of ['K0100001', 'K0100002', 'K0100003']) {
    const { id } = await act(clerk, 'residence-permits.blank', 'receive', { serial, batch: 'B1', receivedOn: on })
    await act(clerk, 'residence-permits.blank', 'hand', { holder: clerk.id }, id)
  }
  return desk
}
