import { randomUUID } from 'node:crypto'
import { isOfficer, type Post, ROLES } from '../../../../shared-types/src/model/person.ts'
import { SIGN_IN_BOUNDS } from '../../../../shared-types/src/model/sign-in.ts'
import type { PersonLine } from '../../../../shared-types/src/protocol-sign-in.ts'
import type { PeopleView, PersonRow, SessionRow, SignInRulesView } from '../../api/people.ts'
import { asking } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Client } from '../core.ts'
import type { Desk } from '../desk.ts'
import { ServerRefusal } from '../server-fault.ts'
import { certificateWorded } from '../usb-key-refusal.ts'
import { coreText } from '../words.ts'
import type { Handlers } from './handlers.ts'
import { derOf } from './usb-key.ts'

type Own =
  | 'people.list'
  | 'people.put'
  | 'people.posts'
  | 'people.password'
  | 'people.reset'
  | 'people.addCertificate'
  | 'people.endCertificate'
  | 'sessions.list'
  | 'sessions.end'
  | 'signIn.rules'
  | 'signIn.putRules'

type Office = 'administrator' | 'security'

/** People, their posts and sessions. All of it is the centre's: what this window says besides would only be a guess. */
export function peopleCalls(desk: Desk): Pick<Handlers, Own> {
  const { server } = desk
  const list = async (client: Client) => view(desk, client, await server.people())
  /** Does it at the centre, hears what it became, and answers the list anew. */
  const change = async (client: Client, work: () => Promise<unknown>): Promise<PeopleView> => {
    await work().catch(worded)
    await desk.sync.now().catch(() => undefined)
    return list(client)
  }
  return {
    'people.list': (_, client) => {
      officer(desk, client, 'administrator', 'security')
      return list(client)
    },
    'people.put': (given, client) => {
      officer(desk, client, 'administrator')
      return change(client, () => putPerson(desk, given))
    },
    'people.posts': ({ id, posts }, client) => {
      officer(desk, client, 'security')
      const named = posts.map(({ id: known, ...post }): Post => ({ id: known ?? randomUUID(), ...withoutEmpty(post) }))
      return change(client, () => server.putPosts(id, named))
    },
    'people.password': async ({ id }, client) => {
      officer(desk, client, 'security')
      const { password } = await server.resetPassword(id).catch(worded)
      return { password }
    },
    'people.reset': ({ id, what }, client) => {
      officer(desk, client, 'security')
      return change(client, () => server.reset(id, what))
    },
    'people.addCertificate': ({ id, certificate }, client) => {
      officer(desk, client, 'security')
      return change(client, () => server.addCertificate(id, derOf(desk, certificate)).catch(certificateWorded))
    },
    'people.endCertificate': ({ id, fingerprint }, client) => {
      officer(desk, client, 'security')
      return change(client, () => server.endCertificate(id, fingerprint).catch(certificateWorded))
    },
    'sessions.list': ({ whose }, client) => {
      if (whose === 'all') officer(desk, client, 'security')
      return sessions(desk, whose)
    },
    'sessions.end': async ({ whose, id }, client) => {
      if (whose === 'all') officer(desk, client, 'security')
      await server.endSession(whose, id)
      return (await sessions(desk, whose).catch(ended)) ?? []
    },
    'signIn.rules': (_, client) => rules(desk, client),
    'signIn.putRules': async (given, client) => {
      officer(desk, client, 'security')
      await server.putSignInRules(given)
      await desk.sync.now()
      return rules(desk, client)
    },
  }
}

/** @throws CallRefusal for everybody who holds none of these offices in the post they have taken */
function officer(desk: Desk, client: Client, ...offices: readonly Office[]): void {
  const { user } = asking(desk, client)
  if (!offices.some(office => office === user.role)) throw new CallRefusal('forbidden', 'server.forbidden')
}

async function putPerson(
  desk: Desk,
  given: { id?: string | undefined; name: string; login: string; unit: string; ended: boolean },
): Promise<void> {
  const before = (await desk.server.people()).find(line => line.person.id === given.id)?.person
  if (given.id !== undefined && !before) throw new CallRefusal('not-found', 'server.not-found')
  const id = before?.id ?? randomUUID()
  const { name, login, unit } = given
  const value = { id, name, login, unit, posts: before?.posts ?? [], ...(given.ended && { ended: true as const }) }
  await desk.server.putSetting({ id: `person:${id}`, kind: 'person', value })
}

const withoutEmpty = ({
  officer: over,
  ...post
}: {
  role: Post['role']
  unit: string
  officer?: string | undefined
}) => ({
  ...post,
  ...(over && { officer: over }),
})

function view(desk: Desk, client: Client, lines: readonly PersonLine[]): PeopleView {
  const { user } = asking(desk, client)
  const word = (role: Post['role']) => coreText(client.language, `role.${role}`)
  const units = desk.directory.below(user.unit)
  return {
    mayName: user.role === 'administrator',
    mayPost: user.role === 'security',
    roles: ROLES.map(role => ({ role, label: word(role), officer: isOfficer(role) })),
    units: desk.directory.units().filter(unit => units.includes(unit.id)),
    people: lines.map(line => row(desk, line, word, user.id)).sort(byUnit),
  }
}

function row(desk: Desk, line: PersonLine, word: (role: Post['role']) => string, self: string): PersonRow {
  const { person, password, factor, certificates, seenAt, failures } = line
  const unit = person.unit ?? person.posts[0]?.unit ?? ''
  return {
    id: person.id,
    name: person.name,
    login: person.login,
    unit,
    unitName: desk.directory.unitName(unit),
    ended: person.ended === true,
    self: person.id === self,
    officer: person.posts.some(post => isOfficer(post.role)),
    posts: person.posts.map(post => ({
      ...post,
      label: word(post.role),
      unitName: desk.directory.unitName(post.unit),
    })),
    password,
    factor,
    certificates: [...certificates],
    ...(seenAt && { seenAt }),
    failures,
  }
}

const byUnit = (a: PersonRow, b: PersonRow) =>
  Number(a.ended) - Number(b.ended) || a.unit.localeCompare(b.unit) || a.name.localeCompare(b.name, 'zh-CN')

async function sessions(desk: Desk, whose: 'all' | 'own'): Promise<SessionRow[]> {
  return (await desk.server.sessions(whose)).map(({ id, name, stationName, openedAt, seenAt, own }) => ({
    id,
    name,
    stationName,
    openedAt,
    seenAt,
    own,
  }))
}

/** Whoever ended the session that asks has nothing more to see. */
function ended(error: unknown): undefined {
  if (error instanceof ServerRefusal && error.error === 'session') return undefined
  throw error
}

function rules(desk: Desk, client: Client): SignInRulesView {
  const { user } = asking(desk, client)
  return { rules: desk.directory.signIn(), bounds: SIGN_IN_BOUNDS, mayEdit: user.role === 'security' }
}

const REASONS = [
  'two-offices',
  'own-posts',
  'last-officer',
  'login',
  'officer',
  'posts',
  'unit',
  'certificates',
] as const

/** Why the centre does not take a change of a person, in a sentence. */
function worded(error: unknown): never {
  const reason = error instanceof ServerRefusal ? REASONS.find(known => known === error.detail) : undefined
  if (!reason) throw error
  throw (error as ServerRefusal).error === 'forbidden' && reason === 'officer'
    ? new CallRefusal('forbidden', 'people.officerSecret')
    : new CallRefusal('problems', `people.${reason}`)
}
