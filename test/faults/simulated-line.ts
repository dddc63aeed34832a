import type { ServerClient } from '../../desktop/src/core/server-client.ts'
import { ServerRefusal, ServerUnreachable } from '../../desktop/src/core/server-fault.ts'
import {
  type Checkpoint,
  type LeaseRequest,
  type LeaseReturn,
  type PullAnswer,
  type PushRequest,
  ROUTES,
} from '../../shared-types/src/protocol.ts'
import { Refusal } from '../../sync-server/src/refusal.ts'
import type { Death, SimulatedCentre } from './simulated-centre.ts'
import { copy } from './simulated-disk.ts'

/** What may happen to one request. */
export const FAULTS = [
  'none',
  'request-lost',
  'answer-lost',
  'twice',
  'again-later',
  'late',
  'before-commit',
  'after-commit',
] as const
export type Fault = (typeof FAULTS)[number]

export interface Line {
  /** What the next requests meet, first one first; `none` after these. */
  faults: Fault[]
  /** Requests that are still under way and will arrive some time: repeats, and such as their sender gave up. */
  underWay: { station: string; path: string; input: object }[]
  /** Whether what arrives now is answered. */
  deliver(): Promise<void>
}

/** The network between windows and the centre. */
export function simulatedLine(
  centre: () => SimulatedCentre,
  hear: (station: string, answer: PullAnswer) => Promise<void>,
): Line & { client(station: string): Client } {
  const line: Line = {
    faults: [],
    underWay: [],
    async deliver() {
      const { station, path, input } = line.underWay.shift() ?? {}
      // Nobody waits for this answer any more.
      if (station)
        await centre()
          .ask('post', path!, station, copy(input!))
          .catch(() => undefined)
    },
  }
  async function send(station: string, method: 'get' | 'post', path: string, input: object): Promise<unknown> {
    const fault = line.faults.shift() ?? 'none'
    const writes = method === 'post'
    const ask = (death?: Death) => centre().ask(method, path, station, copy(input), death)
    if (fault === 'request-lost') throw new ServerUnreachable(fault)
    if (writes && fault === 'late') {
      line.underWay.push({ station, path, input: copy(input) })
      throw new ServerUnreachable(fault)
    }
    const answer = await ask(fault === 'before-commit' || fault === 'after-commit' ? fault : undefined).catch(unreached)
    if (path === ROUTES.pull) await hear(station, answer as PullAnswer)
    if (writes && fault === 'twice') await ask()
    if (writes && fault === 'again-later') line.underWay.push({ station, path, input: copy(input) })
    if (fault === 'answer-lost') throw new ServerUnreachable(fault)
    return copy(answer)
  }
  return Object.assign(line, { client: (station: string) => clientOf((...given) => send(station, ...given)) })
}

function unreached(error: unknown): never {
  if (error instanceof Refusal) throw new ServerRefusal(error.status, error.answer)
  if (error instanceof Error && 'code' in error && error.code === 'ECONNRESET') throw new ServerUnreachable(error)
  throw error
}

export type Client = Pick<ServerClient, 'push' | 'pull' | 'settings' | 'lease' | 'returnLease'>
type Send = (method: 'get' | 'post', path: string, input: object) => Promise<unknown>

function clientOf(send: Send): Client {
  const as = <T>(answer: Promise<unknown>) => answer as Promise<T>
  return {
    push: (ask: PushRequest) => as(send('post', ROUTES.push, ask)),
    pull: (after: Checkpoint | undefined, limit: number) => as(send('get', ROUTES.pull, { ...after, limit })),
    settings: (after: number) => as(send('get', ROUTES.settings, { after })),
    lease: (ask: LeaseRequest) => as(send('post', ROUTES.leases, ask)),
    returnLease: (ask: LeaseReturn) => as(send('post', ROUTES.leaseReturn, ask)),
  }
}
