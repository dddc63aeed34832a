import { X509Certificate } from 'node:crypto'
import { isAbsolute } from 'node:path'
import { Pkcs11Fault } from '../../../../native-bridges/src/pkcs11/pkcs11-fault.ts'
import type { KeyCertificate, UsbKeySettingsView, UsbKeyState } from '../../api/session.ts'
import { asking } from '../asking.ts'
import { noteFailedKey } from '../audit-sign-in.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Client, CoreOptions } from '../core.ts'
import type { Desk } from '../desk.ts'
import { demandHere } from '../station-notice.ts'
import type { PresentedKey } from '../usb-key-entrance.ts'
import { keyRefusal } from '../usb-key-refusal.ts'
import type { SeenCertificate, SeenKey } from '../usb-key-sockets.ts'
import { coreText } from '../words.ts'
import type { Handlers } from './handlers.ts'
import { sessionState } from './session.ts'

type Own =
  | 'usbKey.state'
  | 'usbKey.signIn'
  | 'usbKey.unlock'
  | 'usbKey.settings'
  | 'usbKey.putSettings'
  | 'usbKey.certificates'

/** People's USB keys: who comes by one, and which library drives them. */
export function usbKeyCalls(desk: Desk, options: CoreOptions): Pick<Handlers, Own> {
  const { session, usbKeys } = desk
  return {
    'usbKey.state': (_, client) => keyState(desk, client),
    async 'usbKey.signIn'({ serial, pin }, client) {
      demandHere(desk.identity)
      await tried(desk, presented(desk, serial, pin), key => session.byKey.enter(key))
      const user = session.user()
      if (!user) throw new CallRefusal('session', 'session.none')
      desk.idle.open()
      await desk.audit(user, 'sign-in', user.id, { how: session.token() ? 'key' : 'key-offline' })
      void desk.sync.start()
      desk.tell({ topic: 'session' })
      return sessionState(desk, options, client)
    },
    async 'usbKey.unlock'({ serial, pin }, client) {
      if (!session.person()) throw new CallRefusal('session', 'session.none')
      const isTheirs = await tried(desk, presented(desk, serial, pin), key => session.byKey.unlocks(key))
      if (!isTheirs) throw new CallRefusal('session', 'usbKey.notYours')
      desk.idle.open()
      desk.tell({ topic: 'session' })
      // What the page missed meanwhile.
      desk.tell({ topic: 'cases', types: [...desk.kinds.keys()], ids: [] })
      return sessionState(desk, options, client)
    },
    'usbKey.settings': (_, client) => settingsView(desk, client),
    async 'usbKey.putSettings'(settings, client) {
      const { user } = asking(desk, client)
      if (user.role !== 'administrator') throw new CallRefusal('forbidden', 'server.forbidden')
      if (settings.module && !isAbsolute(settings.module)) throw new CallRefusal('problems', 'usbKey.path')
      await desk.audit(user, 'usb-key', 'usb-key', { value: JSON.stringify(settings) })
      await usbKeys.configure(settings)
      await usbKeys.look()
      return settingsView(desk, client)
    },
    'usbKey.certificates': async (_, client) => {
      const { user } = asking(desk, client)
      if (user.role !== 'security') throw new CallRefusal('forbidden', 'server.forbidden')
      return (await usbKeys.look()).flatMap(({ label, certificates }) =>
        certificates.flatMap(certificate => lineOf(label, certificate) ?? []),
      )
    },
  }
}

/** The certificate of a file or of a key that is in, as DER in base64. */
export function derOf(desk: Desk, certificate: Uint8Array | { fingerprint: string }): string {
  const found = certificate instanceof Uint8Array ? certificate : seenBy(desk, certificate.fingerprint)?.der
  if (!found) throw new CallRefusal('device', 'usbKey.gone')
  try {
    return new X509Certificate(found).raw.toString('base64')
  } catch {
    throw new CallRefusal('format', 'certificate.form')
  }
}

const seenBy = ({ usbKeys }: Desk, fingerprint: string): SeenCertificate | undefined =>
  usbKeys
    .seen()
    .flatMap(({ certificates }) => certificates)
    .find(certificate => certificate.fingerprint === fingerprint)

/** The key with the PIN that was typed for it. */
function presented({ usbKeys }: Desk, serial: string, pin: string): PresentedKey {
  const found = usbKeys.seen().find(key => key.serial === serial)
  if (!found) throw new CallRefusal('device', 'usbKey.gone')
  return {
    serial,
    certificates: found.certificates.filter(isPersons),
    sign: (fingerprint, text) => usbKeys.sign(serial, fingerprint, pin, text),
  }
}

/** Keys carry the certificates of their authorities too. */
function isPersons({ der }: SeenCertificate): boolean {
  try {
    return !new X509Certificate(der).ca
  } catch {
    return false
  }
}

/** Words what the key refused, and writes it down: the centre does not see it. */
async function tried<T>(desk: Desk, key: PresentedKey, work: (key: PresentedKey) => Promise<T>): Promise<T> {
  if (!key.certificates.length) throw new CallRefusal('session', 'certificate.none')
  try {
    return await work(key)
  } catch (error) {
    await noteFailedKey(desk, error)
    throw error instanceof Pkcs11Fault ? keyRefusal(error) : error
  }
}

function keyState({ usbKeys, directory, session }: Desk, { language }: Client): UsbKeyState {
  const fault = usbKeys.fault()
  const people = directory.people()
  const holds = (key: SeenKey, own: readonly string[] = []) =>
    key.certificates.some(({ fingerprint }) => own.includes(fingerprint))
  return {
    configured: usbKeys.settings().module !== '',
    ...(fault && { fault: coreText(language, `usbKey.${fault}`) }),
    keys: usbKeys.seen().map(key => {
      const person = people.find(({ certificates }) => holds(key, certificates))
      return {
        serial: key.serial,
        label: key.label,
        ...(person && { name: person.name }),
        own: person !== undefined && person.id === session.person()?.id,
        ...(key.tries !== 'enough' && { warning: coreText(language, `usbKey.tries.${key.tries}`) }),
        locked: key.tries === 'locked',
      }
    }),
  }
}

function settingsView(desk: Desk, client: Client): UsbKeySettingsView {
  const { user } = asking(desk, client)
  const { module, lockWhenPulled } = desk.usbKeys.settings()
  const fault = desk.usbKeys.fault()
  return {
    module,
    lockWhenPulled,
    mayEdit: user.role === 'administrator',
    ...(fault && { fault: coreText(client.language, `usbKey.${fault}`) }),
  }
}

function lineOf(label: string, certificate: SeenCertificate): KeyCertificate | undefined {
  if (!isPersons(certificate)) return undefined
  const { subject, issuer, validTo } = new X509Certificate(certificate.der)
  return { label, fingerprint: certificate.fingerprint, subject, issuer, until: new Date(validTo).toISOString() }
}
