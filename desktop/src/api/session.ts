import { z } from 'zod'
import type { Person, Post } from '../../../shared-types/src/model/person.ts'
import type { Station } from '../../../shared-types/src/protocol.ts'
import type { CertificateLine } from '../../../shared-types/src/protocol-usb-key.ts'
import { call } from './call.ts'

const KeyAndPin = z.object({ serial: z.string().max(60), pin: z.string().min(1).max(64) })

/** Who sits here, how they signed in, and what keeps this window. */
export const SESSION_CALLS = {
  /** Who and where we are; also asked after a restart. */
  'session.state': call<SessionState>()(z.object({})),
  'session.language': call<void>()(z.object({ language: z.enum(['zh-CN', 'en']) })),
  'session.enrol': call<SessionState>()(
    z.object({ server: z.string().max(200), code: z.string().max(40), name: z.string().min(1).max(60) }),
  ),
  /** Sent again with what `next` in the answer asked for. */
  'session.signIn': call<SignInState>()(
    z.object({
      login: z.string().max(60),
      password: z.string().max(200),
      newPassword: z.string().max(200).optional(),
      code: z.string().max(40).optional(),
    }),
  ),
  /** The USB keys that are in the machine's sockets, for who signs in. */
  'usbKey.state': call<UsbKeyState>()(z.object({})),
  /** Signs in with the key of that serial number. */
  'usbKey.signIn': call<SessionState>()(KeyAndPin),
  'usbKey.unlock': call<SessionState>()(KeyAndPin),
  /** The library of this machine's keys, kept by an administrator. */
  'usbKey.settings': call<UsbKeySettingsView>()(z.object({})),
  'usbKey.putSettings': call<UsbKeySettingsView>()(
    z.object({ module: z.string().trim().max(300), lockWhenPulled: z.boolean() }),
  ),
  /** For a security officer: the certificates on the keys that are in, to register one. */
  'usbKey.certificates': call<KeyCertificate[]>()(z.object({})),
  /** Somebody is at the desk: it does not lock yet. */
  'session.touch': call<void>()(z.object({})),
  'session.lock': call<SessionState>()(z.object({})),
  'session.unlock': call<SessionState>()(z.object({ password: z.string().max(200) })),
  'session.password': call<SessionState>()(z.object({ old: z.string().max(200), password: z.string().max(200) })),
  'session.switchPost': call<SessionState>()(z.object({ post: z.string() })),
  'session.signOut': call<SessionState>()(z.object({})),
  /** What the keys of this window's data need before it opens, or what keeps them once it has. */
  'keys.state': call<KeysState>()(z.object({})),
  /** Chooses how the keys are kept, the first time, or hands over the passphrase that they need. */
  'keys.open': call<void>()(
    z.object({ keep: z.enum(['passphrase', 'file']).optional(), passphrase: z.string().max(200).optional() }),
  ),
} as const

export interface KeysState {
  /** Absent once the window is open. */
  needs?: 'choice' | 'passphrase'
  /** What keeps the keys, once it is chosen. */
  protection?: 'safe-storage' | 'secret-service' | 'dpapi' | 'keychain' | 'passphrase' | 'file'
  text: string
  language: 'zh-CN' | 'en'
}

export interface SessionState {
  /** What the window is called and belongs to; absent before it is enrolled. */
  station?: Station & { unitName: string }
  /** Why the centre does not take this window's word, and what can be done. */
  stationFault?: StationFault
  deployment: string
  person?: Pick<Person, 'id' | 'name' | 'login'>
  post?: Post & { unitName: string; label: string }
  posts: (Post & { unitName: string; label: string })[]
  /** Those who have signed in at this station before and may do so offline. */
  known: { login: string; name: string }[]
  language: 'zh-CN' | 'en'
  today: string
  demo: boolean
  /** Demo mode only: what to type at the sign-in screen. */
  demoLogins?: { login: string; name: string; post: string; password: string }[]
  shell: 'electron' | 'web'
  /** No window: the page of somebody elsewhere, without devices. */
  place?: true
  version: string
  /** The person is away: only they open the window again, or somebody signs in afresh. */
  locked: boolean
  /** The counts hang on the wall, also while it is locked. */
  wall?: true
  /** Why whoever was here was signed out by the centre. */
  over?: string
  /** They came by a USB key, and open the window with it again. */
  byKey: boolean
  /** Whether overseers and officers need an authenticator here. */
  secondFactor: boolean
}

/** Who is signed in now, or what is still asked for. */
export interface SignInState extends SessionState {
  /** A password of one's own, a code, or the first code of an authenticator that takes in this secret. */
  next?: { next: 'password' | 'code' | 'enrol'; secret?: string; uri?: string }
  /** Once, after the first code: what opens without the authenticator. */
  recovery?: string[]
}

export interface UsbKeyState {
  /** A library is set: keys may be used here. */
  configured: boolean
  /** Why it tells nothing. */
  fault?: string
  keys: {
    serial: string
    label: string
    /** Whose it is, where this window knows. */
    name?: string
    /** It is the key of who is signed in. */
    own: boolean
    /** What there is to say of its PIN: few tries left, or locked. */
    warning?: string
    locked: boolean
  }[]
}

export interface UsbKeySettingsView {
  module: string
  lockWhenPulled: boolean
  mayEdit: boolean
  /** What is wrong with the library that is set. */
  fault?: string
}

export interface KeyCertificate extends CertificateLine {
  /** The key that it is on. */
  label: string
}

export interface StationFault {
  /** `moved`, `missing`: the folder is on another machine than the one that was enrolled; nobody may sign in. */
  code: 'moved' | 'missing' | 'ended' | 'cloned' | 'station' | 'signature'
  text: string
  /** Nothing more can be entered until it is settled; what waits to be sent stays. */
  stopped: boolean
}
