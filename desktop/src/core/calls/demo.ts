import type { DemoState } from '../../api/settings.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Desk } from '../desk.ts'
import type { Handlers } from './handlers.ts'

type Own = 'demo.state' | 'demo.card' | 'demo.network' | 'demo.fault' | 'demo.refill'

const NONE: DemoState = { demo: false, network: true, people: [], onReader: null, printers: [], faults: {} }

/** The panel of the simulated devices. Without demo mode it has nothing to say, and nothing can be set. */
export function demoCalls(desk: Desk): Pick<Handlers, Own> {
  const change = (work: (demo: NonNullable<Desk['demo']>) => void): DemoState => {
    if (!desk.demo) throw new CallRefusal('forbidden', 'demo.only')
    work(desk.demo)
    return desk.demo.state()
  }
  return {
    'demo.state': () => desk.demo?.state() ?? NONE,
    'demo.card': ({ person }) => change(demo => demo.card(person)),
    'demo.network': ({ on }) => {
      const state = change(demo => demo.network(on))
      if (on) void desk.sync.now().catch(() => undefined)
      return state
    },
    'demo.fault': ({ device, fault }) => change(demo => demo.fault(device, fault)),
    'demo.refill': ({ device, count }) => change(demo => demo.refill(device, count)),
  }
}
