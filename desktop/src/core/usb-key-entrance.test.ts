import { sign } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../../../shared-types/src/model/person.ts'
import { DEFAULT_SIGN_IN } from '../../../shared-types/src/model/sign-in.ts'
import { type Issued, keyAuthority } from '../../../test/fixtures/key-authority.ts'
import type { Account, Accounts } from './accounts.ts'
import type { CallRefusal } from './call-refusal.ts'
import type { Clock } from './clock.ts'
import type { Directory } from './directory.ts'
import { seat as emptySeat } from './seat.ts'
import type { ServerClient } from './server-client.ts'
import { ServerUnreachable } from './server-fault.ts'
import { keyEntrance, type PresentedKey } from './usb-key-entrance.ts'

// What a window does by itself when the centre is out of reach, with certificates and signatures but without a key's
// hardware: that is in test/journeys/usb-key.test.ts.

const DAY = 86_400_000
const PERSON: Person = {
  id: 'p1',
  name: '马建国',
  login: 'ma',
  posts: [{ id: 'p1-1', role: 'supervisor', unit: 'U' }],
}

describe('a key at a window without the centre', () => {
  let own: Issued
  let other: Issued
  beforeAll(async () => {
    const authority = await keyAuthority('根')
    own = await authority.issue('马建国', { until: new Date(Date.now() + 10 * DAY) })
    other = await authority.issue('别人')
  })

  function window(change: { person?: Partial<Person>; known?: boolean; after?: number } = {}) {
    const person = { ...PERSON, certificates: [own.fingerprint], ...change.person }
    const now = new Date(Date.now() + (change.after ?? 0) * DAY).toISOString()
    const lastOnline = new Date(Date.now() - DAY).toISOString()
    const account: Account = { id: 'p1', login: 'ma', name: '马建国', verifier: '', lastOnline }
    const directory = {
      people: () => [person],
      person: (id: string) => (id === person.id ? person : undefined),
      signIn: () => ({ ...DEFAULT_SIGN_IN, secondFactor: true }),
    } as unknown as Directory
    const seat = emptySeat(directory)
    const door = keyEntrance({
      directory,
      seat,
      accounts: { all: async () => (change.known === false ? [] : [account]) } as unknown as Accounts,
      clock: { now: () => now, seen: () => lastOnline } as unknown as Clock,
      server: { keyChallenge: () => Promise.reject(new ServerUnreachable('unplugged')) } as unknown as ServerClient,
      station: () => 's1',
      centre: () => 'centre',
      before: () => undefined,
    })
    return { door, seat }
  }
  const presented = (issued: Issued, by = issued): PresentedKey => ({
    serial: '1',
    certificates: [{ fingerprint: issued.fingerprint, der: issued.der }],
    sign: async (_, text) =>
      sign('sha256', Buffer.from(text), { key: by.key, dsaEncoding: 'ieee-p1363' }).toString('base64'),
  })
  const refused = (work: Promise<unknown>) =>
    work.then(
      () => 'let in',
      ({ say }: CallRefusal) => say,
    )

  test('its holder sits down in a post that asks for two factors', async () => {
    const { door, seat } = window()
    await door.enter(presented(own))
    expect(seat.post()?.role).toBe('supervisor')
    expect(seat.key()).toEqual({ serial: '1', fingerprint: own.fingerprint })
    expect(await door.unlocks(presented(own))).toBe(true)
    expect(await door.unlocks(presented(other))).toBe(false)
    expect(await refused(door.unlocks(presented(own, other)))).toBe('certificate.signature')
  })

  test('a certificate without its key, of nobody, expired, or of somebody who left or was never here opens nothing', async () => {
    expect(await refused(window().door.enter(presented(own, other)))).toBe('certificate.signature')
    expect(await refused(window().door.enter(presented(other)))).toBe('certificate.unknownHere')
    expect(await refused(window({ person: { certificates: [] } }).door.enter(presented(own)))).toBe(
      'certificate.unknownHere',
    )
    expect(await refused(window({ person: { ended: true } }).door.enter(presented(own)))).toBe(
      'certificate.unknownHere',
    )
    expect(await refused(window({ known: false }).door.enter(presented(own)))).toBe('certificate.firstOffline')
    expect(await refused(window({ after: 11 }).door.enter(presented(own)))).toBe('certificate.expired')
    expect(await refused(window({ after: -3 }).door.enter(presented(own)))).toBe('let in')
    expect(await refused(window({ after: 60 }).door.enter(presented(own)))).toBe('signIn.tooLong')
  })
})
