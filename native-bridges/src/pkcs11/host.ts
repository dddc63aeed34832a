/**
 * A process of its own for the manufacturer's library: one that crashes or hangs takes no window with it. Speaks by
 * messages with `usb-keys.ts`, and ends when nobody listens any more.
 */
import { type Cryptoki, openCryptoki } from './cryptoki.ts'
import { type PinTries, Pkcs11Fault, type Pkcs11FaultCode } from './pkcs11-fault.ts'
import { certificates, type KeyToken, type SignOrder, sign, tokens } from './tokens.ts'

export type HostAsk =
  | { id: number; ask: 'tokens'; module: string }
  | { id: number; ask: 'certificates'; module: string; serial: string }
  | { id: number; ask: 'sign'; module: string; order: SignOrder }

export type HostAnswer =
  | { id: number; value: unknown }
  | { id: number; fault: { code: Pkcs11FaultCode; tries: PinTries | undefined; detail: string } }

const opened: { cryptoki?: Cryptoki } = {}

function answer(ask: HostAsk): HostAnswer {
  try {
    opened.cryptoki ??= openCryptoki(ask.module)
    if (ask.ask === 'tokens') return { id: ask.id, value: listed(opened.cryptoki) }
    if (ask.ask === 'certificates') return { id: ask.id, value: certificates(opened.cryptoki, ask.serial) }
    return { id: ask.id, value: sign(opened.cryptoki, ask.order) }
  } catch (error) {
    const { code, tries, detail } = error instanceof Pkcs11Fault ? error : new Pkcs11Fault('failed')
    return { id: ask.id, fault: { code, tries, detail } }
  }
}

function listed(cryptoki: Cryptoki): KeyToken[] {
  const { tokens: here, stale } = tokens(cryptoki)
  if (stale) {
    cryptoki.finalize()
    delete opened.cryptoki
  }
  return here
}

/** Where it was started by Electron; elsewhere the process itself is the pipe. */
const { parentPort } = process as unknown as {
  parentPort?: {
    on(event: 'message', hear: (told: { data: HostAsk }) => void): void
    postMessage(answer: HostAnswer): void
  }
}
if (parentPort) parentPort.on('message', ({ data }) => parentPort.postMessage(answer(data)))
else {
  process.on('message', (ask: HostAsk) => process.send?.(answer(ask)))
  process.on('disconnect', () => process.exit())
}
