import { join } from 'node:path'
import type { HostAnswer, HostAsk } from './host.ts'
import { forkHost, type HostProcess, type StartHost } from './host-process.ts'
import { Pkcs11Fault } from './pkcs11-fault.ts'
import type { KeyToken, SignOrder } from './tokens.ts'

/** The USB keys of this machine, through their manufacturer's PKCS#11 library. */
export interface UsbKeys {
  tokens(): Promise<KeyToken[]>
  /** A key's certificates, as DER. */
  certificates(serial: string): Promise<Uint8Array[]>
  /** @see sign in tokens.ts */
  sign(order: SignOrder): Promise<Uint8Array>
  /** Ends the process; a later question starts it anew. */
  close(): void
}

/** What a library may take for one answer, in milliseconds: cards are slow, and some look at every reader first. */
const PATIENCE = 20_000

type Asked<A = HostAsk> = A extends HostAsk ? Omit<A, 'id' | 'module'> : never

interface Waiting {
  take(value: unknown): void
  fail(fault: Pkcs11Fault): void
}

/**
 * Asks a process of its own, started with the first question and anew after it died; one that does not answer is ended.
 * Each promise may be rejected with a Pkcs11Fault. A PIN goes to that process alone, by a pipe that nobody else has.
 */
export function usbKeys(module: string, start: StartHost = forkHost, patience = PATIENCE): UsbKeys {
  const state: { host?: HostProcess; last: number } = { last: 0 }
  const waiting = new Map<number, Waiting>()
  const ask = (asked: Asked): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++state.last
      const timer = setTimeout(() => state.host?.kill(), patience)
      const done = (work: () => void) => {
        clearTimeout(timer)
        waiting.delete(id)
        work()
      }
      waiting.set(id, {
        take: value => done(() => resolve(value)),
        fail: fault => done(() => reject(fault)),
      })
      state.host ??= started()
      state.host.send({ ...asked, id, module } as HostAsk)
    })
  function started(): HostProcess {
    const host: HostProcess = start(join(import.meta.dirname, 'host.ts'), {
      answer: answer => taken(answer),
      over: () => over(host),
    })
    return host
  }
  function taken(answer: HostAnswer): void {
    const asked = waiting.get(answer.id)
    if ('value' in answer) asked?.take(answer.value)
    else asked?.fail(new Pkcs11Fault(answer.fault.code, answer.fault.tries, answer.fault.detail))
  }
  function over(host: HostProcess | undefined): void {
    if (!host || state.host !== host) return
    delete state.host
    for (const asked of [...waiting.values()]) asked.fail(new Pkcs11Fault('stuck'))
  }
  return {
    tokens: async () => (await ask({ ask: 'tokens' })) as KeyToken[],
    certificates: async serial => (await ask({ ask: 'certificates', serial })) as Uint8Array[],
    sign: async order => (await ask({ ask: 'sign', order })) as Uint8Array,
    close() {
      const { host } = state
      over(host)
      host?.kill()
    },
  }
}
