import type { OpenAppLine, OpenAppsAnswer, OpenSecretAnswer } from '../../../../shared-types/src/protocol-open.ts'
import type { OpenAppsView } from '../../api/open-apps.ts'
import { type Asking, asking } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Client } from '../core.ts'
import type { Desk } from '../desk.ts'
import { ServerRefusal } from '../server-fault.ts'
import type { Handlers } from './handlers.ts'

type Own =
  | 'openApps.view'
  | 'openApps.make'
  | 'openApps.secret'
  | 'openApps.endSecret'
  | 'openApps.grant'
  | 'openApps.end'

type Office = 'administrator' | 'security'

/** Apps of the open API, which are the centre's: each act answers how things stand after it. */
export function openAppCalls(desk: Desk): Pick<Handlers, Own> {
  const { server } = desk
  const after = async (
    client: Client,
    offices: readonly Office[],
    work: () => Promise<OpenSecretAnswer | undefined>,
  ) => {
    const who = keeper(desk, client, offices)
    const made = await work().catch(refused)
    return viewOf(desk, who, await server.openApps(), made)
  }
  const done = (work: Promise<void>) => work.then(() => undefined)
  return {
    'openApps.view': (_, client) => after(client, BOTH, async () => undefined),
    'openApps.make': (ask, client) => after(client, ['administrator'], () => server.makeOpenApp(ask)),
    'openApps.secret': ({ id }, client) => after(client, ['administrator'], () => server.makeOpenSecret(id)),
    'openApps.endSecret': ({ id, secret }, client) => after(client, BOTH, () => done(server.endOpenSecret(id, secret))),
    'openApps.grant': ({ id, ...ask }, client) => after(client, ['security'], () => done(server.grantOpenApp(id, ask))),
    'openApps.end': ({ id, reason }, client) => after(client, BOTH, () => done(server.endOpenApp(id, reason))),
  }
}

const BOTH: readonly Office[] = ['administrator', 'security']

function keeper(desk: Desk, client: Client, offices: readonly Office[]): Asking {
  const who = asking(desk, client)
  if (!(offices as readonly string[]).includes(who.user.role)) throw new CallRefusal('forbidden', 'openApps.forbidden')
  return who
}

function viewOf(
  { enrolment }: Desk,
  { user, words }: Asking,
  { apps }: OpenAppsAnswer,
  made: OpenSecretAnswer | undefined,
): OpenAppsView {
  return {
    may: { make: user.role === 'administrator', grant: user.role === 'security' },
    apps: apps.map(app => ({ ...named(app, words), unitName: words.unitName(app.unit) })),
    address: `${enrolment()?.server ?? ''}/open`,
    ...(made && {
      made: { app: made.app, secret: made.secret, name: apps.find(app => app.id === made.app)?.name ?? '' },
    }),
  }
}

/** With people by their names. */
const named = (app: OpenAppLine, { personName }: Asking['words']): OpenAppLine => ({
  ...app,
  addedBy: personName(app.addedBy),
  ...(app.grantedBy && { grantedBy: personName(app.grantedBy) }),
  ...(app.endedBy && { endedBy: personName(app.endedBy) }),
  secrets: app.secrets.map(secret => ({
    ...secret,
    addedBy: personName(secret.addedBy),
    ...(secret.releasedBy && { releasedBy: personName(secret.releasedBy) }),
    ...(secret.endedBy && { endedBy: personName(secret.endedBy) }),
  })),
})

/** What the centre found does not fit, as a sentence. */
function refused(error: unknown): never {
  if (!(error instanceof ServerRefusal)) throw error
  const { detail, status } = error
  if (status === 409 && (detail === 'name' || detail === 'secrets'))
    throw new CallRefusal('problems', `openApps.${detail}`)
  if (status === 409) throw new CallRefusal('problems', 'openApps.settled')
  if (status === 404) throw new CallRefusal('not-found', 'openApps.settled')
  if (status === 403) throw new CallRefusal('forbidden', 'openApps.unit')
  if (status === 400 && detail?.startsWith('addresses')) throw new CallRefusal('problems', 'openApps.addresses')
  throw error
}
