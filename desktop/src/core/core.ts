import type { StartHost } from '../../../native-bridges/src/pkcs11/host-process.ts'
import type { Domain } from '../../../shared-types/src/model/domain.ts'
import type { AnswerOf, CallName, Notice } from '../api.ts'
import type { StartDriver } from './device-setup.ts'
import type { KeyStore } from './keys/key-store.ts'
import type { StartPages } from './pages/page-process.ts'
import type { UpdatePlace } from './update-place.ts'

/** One screen at this core: a browser tab or an Electron window. Both shells make one for each connection. */
export interface Client {
  language: 'zh-CN' | 'en'
  /** It is the second screen, turned to the citizen: it is answered what was put before them, and nothing else. */
  readonly citizen?: true
  /** It is somebody elsewhere, without a window: no devices, and only the calls that are for them. */
  readonly place?: true
  /** Who left the screen on the wall: it then shows counts also while it is locked. */
  wall?: string | undefined
  /** Opens the second screen, or answers the address that opens it once; absent where the shell has none. */
  readonly secondScreen?: () => string | undefined
}

/** A window's core as its shells use it. */
export interface Core {
  /**
   * Parses the arguments and does the call. Refusals and failures come as ApiFailure objects (see `failure.ts`), worded
   * in the client's language: a rejected promise always carries one.
   */
  call(name: string, args: unknown, client: Client): Promise<AnswerOf<CallName>>
  /** Hears what changed, in the client's language of that moment, until the returned function is called. */
  listen(hear: (notice: Notice) => void, client: Client): () => void
  /** Everything said is on disk; devices, timers and files are let go. */
  close(): Promise<void>
}

export interface DemoOptions {
  logins: { login: string; name: string; post: string; password: string }[]
  /** How the holder of each simulated card stands, by the card's key; without one the card itself is described. */
  notes?: Readonly<Record<string, string>>
  /** Divides the times that the devices take. */
  haste?: number
}

export interface CoreOptions {
  /** The data folder; made when missing. One core at a time may have it. */
  folder: string
  shell: 'electron' | 'web'
  version: string
  /** Where this window's keys are kept; a protected file in the data folder unless told. */
  keys?: KeyStore
  /** How the process for the library of USB keys is started, where that is no child of this one. */
  keyHost?: StartHost
  /** Milliseconds between two looks at the sockets of USB keys; a test is in a hurry. */
  keyLook?: number
  /** Demo mode: simulated devices, a switch for the network, and sign-in hints. */
  demo?: DemoOptions
  /** The device's clock, ISO 8601; a test may move it. */
  now?: () => string
  /** Milliseconds of a clock by which an idle window locks; a test may move it. */
  wall?: () => number
  /** Starts the program of a device's driver; a child process of plain Node unless told. */
  startDriver?: StartDriver
  /** Starts a program in which pages are made; a child process of plain Node unless told. */
  startPages?: StartPages
  /** Where the program's versions lie and whose releases are taken, where a test says so instead of launcher and build. */
  updates?: { place?: UpdatePlace; keys?: readonly string[] }
  /** The domains of this window; the product's own unless told. */
  domains?: readonly Domain[]
  /** It is no window: people elsewhere come in by it (see open-place.ts), and it draws no numbers. */
  place?: true
  /** What this machine is called by its operating system, where a test is two machines. */
  machine?: string
  /** The office network's address of this machine, where the system does not tell the right one. */
  terminal?: { ip: string; mac: string }
  /** Puts a backup in the place of this window's data, closes the core and opens it anew; given by whoever can. */
  restore?: (name: string, by: string) => Promise<{ salvaged: number; whole: boolean }>
  /** Hears of faults of the program itself, never of people's data. */
  log?: (error: unknown) => void
}
