import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AnswerOf, Arguments, CallName, Notice } from '../desktop/src/api.ts'
import type { Client, Core, CoreOptions } from '../desktop/src/core/core.ts'
import { openCore } from '../desktop/src/core/open.ts'
import { domains as ownDomains } from '../shared-types/src/domains/index.ts'
import { joinedCode } from '../shared-types/src/engine/enrol-code.ts'
import { kindsOf } from '../shared-types/src/engine/kinds.ts'
import type { Domain } from '../shared-types/src/model/domain.ts'
import type { Person } from '../shared-types/src/model/person.ts'
import { DEFAULT_SIGN_IN } from '../shared-types/src/model/sign-in.ts'
import { readConfig } from '../sync-server/src/config.ts'
import { PEOPLE, UNITS } from '../sync-server/src/demo/organisation.ts'
import { setPassword } from '../sync-server/src/passwords.ts'
import { putSetting } from '../sync-server/src/settings.ts'
import { type Running, start } from '../sync-server/src/start.ts'
import { makeEnrolCode } from '../sync-server/src/stations.ts'

/** A centre and any number of windows, in folders of their own, over real HTTP: what journeys are walked through. */
export interface Centre {
  address: string
  running: Running
  /** A code for one more station of a unit. */
  code(unit: string): Promise<string>
  data: string
  /** `keep` leaves its data, to be opened again. */
  stop(keep?: boolean): Promise<void>
}

export interface TestWindow {
  core: Core
  folder: string
  notices: Notice[]
  /** Pulls the plug of the simulated network, or puts it back and waits until everything has travelled. */
  plug(on: boolean): Promise<void>
  call<N extends CallName>(name: N, args: Arguments<N>): Promise<AnswerOf<N>>
  signIn(login: string): Promise<void>
  /** Waits until the window has no more to send and has everything. */
  sync(): Promise<void>
  close(): Promise<void>
}

export const PASSWORD = 'Chuangtai-2026'

/** Opens the centre on SQLite, or on the PostgreSQL of that URL, with the demo's units and people. */
export async function centre(
  options: {
    database?: string
    domains?: readonly Domain[]
    now?: () => string
    faults?: unknown[]
    /** Of a centre that was stopped and kept: where its data lies and where it listened. */
    again?: { data: string; address: string }
    /** More of its configuration, by the names of variables. */
    config?: Readonly<Record<string, string>>
  } = {},
): Promise<Centre> {
  const data = options.again?.data ?? (await mkdtemp(join(tmpdir(), 'chuangtai-centre-')))
  const config = readConfig({
    CHUANGTAI_DATA: data,
    CHUANGTAI_PORT: options.again ? new URL(options.again.address).port : '0',
    CHUANGTAI_HOST: '127.0.0.1',
    ...(options.database && { CHUANGTAI_DATABASE: options.database }),
    ...options.config,
  })
  const now = options.now ?? (() => new Date().toISOString())
  const running = await start(
    config,
    kindsOf(options.domains ?? ownDomains),
    error => (options.faults ? options.faults.push(error) : console.error(error)),
    now,
  )
  if (!options.again) await populate(running, now)
  const { store } = running.parts
  const numbers = new Map<string, number>()
  return {
    address: running.address,
    running,
    async code(unit) {
      const number = (numbers.get(unit) ?? 0) + 1
      numbers.set(unit, number)
      const directory = await running.parts.directory(store.db)
      const made = await store.transaction(turn =>
        makeEnrolCode(turn, directory, unit, String(number).padStart(2, '0'), now()),
      )
      if (!made) throw new Error(`No code for ${unit}`)
      return joinedCode(made.code, running.parts.tls.fingerprint())
    },
    data,
    async stop(keep = false) {
      await running.stop()
      if (!keep) await rm(data, { recursive: true, force: true })
    },
  }
}

/** The demo's units, and of its people all or these, each with the same password. */
export async function populate(
  { parts: { store } }: Running,
  now: () => string,
  people: readonly Person[] = PEOPLE,
): Promise<void> {
  await store.transaction(async turn => {
    const signIn = { ...DEFAULT_SIGN_IN, secondFactor: false }
    await putSetting(turn, { id: 'sign-in', kind: 'sign-in', value: signIn }, now())
    for (const unit of UNITS) await putSetting(turn, { id: `unit:${unit.id}`, kind: 'unit', value: unit }, now())
    for (const person of people) {
      await putSetting(turn, { id: `person:${person.id}`, kind: 'person', value: person }, now())
      await setPassword(turn.db, person.id, person.login, PASSWORD)
    }
  })
}

/** Opens a window on a folder, new unless given; enrols it when a centre and a unit are given. */
export async function testWindow(
  options: { folder?: string; centre?: Centre; unit?: string } & Partial<CoreOptions> = {},
): Promise<TestWindow> {
  const { centre: at, unit, folder: given, ...rest } = options
  const folder = given ?? (await mkdtemp(join(tmpdir(), 'chuangtai-window-')))
  const core = await openCore({
    folder,
    shell: 'web',
    version: 'test',
    demo: { logins: [], haste: 10 },
    log: error => console.error(error),
    ...rest,
  })
  const client: Client = { language: 'zh-CN' }
  const notices: Notice[] = []
  core.listen(notice => notices.push(notice), client)
  const call = async <N extends CallName>(name: N, args: Arguments<N>) =>
    (await core.call(name, args, client)) as AnswerOf<N>
  if (at && unit) await call('session.enrol', { server: at.address, code: await at.code(unit), name: '测试窗口' })
  return {
    core,
    folder,
    notices,
    call,
    signIn: async login => void (await call('session.signIn', { login, password: PASSWORD })),
    sync: async () => void (await call('sync.now', {})),
    async plug(on) {
      await call('demo.network', { on })
      if (on) await call('sync.now', {})
    },
    close: () => core.close(),
  }
}
