import { accounts } from './accounts.ts'
import { standing } from './carry-standing.ts'
import type { CoreOptions } from './core.ts'
import type { Desk } from './desk.ts'
import { fileStore } from './file-store.ts'
import { keepLeases, seriesOf } from './leases.ts'
import { numbered as numberedOf } from './numbered.ts'
import { type Numbers, numbers as numbersOf } from './numbers.ts'
import { offlineTries } from './offline-tries.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { openBlobs } from './open-blobs.ts'
import type { Stored } from './open-stored.ts'
import { openPageTexts } from './page-texts.ts'
import type { StartPages } from './pages/page-process.ts'
import { pageWorkers } from './pages/page-workers.ts'
import type { Projection } from './projection.ts'
import { type RestoreGate, restoreGate } from './restored.ts'
import { session as sessionOf } from './session.ts'
import { kept } from './store/kept.ts'
import { sync as syncOf } from './sync.ts'
import { textFiles } from './text-files.ts'
import { type Plugged, toCentre } from './to-centre.ts'

/** All that goes to the centre and comes from it. */
interface Talk
  extends Pick<
    Desk,
    | 'server'
    | 'serverAs'
    | 'reviewed'
    | 'anchors'
    | 'accounts'
    | 'session'
    | 'files'
    | 'pageTexts'
    | 'sync'
    | 'enrolAt'
    | 'certificate'
    | 'numbered'
    | 'standing'
  > {
  numbers: Numbers
  gate: RestoreGate
}

interface TalkParts extends Pick<CoreOptions, 'folder' | 'startPages' | 'place'> {
  stored: Stored
  projection: Projection
  /** In the demo the way to the centre has a plug. */
  plugged: Plugged | undefined
  /** Hears that who is signed in was signed out by somebody else. */
  ended: () => void
  /** Hears that network or unsent work changed. */
  changed: () => void
}

/** Opens the way to the centre: who is signed in, files, numbers, and the replication, which has not begun yet. */
export async function openTalk(
  { folder, startPages, stored, projection, plugged = way => way, place, ended, changed }: TalkParts,
  closing: (() => unknown)[],
): Promise<Talk> {
  const { db, identity, events, notes, held, station, now, clock: time, directory: known } = stored
  const { follow, ...line } = toCentre(stored, plugged, () => session.token(), closing)
  const { server } = line
  const people = await accounts(kept(db.local, 'account'), offlineTries(kept(db.local, 'sign-in-tries'), now))
  const centre = () => held.enrolment?.centre?.sign
  const session = sessionOf({ directory: known, accounts: people, clock: time, server, station, centre, ended })
  const stores = await openFiles(folder, stored, server, startPages, closing)
  const series = seriesOf(stored.domains)
  const reviewed: Talk['reviewed'] = new Set()
  const numbers = openNumbers(stored, series)
  const gate = await restoreGate({ notes, draws: kept(db.local, 'draws'), leases: () => known.leases(), changed })
  const [numbered, stands] = [numberedOf(notes), standing(notes)]
  const sync = syncOf({
    events,
    projection,
    directory: known,
    clock: time,
    notes,
    numbered,
    standing: stands,
    server,
    enrolled: () => held.enrolment !== undefined && identity.key() !== undefined,
    station: () => station() ?? '',
    also: alsoTravelling(
      // Before a restored window has heard what it had drawn itself it knows nothing of its numbers.
      async () =>
        place === true || gate.pending() || keepLeases(server, known, numbers, series, time.today(), numbered),
      () => stores.files.upload(),
      follow,
    ),
    met: () => gate.met(),
    people: async () => void (await Promise.all([session, ...reviewed].map(one => one.review()))),
    changed,
  })
  closing.push(() => sync.stop())
  return { ...line, ...stores, accounts: people, session, reviewed, numbers, sync, gate, numbered, standing: stands }
}

/** The numbers that this window may draw from the blocks leased to it. */
const openNumbers = ({ db, directory: known, events }: Stored, series: ReturnType<typeof seriesOf>): Numbers =>
  numbersOf(
    kept(db.local, 'draws'),
    () => known.leases(),
    name => series.get(name)!,
    async id => (await events.get(id)) !== undefined,
  )

/** What travels beside the events, one round after the other: two at once would each fetch a block of numbers. */
function alsoTravelling(
  leases: () => Promise<unknown>,
  uploads: () => Promise<unknown>,
  follow: () => Promise<void>,
): () => Promise<void> {
  const travelling = oneAtATime()
  return () =>
    travelling(async () => {
      try {
        await leases()
      } finally {
        await uploads().finally(follow)
      }
    })
}

/** Photos and pages, and the processes that make pages of what comes in. */
async function openFiles(
  folder: string,
  { db, secrets, now }: Stored,
  server: Desk['server'],
  start: StartPages | undefined,
  closing: (() => unknown)[],
): Promise<Pick<Desk, 'files' | 'pageTexts'>> {
  const pages = pageWorkers({ start })
  closing.push(() => pages.close())
  const files = fileStore({
    kept: await openBlobs(folder, secrets),
    pages,
    uploads: kept(db.local, 'upload'),
    server,
    now,
  })
  const pageTexts = openPageTexts(folder, secrets.cases)
  closing.push(() => pageTexts.close())
  return { files: { ...files, ...textFiles(files, pageTexts, server) }, pageTexts }
}
