import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { domains as ownDomains } from '../../../shared-types/src/domains/index.ts'
import { kindsOf } from '../../../shared-types/src/engine/kinds.ts'
import { authorOf } from '../../../shared-types/src/engine/organisation.ts'
import type { Domain, Series } from '../../../shared-types/src/model/domain.ts'
import type { User } from '../../../shared-types/src/model/person.ts'
import type { Notice } from '../api.ts'
import { accounts } from './accounts.ts'
import { type ActParts, act } from './act.ts'
import { clock } from './clock.ts'
import type { CoreOptions } from './core.ts'
import { demoDesk } from './demo-desk.ts'
import type { Desk } from './desk.ts'
import { openDevices } from './devices.ts'
import { directory } from './directory.ts'
import { drafts } from './drafts.ts'
import { eventStore } from './events.ts'
import { fileStore } from './file-store.ts'
import { importJobs } from './import-job.ts'
import { keepLeases } from './leases.ts'
import { lockFolder } from './lock.ts'
import { notes as notesOf } from './notes.ts'
import { numbers as numbersOf } from './numbers.ts'
import { outgoing as outgoingOf } from './outgoing.ts'
import { createPrinter } from './printing/pdf.ts'
import { oneAtATime, openProjection } from './projection.ts'
import { searchFollower } from './search.ts'
import { type Enrolment, serverClient } from './server-client.ts'
import { session as sessionOf } from './session.ts'
import { openDatabase } from './store/database.ts'
import { kept } from './store/kept.ts'
import { sync as syncOf } from './sync.ts'
import { machineAddress } from './terminal.ts'

/** Puts a window together, from the disk upwards. What was opened is closed again when a later part fails. */
export async function openDesk(
  options: CoreOptions,
  tell: (notice: Notice) => void,
): Promise<{ desk: Desk; close: () => Promise<void> }> {
  const { folder } = options
  mkdirSync(folder, { recursive: true })
  const closing: (() => unknown)[] = []
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step()
  }
  try {
    const lock = lockFolder(folder)
    closing.push(() => lock.release())
    const desk = await assemble(options, tell, closing)
    await desk.sync.start()
    return { desk, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function assemble(
  options: CoreOptions,
  tell: (notice: Notice) => void,
  closing: (() => unknown)[],
): Promise<Desk> {
  const { folder } = options
  const domains = options.domains ?? ownDomains
  const kinds = kindsOf(domains)
  const now = options.now ?? (() => new Date().toISOString())
  const db = await openDatabase(folder)
  closing.push(() => db.close())
  const notes = notesOf(kept(db.local, 'note'))
  const events = eventStore(db.events)
  const known = await directory(db.settings, kinds)
  const outgoing = await outgoingOf(events, notes, kinds)
  const held = { enrolment: await notes.get<Enrolment>('enrolment') }
  const station = () => held.enrolment?.station
  const time = clock(
    { ...(await events.lastOf(station() ?? '')), seen: (await notes.get<string>('seen')) ?? '' },
    () => known.deployment().zone,
    now,
  )

  const refresh = { timer: undefined as NodeJS.Timeout | undefined }
  const status = () => {
    refresh.timer ??= setTimeout(() => {
      refresh.timer = undefined
      tell({ topic: 'status' })
    }, 50).unref()
  }
  closing.push(() => clearTimeout(refresh.timer))
  const projection = await openProjection({
    folder,
    kinds,
    events,
    outgoing,
    follower: searchFollower(kinds),
    changed: cases => {
      tell({ topic: 'cases', types: [...new Set(cases.map(c => c.type))], ids: cases.slice(0, 200).map(c => c.id) })
      status()
    },
  })
  closing.push(() => projection.close())

  const demo = options.demo ? await demoDesk(join(folder, 'simulated'), options.demo) : undefined
  if (demo) closing.push(() => demo.close())
  const devices = await openDevices(
    demo?.drivers ?? {},
    () => time.today(),
    notice => {
      tell(notice)
      status()
    },
    status,
  )
  closing.push(() => devices.close())

  const server = serverClient(
    () => ({
      server: held.enrolment?.server ?? '',
      station: held.enrolment?.station,
      token: held.enrolment?.token,
      session: session.token(),
    }),
    demo?.fetch ?? fetch,
  )
  const people = await accounts(kept(db.local, 'account'))
  const session = sessionOf({ directory: known, accounts: people, clock: time, server, station })
  const files = fileStore({ folder: join(folder, 'files'), uploads: kept(db.local, 'upload'), server, now })
  const series = seriesOf(domains)
  const numbers = numbersOf(
    kept(db.local, 'draws'),
    () => known.leases(),
    name => series.get(name)!,
    async id => (await events.get(id)) !== undefined,
  )
  /** One after the other: two at once would each fetch a block of numbers. */
  const travelling = oneAtATime()
  const sync = syncOf({
    events,
    projection,
    directory: known,
    clock: time,
    notes,
    server,
    enrolled: () => held.enrolment !== undefined,
    station: () => station() ?? '',
    also: () =>
      travelling(async () => {
        try {
          await keepLeases(server, known, numbers, series, time.today())
        } finally {
          await files.upload()
        }
      }),
    changed: status,
  })
  closing.push(() => sync.stop())
  const address = options.terminal ?? machineAddress()
  const parts: ActParts = {
    kinds,
    cases: projection.cases,
    events,
    numbers,
    clock: time,
    station: () => station() ?? '',
    parameters: () => known.parameters(),
    terminal: async printer => ({ ...address, device: await devices.printerId(printer) }),
    settled: () => projection.settled(),
    online: () => sync.state().network === 'online',
  }
  const imports = importJobs()
  closing.push(() => imports.close())
  const queue = oneAtATime()
  const desk: Desk = {
    domains,
    kinds,
    folder,
    version: options.version,
    shell: options.shell,
    db,
    events,
    notes,
    directory: known,
    outgoing,
    projection,
    drafts: drafts(kept(db.local, 'draft')),
    accounts: people,
    clock: time,
    session,
    server,
    sync,
    parts,
    devices,
    files,
    tell,
    station,
    ...(demo && { demo }),
    printer: createPrinter(),
    imports,
    printing: new Set(),
    enrolment: () => held.enrolment,
    async keepEnrolment(enrolment) {
      await notes.put('enrolment', enrolment)
      held.enrolment = enrolment
    },
    enrolAt: (url, ask) => serverClient(() => ({ server: url }), demo?.fetch ?? fetch).enrol(ask),
    act: (user, wish) => queue(() => act(parts, user, wish)),
    audit: (user, what, subject, patch) => queue(() => audit(desk, user, what, subject, patch)),
  }
  return desk
}

/** An event that changes no case: what was seen, exported, printed, and who came and went. */
async function audit(
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
      patch,
      base: 0,
      by: authorOf(user),
      station: station() ?? '',
      ...time.stamp(),
    },
  ])
}

const seriesOf = (domains: readonly Domain[]): ReadonlyMap<string, Series> =>
  new Map(domains.flatMap(d => Object.entries(d.series ?? {}).map(([name, s]) => [`${d.name}.${name}`, s] as const)))
