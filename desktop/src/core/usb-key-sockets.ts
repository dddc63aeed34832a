import { createHash } from 'node:crypto'
import type { StartHost } from '../../../native-bridges/src/pkcs11/host-process.ts'
import { Pkcs11Fault, type Pkcs11FaultCode } from '../../../native-bridges/src/pkcs11/pkcs11-fault.ts'
import type { KeyToken } from '../../../native-bridges/src/pkcs11/tokens.ts'
import { type UsbKeys, usbKeys } from '../../../native-bridges/src/pkcs11/usb-keys.ts'
import type { UsbKeySettings } from './usb-key-settings.ts'

/** A key in a socket of this machine, with its certificates. */
export interface SeenKey extends KeyToken {
  certificates: readonly SeenCertificate[]
}
export interface SeenCertificate {
  /** SHA-256 of the DER, in hex. */
  fingerprint: string
  der: Uint8Array
}

/** The sockets of this machine and the keys in them. */
export interface UsbKeySockets {
  settings(): UsbKeySettings
  configure(settings: UsbKeySettings): Promise<void>
  /** As it was at the last look; none where no library is set. */
  seen(): readonly SeenKey[]
  /** Why the library tells nothing. */
  fault(): Pkcs11FaultCode | undefined
  /** Looks now. */
  look(): Promise<readonly SeenKey[]>
  /** The signature in base64. The PIN goes to the key's process and nowhere else. Rejected with a Pkcs11Fault. */
  sign(serial: string, fingerprint: string, pin: string, text: string): Promise<string>
  close(): void
}

interface Parts {
  settings: UsbKeySettings
  keep(settings: UsbKeySettings): Promise<void>
  /** Another key, none, or a fault. */
  changed(): void
  /** The key of that serial number is not there any more. */
  pulled(serial: string): void
  start?: StartHost | undefined
  /** Between two looks, in milliseconds. */
  every?: number | undefined
}

const EVERY = 2_000
/** After a library that cannot be loaded: nothing mends that by itself. */
const SELDOM = 30_000

export function usbKeySockets(parts: Parts): UsbKeySockets {
  const state: State = { settings: parts.settings, seen: [] }
  async function look(): Promise<readonly SeenKey[]> {
    const { keys } = state
    if (!keys) return []
    try {
      const seen = await withCertificates(keys, await keys.tokens(), state.seen)
      if (state.keys === keys) note(parts, state, seen, undefined)
    } catch (error) {
      const code = error instanceof Pkcs11Fault ? error.code : 'failed'
      // What cannot be asked is not known to be pulled.
      if (state.keys === keys) note(parts, state, code === 'module' ? [] : state.seen, code)
    }
    return state.seen
  }
  const again = () => {
    const wait = state.fault === 'module' ? SELDOM : (parts.every ?? EVERY)
    state.timer = setTimeout(() => void look().finally(() => state.keys && again()), wait).unref()
  }
  const open = () => {
    if (!state.settings.module) return
    state.keys = usbKeys(state.settings.module, parts.start)
    void look().finally(again)
  }
  const close = () => {
    clearTimeout(state.timer)
    state.keys?.close()
    delete state.keys
  }
  open()
  return {
    settings: () => state.settings,
    async configure(settings) {
      await parts.keep(settings)
      close()
      state.settings = settings
      note(parts, state, [], undefined)
      open()
    },
    seen: () => state.seen,
    fault: () => state.fault,
    look,
    async sign(serial, fingerprint, pin, text) {
      if (!state.keys) throw new Pkcs11Fault('gone')
      const order = { serial, fingerprint, pin: Buffer.from(pin), data: Buffer.from(text) }
      // What the key says of its PIN is another thing now.
      const signature = await state.keys.sign(order).finally(() => look())
      return Buffer.from(signature).toString('base64')
    },
    close,
  }
}

interface State {
  settings: UsbKeySettings
  seen: readonly SeenKey[]
  keys?: UsbKeys
  fault?: Pkcs11FaultCode | undefined
  timer?: NodeJS.Timeout
}

function note(parts: Parts, state: State, seen: readonly SeenKey[], fault: Pkcs11FaultCode | undefined): void {
  const before = state.seen
  const isSame = JSON.stringify([before.map(brief), state.fault]) === JSON.stringify([seen.map(brief), fault])
  state.seen = seen
  state.fault = fault
  for (const { serial } of before) if (!seen.some(key => key.serial === serial)) parts.pulled(serial)
  if (!isSame) parts.changed()
}

const brief = ({ serial, tries }: SeenKey) => [serial, tries]

/** A key's certificates are read once, when it is put in. */
const withCertificates = (keys: UsbKeys, tokens: readonly KeyToken[], before: readonly SeenKey[]): Promise<SeenKey[]> =>
  Promise.all(
    tokens.map(async token => {
      const known = before.find(key => key.serial === token.serial)
      const certificates = known?.certificates ?? (await keys.certificates(token.serial)).map(seenCertificate)
      return { ...token, certificates }
    }),
  )

const seenCertificate = (der: Uint8Array): SeenCertificate => ({
  fingerprint: createHash('sha256').update(der).digest('hex'),
  der,
})
