import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { coverNumbers } from '../../../shared-types/src/engine/cover.ts'
import { authorOf } from '../../../shared-types/src/engine/organisation.ts'
import type { User } from '../../../shared-types/src/model/person.ts'
import type { Notice } from '../api.ts'
import { type ActParts, act } from './act.ts'
import { packages } from './carry-packages.ts'
import { followers, pagesFollower } from './case-pages.ts'
import { openedOrAnew } from './cases-file.ts'
import { citizenDesk } from './citizen-desk.ts'
import type { CoreOptions } from './core.ts'
import type { Desk } from './desk.ts'
import { disposal } from './disposal.ts'
import { drafts } from './drafts.ts'
import { enrolmentOf } from './enrolment-kept.ts'
import { type IdleLock, idleLock } from './idle-lock.ts'
import { importJobs } from './import-job.ts'
import { lockFolder } from './lock.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { openBackups } from './open-backups.ts'
import { openHardware } from './open-hardware.ts'
import { openStored, type Stored } from './open-stored.ts'
import { openTalk } from './open-talk.ts'
import { openUpdates } from './open-updates.ts'
import { openUsbKeys } from './open-usb-keys.ts'
import { createPrinter } from './printing/pdf.ts'
import { openProjection, type Projection } from './projection.ts'
import type { RestoreGate } from './restored.ts'
import { searchFollower } from './search.ts'
import { sharedCounts } from './shared-counts.ts'
import { demandWorking } from './station-notice.ts'
import { kept } from './store/kept.ts'
import { terminalOf } from './terminal.ts'

type Tell = (notice: Notice) => void
/** What is to be closed at the end, last opened first. */
type Closing = (() => unknown)[]

