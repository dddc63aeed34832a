import { kindOf } from '../../../../shared-types/src/engine/kinds.ts'
import { label } from '../../../../shared-types/src/engine/words.ts'
import type { Actor } from '../../../../shared-types/src/model/person.ts'
import type { DisposalAnswer } from '../../../../shared-types/src/protocol-disposal.ts'
import type { DisposalView } from '../../api/disposal.ts'
import { type Asking, asking } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Client } from '../core.ts'
import type { Desk } from '../desk.ts'
import { ServerRefusal } from '../server-fault.ts'
import type { Handlers } from './handlers.ts'

type Own =
  | 'disposal.view'
  | 'disposal.propose'
  | 'disposal.approve'
  | 'disposal.decline'
  | 'disposal.hold'
  | 'disposal.lift'

/**
 * What has run out and what becomes of it: a security officer proposes and holds, an audit officer approves. All of it is
 * the centre's; each act answers how things stand after it.
 */
export function disposalCalls(desk: Desk): Pick<Handlers, Own> {
  const { server } = desk
  const after = async (client: Client, offices: readonly Actor[], work: () => Promise<unknown>) => {
    const who = officer(desk, client, offices)
    await work().catch(refused)
    return viewOf(desk, who, await server.disposal())
  }
  return {
    'disposal.view': (_, client) => after(client, BOTH, async () => undefined),
    'disposal.propose': (ask, client) => after(client, ['security'], () => server.proposeDisposal(ask)),
    'disposal.approve': ({ id }, client) => after(client, ['audit'], () => server.approveDisposal(id)),
    'disposal.decline': ({ id, reason }, client) => after(client, BOTH, () => server.declineDisposal(id, reason)),
    'disposal.hold': (ask, client) => after(client, ['security'], () => server.hold(ask)),
    'disposal.lift': ({ id, reason }, client) => after(client, ['security'], () => server.liftHold(id, reason)),
  }
}

const BOTH: readonly Actor[] = ['security', 'audit']

function officer(desk: Desk, client: Client, offices: readonly Actor[]): Asking {
  const who = asking(desk, client)
  if (!offices.includes(who.user.role)) throw new CallRefusal('forbidden', 'disposal.forbidden')
  return who
}

function viewOf({ kinds }: Desk, { user, words }: Asking, { due, disposals, holds }: DisposalAnswer): DisposalView {
  const typeName = (type: string) => (kinds.has(type) ? label(kindOf(kinds, type), words.language).record : type)
  const basis = (type: string) => {
    const kind = kinds.get(type)
    return kind?.domain.words[words.language].records[kind.name]?.retention ?? ''
  }
  return {
    may: { propose: user.role === 'security', approve: user.role === 'audit' },
    types: [...kinds.values()].filter(k => k.record.retention).map(k => ({ type: k.type, label: typeName(k.type) })),
    due: due.map(line => ({ ...line, label: typeName(line.type), basis: basis(line.type) })),
    disposals: disposals.map(({ units, proposedBy, settledBy, ...line }) => ({
      ...line,
      label: typeName(line.type),
      proposedBy: words.personName(proposedBy),
      own: proposedBy === user.id,
      ...(settledBy !== undefined && { settledBy: words.personName(settledBy) }),
      units: units.map(({ unit, cases }) => ({ unitName: words.unitName(unit), cases })),
    })),
    holds: holds.map(({ unit, setBy, liftedBy, ...line }) => ({
      ...line,
      unitName: words.unitName(unit),
      setBy: words.personName(setBy),
      ...(line.type !== undefined && { label: typeName(line.type) }),
      ...(liftedBy !== undefined && { liftedBy: words.personName(liftedBy) }),
    })),
  }
}

/** What the centre found has changed meanwhile, as a sentence. */
function refused(error: unknown): never {
  if (!(error instanceof ServerRefusal)) throw error
  const { detail, status } = error
  if (status === 409 && detail === 'nothing') throw new CallRefusal('problems', 'disposal.nothing')
  if (status === 409) throw new CallRefusal('problems', 'disposal.settled')
  if (status === 403 && detail === 'own') throw new CallRefusal('forbidden', 'disposal.own')
  if (status === 404 && detail === 'number') throw new CallRefusal('not-found', 'disposal.noNumber')
  throw error
}
