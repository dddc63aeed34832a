import { randomBytes, verify, X509Certificate } from 'node:crypto'
import { keyText } from '../../../shared-types/src/engine/key-text.ts'
import type { Person } from '../../../shared-types/src/model/person.ts'
import type { KeySignInAnswer } from '../../../shared-types/src/protocol-sign-in.ts'
import type { Account, Accounts } from './accounts.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Clock } from './clock.ts'
import type { Directory } from './directory.ts'
import { demandRecent } from './entrance.ts'
import type { Seat } from './seat.ts'
import type { ServerClient } from './server-client.ts'
import { ServerRefusal, ServerUnreachable } from './server-fault.ts'
import { signInRefusal } from './sign-in-refusal.ts'
import { certificateRefusal } from './usb-key-refusal.ts'
import type { SeenCertificate } from './usb-key-sockets.ts'

/** A key that somebody presents, and the way to let it sign: its PIN has been typed. */
export interface PresentedKey {
  serial: string
  certificates: readonly SeenCertificate[]
  /** With the key of this certificate; the signature in base64. */
  sign(fingerprint: string, text: string): Promise<string>
}

/** The way into the seat by a key. */
export interface KeyEntrance {
  /** At the centre, or where that is out of reach by what this window knows. Throws CallRefusal. */
  enter(key: PresentedKey): Promise<void>
  /** Whether it is a key of who sits here. Throws CallRefusal. */
  unlocks(key: PresentedKey): Promise<boolean>
}

interface Parts {
  directory: Directory
  accounts: Accounts
  clock: Clock
  server: ServerClient
  seat: Seat
  station: () => string | undefined
  /** The centre's Ed25519 key, in base64url. */
  centre: () => string | undefined
  before: () => void
}

export function keyEntrance(parts: Parts): KeyEntrance {
  const { directory, seat, before } = parts
  return {
    async enter(key) {
      if (await online(parts, key)) return
      const found = holderOf(directory.people(), key)
      if (!found) throw new CallRefusal('session', 'certificate.unknownHere')
      const { person, certificate } = found
      const account = (await parts.accounts.all()).find(known => known.id === person.id)
      if (!account) throw new CallRefusal('session', 'certificate.firstOffline')
      demandRecent(parts, account)
      await demandSigned(parts, key, certificate)
      before()
      seat.sit(person.id, person.passwordAt, { key: { serial: key.serial, fingerprint: certificate.fingerprint } })
    },
    async unlocks(key) {
      const person = seat.person()
      const found = person && holderOf([person], key)
      if (!found) return false
      await demandSigned(parts, key, found.certificate)
      return true
    },
  }
}

/** Whether the centre let them in; false when it cannot be reached. */
async function online(parts: Parts, key: PresentedKey): Promise<boolean> {
  const { server, station, centre, seat, before } = parts
  try {
    const fingerprints = key.certificates.map(({ fingerprint }) => fingerprint)
    const { challenge, certificate } = await server.keyChallenge({ fingerprints })
    if (!certificate) throw new CallRefusal('session', 'certificate.unknown')
    const signature = await key.sign(certificate, keyText(centre() ?? '', station() ?? '', challenge))
    const answer = await server.keySignIn({ challenge, fingerprint: certificate, signature })
    await remember(parts, answer)
    before()
    const { person, session } = answer
    seat.sit(person.id, person.passwordAt, { token: session, key: { serial: key.serial, fingerprint: certificate } })
    return true
  } catch (error) {
    if (error instanceof ServerUnreachable) return false
    if (!(error instanceof ServerRefusal)) throw error
    const refusal = certificateRefusal(error) ?? signInRefusal(error)
    if (refusal) throw refusal
    return false
  }
}

/** Known here from now on. A password that they have signed in with here before, and still have, goes on to count. */
async function remember({ clock, directory, accounts }: Parts, { person, time }: KeySignInAnswer): Promise<void> {
  clock.saw(time)
  await directory.take([{ id: `person:${person.id}`, kind: 'person', value: person, seq: 0 }])
  const before = (await accounts.all()).find(({ id }) => id === person.id)
  const verifier = before && before.passwordAt === person.passwordAt ? before.verifier : ''
  const { id, login, name, passwordAt } = person
  const account: Account = { id, login, name, verifier, lastOnline: time, ...(passwordAt && { passwordAt }) }
  await accounts.remember(account)
}

function holderOf(people: readonly Person[], { certificates }: PresentedKey) {
  for (const certificate of certificates) {
    const person = people.find(({ certificates: own, ended }) => !ended && own?.includes(certificate.fingerprint))
    if (person) return { person, certificate }
  }
  return undefined
}

/** The certificate is in force and its key is here. What the centre took back since is not known to a window offline. */
async function demandSigned({ clock, station }: Parts, key: PresentedKey, certificate: SeenCertificate): Promise<void> {
  const { publicKey, validFrom, validTo } = new X509Certificate(certificate.der)
  const now = Math.max(Date.parse(clock.now()), Date.parse(clock.seen() || clock.now()))
  if (now < Date.parse(validFrom)) throw new CallRefusal('session', 'certificate.early')
  if (now > Date.parse(validTo)) throw new CallRefusal('session', 'certificate.expired')
  const text = keyText('window', station() ?? '', randomBytes(32).toString('base64url'))
  const signature = Buffer.from(await key.sign(certificate.fingerprint, text), 'base64')
  if (!verify('sha256', Buffer.from(text), { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature))
    throw new CallRefusal('session', 'certificate.signature')
}
