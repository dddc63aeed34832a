import { desksOf } from '../../../../shared-types/src/engine/access.ts'
import type { Post } from '../../../../shared-types/src/model/person.ts'
import type { MenuDesk } from '../../api/cases.ts'
import type { SessionState } from '../../api/session.ts'
import { asking } from '../asking.ts'
import { noteFailedSignIn } from '../audit-sign-in.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Client, CoreOptions } from '../core.ts'
import type { Desk } from '../desk.ts'
import { enrol } from '../enrolment.ts'
import { hangs } from '../locked-calls.ts'
import { waitingAt } from '../queues.ts'
import { demandHere, stationNotice } from '../station-notice.ts'
import { coreText } from '../words.ts'
import type { Handlers } from './handlers.ts'

type Own =
  | 'session.state'
  | 'session.language'
  | 'session.enrol'
  | 'session.signIn'
  | 'session.switchPost'
  | 'session.signOut'
  | 'session.touch'
  | 'session.lock'
  | 'session.unlock'
  | 'session.password'
  | 'domains'
  | 'menu'
  | 'units'

/** Who sits here, where here is, and what stands in their menu. */
export function sessionCalls(desk: Desk, options: CoreOptions): Pick<Handlers, Own> {
  const { session } = desk
  const state = (client: Client) => sessionState(desk, options, client)
  return {
    'session.state': (_, client) => state(client),
    'session.language'({ language }, client) {
      client.language = language
      desk.citizen.speak(language)
    },
    async 'session.enrol'(ask, client) {
      await enrol(desk, ask)
      desk.tell({ topic: 'session' })
      return state(client)
    },
    async 'session.signIn'({ login, ...ask }, client) {
      demandHere(desk.identity)
      const entered = login.trim()
      const { next, recovery } = await session.signIn({ login: entered, ...given(ask) }).catch(async error => {
        await noteFailedSignIn(desk, entered, error)
        throw error
      })
      if (next) return { ...(await state(client)), next }
      const user = session.user()
      if (!user) throw new CallRefusal('session', 'session.none')
      desk.idle.open()
      await desk.audit(user, 'sign-in', user.id, { how: session.token() ? 'online' : 'offline' })
      void desk.sync.start()
      desk.tell({ topic: 'session' })
      return { ...(await state(client)), ...(recovery && { recovery: [...recovery] }) }
    },
    'session.touch'() {
      desk.idle.touch()
    },
    'session.lock'(_, client) {
      desk.idle.lock()
      return state(client)
    },
    async 'session.unlock'({ password }, client) {
      if (!session.person()) throw new CallRefusal('session', 'session.none')
      if (!(await session.unlocks(password))) throw new CallRefusal('session', 'session.notYours')
      desk.idle.open()
      desk.tell({ topic: 'session' })
      // What the page missed meanwhile.
      desk.tell({ topic: 'cases', types: [...desk.kinds.keys()], ids: [] })
      return state(client)
    },
    async 'session.password'({ old, password }, client) {
      if (!session.person()) throw new CallRefusal('session', 'session.none')
      await session.changePassword(old, password)
      desk.tell({ topic: 'session' })
      return state(client)
    },
    'session.switchPost'({ post }, client) {
      session.switchPost(post)
      desk.tell({ topic: 'session' })
      return state(client)
    },
    async 'session.signOut'(_, client) {
      const user = session.user()
      if (user) await desk.audit(user, 'sign-out', user.id, {})
      session.signOut()
      desk.tell({ topic: 'session' })
      return state(client)
    },
    domains: () => desk.domains,
    async menu(_, client) {
      const { user, words } = asking(desk, client)
      const places = desksOf(desk.kinds.values(), user)
      return Promise.all(
        places.map(async ({ domain, desk: name }): Promise<MenuDesk> => {
          const found = desk.domains.find(d => d.name === domain)!
          return {
            domain,
            desk: name,
            label: found.words[words.language].desks[name] ?? name,
            ...(await waitingAt(desk, asking(desk, client), found, name)),
          }
        }),
      )
    },
    units: (_, client) => {
      asking(desk, client)
      return desk.directory.units()
    },
  }
}

/** Who sits here and where here is, as a client sees it. */
export async function sessionState(desk: Desk, { demo }: CoreOptions, client: Client): Promise<SessionState> {
  const { directory, session } = desk
  const worded = (post: Post) => ({
    ...post,
    unitName: directory.unitName(post.unit),
    label: coreText(client.language, `role.${post.role}`),
  })
  const id = desk.station()
  const station = id === undefined ? undefined : directory.station(id)
  const person = session.person()
  const post = session.post()
  const over = session.over()
  return {
    ...(station && { station: { ...station, unitName: directory.unitName(station.unit) } }),
    deployment: directory.deployment().name,
    ...stationNotice(desk.identity, client.language),
    ...(person && { person: { id: person.id, name: person.name, login: person.login } }),
    ...(post && { post: worded(post) }),
    posts: session.posts().map(worded),
    locked: desk.idle.locked(),
    ...(hangs(session, client) && { wall: true }),
    ...(over && { over: coreText(client.language, `over.${over}`) }),
    byKey: session.key() !== undefined,
    secondFactor: directory.signIn().secondFactor,
    known: await desk.accounts.known(),
    language: client.language,
    today: desk.clock.today(),
    demo: demo !== undefined,
    ...(demo && { demoLogins: demo.logins }),
    shell: desk.shell,
    ...(client.place && { place: true }),
    version: desk.version,
  }
}

/** What was left empty was not given. */
const given = ({ password, newPassword, code }: { password: string; newPassword?: string; code?: string }) => ({
  password,
  ...(newPassword && { newPassword }),
  ...(code && { code }),
})