/** Puts a window together, from the disk upwards. What was opened is closed again when a later part fails. */
export async function openDesk(options: CoreOptions, tell: Tell): Promise<{ desk: Desk; close: () => Promise<void> }> {
  const { folder } = options
  mkdirSync(folder, { recursive: true })
  const closing: Closing = []
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step()
  }
  try {
    const lock = lockFolder(folder)
    closing.push(() => lock.release())
    const desk = await assemble(options, tell, closing)
    const clearing = disposal(desk, error => options.log?.(error))
    closing.push(() => clearing.stop())
    await desk.sync.start()
    return { desk, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function assemble(options: CoreOptions, tell: Tell, closing: Closing): Promise<Desk> {
  const { folder, shell, version } = options
  const stored = await openStored(options, closing)
  const status = statusTeller(tell, closing)
  const ended = () => tell({ topic: 'session' })
  stored.identity.listen(ended)
  const projection = await openShown(folder, stored, tell, status, closing)
  const { demo, ...hardware } = await openHardware(options, stored, tell, status, closing)
  const { numbers, gate, ...talk } = await openTalk(
    { ...options, stored, projection, plugged: demo?.plugged, ended, changed: status },
    closing,
  )
  const parts = actParts(options, stored, { numbers, projection, devices: hardware.devices, sync: talk.sync })
  const queue = oneAtATime()
  const desk: Desk = {
    ...stored,
    ...talk,
    ...openPresence(options, talk.session, stored, tell, closing),
    folder,
    version,
    shell,
    projection,
    counts: sharedCounts(projection, () => stored.clock.now()),
    ...begun(stored),
    parts,
    ...hardware,
    usbKeys: await openUsbKeys(options, stored, { changed: status, desk: () => desk }, closing),
    tell,
    ...(demo && { demo }),
    ...openJobs(closing),
    ...enrolmentOf(stored),
    act: (user, wish) => queue(() => allowedAct(stored, gate, parts, user, wish)),
    restored: gate,
    backups: openBackups(options, stored, status, closing),
    updates: openUpdates(options, { server: talk.server, ...enrolmentOf(stored) }, status, closing),
    audit: (user, what, subject, patch) => queue(() => audit(desk, gate, user, what, subject, patch)),
  }
  return desk
}

/** What was begun here and stays here: drafts, and what was carried away on sticks. */
const begun = ({ db }: Stored): Pick<Desk, 'drafts' | 'packages' | 'citizenSigned'> => ({
  drafts: drafts(kept(db.local, 'draft')),
  citizenSigned: kept(db.local, 'citizen-signed'),
  packages: packages(kept(db.local, 'carry')),
})

/** An act of a window that may work: one that is stopped makes none, and one just restored none that draws or prints. */
async function allowedAct(
  stored: Stored,
  gate: RestoreGate,
  parts: ActParts,
  ...[user, wish]: Parameters<Desk['act']>
) {
  demandWorking(stored.identity)
  gate.demand(stored.kinds, wish)
  return act(parts, user, wish)
}

/** What takes its time: imports and prints. */
function openJobs(closing: Closing): Pick<Desk, 'imports' | 'printer' | 'printing'> {
  const imports = importJobs()
  closing.push(() => imports.close())
  return { imports, printer: createPrinter(), printing: new Set() }
}

/** The second screen shows what the person at the desk asks, as long as they are there and the window is open. */
function openPresence(
  options: CoreOptions,
  session: Desk['session'],
  stored: Stored,
  tell: Tell,
  closing: Closing,
): Pick<Desk, 'idle' | 'citizen'> {
  const idle = openIdle(options, session, stored, tell, closing)
  const citizen = citizenDesk({
    present: () => (idle.locked() ? undefined : session.user()?.id),
    tell: () => tell({ topic: 'citizen' }),
  })
  closing.push(() => citizen.stop())
  return { idle, citizen }
}

/** The lock that falls when nobody is at the desk for as long as the deployment says. */
function openIdle(
  { wall = Date.now }: CoreOptions,
  session: Desk['session'],
  { directory: known }: Stored,
  tell: Tell,
  closing: Closing,
): IdleLock {
  const idle = idleLock({
    taken: () => session.person() !== undefined,
    minutes: () => known.signIn().idleMinutes,
    wall,
    fell: () => tell({ topic: 'session' }),
  })
  closing.push(() => idle.stop())
  return idle
}

/** What an act is made with. */
function actParts(
  options: CoreOptions,
  stored: Stored,
  { numbers, projection, devices, sync }: Pick<ActParts, 'numbers'> & Pick<Desk, 'projection' | 'devices' | 'sync'>,
): ActParts {
  const { kinds, events, clock: time, station, directory: known } = stored
  const address = terminalOf(options, stored)
  return {
    kinds,
    cases: projection.cases,
    events,
    numbers,
    clock: time,
    station: () => station() ?? '',
    parameters: () => known.parameters(),
    terminal: async (printer, form) => ({ ...(await address()), device: await devices.printerId(printer, form) }),
    settled: () => projection.settled(),
    sound: () => projection.sound(),
    online: () => sync.state().network === 'online',
  }
}

/** Says at most twenty times a second that there is something new to ask for. */
function statusTeller(tell: Tell, closing: Closing): () => void {
  const refresh = { timer: undefined as NodeJS.Timeout | undefined }
  closing.push(() => clearTimeout(refresh.timer))
  return () => {
    refresh.timer ??= setTimeout(() => {
      refresh.timer = undefined
      tell({ topic: 'status' })
    }, 50).unref()
  }
}

/** The cases as lists and forms show them, which tell of each change. */
async function openShown(
  folder: string,
  { kinds, secrets, events, outgoing, overruled }: Stored,
  tell: Tell,
  status: () => void,
  closing: Closing,
): Promise<Projection> {
  const openIt = () =>
    openProjection({
      folder,
      key: secrets.cases,
      kinds,
      events,
      outgoing,
      follower: followers(searchFollower(kinds), pagesFollower(kinds)),
      heard: documents => overruled.note(documents),
      changed: cases => {
        tell({ topic: 'cases', types: [...new Set(cases.map(c => c.type))], ids: cases.slice(0, 200).map(c => c.id) })
        status()
      },
    })
  const projection = await openedOrAnew(folder, openIt)
  closing.push(() => projection.close())
  return projection
}

/** An event that changes no case: what was seen, exported, printed, and who came and went. */
async function audit(
  desk: Desk,
  gate: RestoreGate,
  user: User,
  what: string,
  subject: string,
  patch: Readonly<Record<string, string>>,
): Promise<void> {
  await gate.tell(told => written(desk, user, 'restore', desk.station() ?? '', told))
  await written(desk, user, what, subject, patch)
}

async function written(
  { clock: time, events, station }: Desk,
  user: User,
  what: string,
  subject: string,
  patch: Readonly<Record<string, string>>,
): Promise<void> {
  await events.add([
    {
      id: randomUUID(),
      caseId: subject.slice(0, 60),
      type: 'audit',
      act: what,
      patch: covered(patch),
      base: 0,
      by: authorOf(user),
      station: station() ?? '',
      ...time.stamp(),
    },
  ])
}

/** What somebody wrote freely, what they searched for, and what a file was called may hold a number of a person. */
const covered = (patch: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(patch).map(([name, text]) => [name, coverNumbers(text)]))
