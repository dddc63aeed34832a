import { ROLES, type Role } from '../../../shared-types/src/model/person.ts'
import type { Status } from '../api/sync.ts'
import type { Notice } from '../api.ts'
import { asking } from './asking.ts'
import { handlersOf } from './calls/all.ts'
import type { Handlers } from './calls/handlers.ts'
import type { Client, CoreOptions } from './core.ts'
import type { Desk } from './desk.ts'
import type { Directory } from './directory.ts'
import { idleLock } from './idle-lock.ts'
import { importJobs } from './import-job.ts'
import { type Session, session as sessionOf } from './session.ts'
import { statusOf } from './status.ts'

/** Where one person sits who came in from elsewhere: everything of theirs, beside what all share. */
export interface PlaceSeat {
  desk: Desk
  handlers: Handlers
  /** Signs out whoever still sits here, and lets go. */
  close(): Promise<void>
}

/**
 * A seat of its own over the shared desk: session, lock, way to the centre, jobs and notices are this person's alone, so
 * that no call can meet those of anybody else. `tell` hears what concerns this seat.
 */
export function placeSeat(shared: Desk, options: CoreOptions, tell: (notice: Notice) => void): PlaceSeat {
  const server = shared.serverAs(() => session.token())
  const session: Session = sessionOf({
    directory: forOverseers(shared.directory),
    accounts: shared.accounts,
    clock: shared.clock,
    server,
    station: shared.station,
    centre: () => shared.enrolment()?.centre?.sign,
    ended: () => tell({ topic: 'session' }),
    onlyOnline: true,
  })
  const idle = idleLock({
    taken: () => session.person() !== undefined,
    minutes: () => shared.directory.signIn().idleMinutes,
    wall: options.wall ?? Date.now,
    fell: () => tell({ topic: 'session' }),
  })
  const imports = importJobs()
  // Who else has signed in here is told to nobody.
  const accounts = { ...shared.accounts, known: async () => [] }
  const desk: Desk = { ...shared, session, server, idle, imports, accounts, tell }
  shared.reviewed.add(session)
  const handlers = handlersOf(desk, options)
  return {
    desk,
    handlers: { ...handlers, ...nothingHere(desk), status: (_, client) => statusHere(desk, handlers, client) },
    async close() {
      idle.stop()
      shared.reviewed.delete(session)
      const user = session.user()
      if (user) await desk.audit(user, 'sign-out', user.id, {})
      session.signOut()
      imports.close()
    },
  }
}

/** Posts that are worked in at a window. */
const AT_WINDOWS: readonly string[] = ['auxiliary', 'clerk'] satisfies Role[]
const ROLES_HERE: ReadonlySet<string> = new Set(ROLES.filter(role => !AT_WINDOWS.includes(role)))

/** Of each person only the posts that need no window: who has none of those does not come in. */
const forOverseers = (directory: Directory): Directory => ({
  ...directory,
  person(id) {
    const found = directory.person(id)
    return found && { ...found, posts: found.posts.filter(post => ROLES_HERE.has(post.role)) }
  },
})

/** What waits for somebody at a desk, and keys in sockets. */
const nothingHere = (desk: Desk): Pick<Handlers, 'print.open' | 'seal.open' | 'usbKey.state'> => {
  const none = (_: object, client: Client) => {
    asking(desk, client)
    return []
  }
  return { 'print.open': none, 'seal.open': none, 'usbKey.state': () => ({ configured: false, keys: [] }) }
}

/** How the line stands, and what of this person's own was refused; of others' work not even a number. */
async function statusHere(desk: Desk, handlers: Handlers, client: Client): Promise<Status> {
  const status = await statusOf(desk, client.language)
  const signedIn = desk.session.user() !== undefined && !desk.idle.locked()
  const refused = signedIn ? (await handlers['inbox.list']({}, client)).length : 0
  return { ...status, unsent: 0, unconfirmed: 0, refused, devices: [], warnings: [] }
}
