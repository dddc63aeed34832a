import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SessionState } from '../../desktop/src/api/session.ts'
import type { Core, DemoOptions } from '../../desktop/src/core/core.ts'
import { openWindow } from '../../desktop/src/core/open-window.ts'
import { isFailure } from '../../desktop/src/shells/is-failure.ts'
import { serveWeb } from '../../desktop/src/shells/web/serve.ts'
import { buildIfStale, PRELOAD, SCREEN } from '../built.ts'
import { ROOT } from '../run.ts'
import type { DemoCentre } from './demo-centre.ts'

export interface DemoWindow {
  /** Where the browser shell serves it. */
  url?: string
  /** When the person has closed it, in shells where one can. */
  closed?: Promise<unknown>
  stop(): Promise<void>
}

interface Parts {
  folder: string
  demo: DemoOptions
  version: string
}

/** Makes the window a station of the unit the first time. The name is what the centre's list shows. */
export async function enrolWindow(core: Core, centre: DemoCentre, unit: string, name: string): Promise<void> {
  const client = { language: 'zh-CN' } as const
  const state = (await core.call('session.state', {}, client).catch(unlessUnreadable)) as SessionState | undefined
  if (!state || state.station) return
  await core.call('session.enrol', { server: centre.address, code: await centre.code(unit), name }, client)
}

/** A window whose data cannot be read says so on its page, and offers its backups there. */
function unlessUnreadable(thrown: unknown): undefined {
  if (!isFailure(thrown) || thrown.code !== 'storage') throw thrown
}

export function openWindowCore({ folder, demo, version }: Parts, shell: 'web' | 'electron'): Promise<Core> {
  return openWindow({ folder, shell, version, demo, log: error => console.error(error) })
}

/** The window in a browser: core and shell in this process. */
export async function startWeb(core: Core, port: number): Promise<DemoWindow> {
  const shell = await serveWeb({ core, port, rendererDir: SCREEN.folder })
  return {
    url: shell.url,
    async stop() {
      await shell.close()
      await core.close()
    },
  }
}

/** The window in Electron, a process of its own, which takes the folder after this one let go of it. */
export async function startElectron(core: Core, binary: string, { folder, demo }: Parts): Promise<DemoWindow> {
  await buildIfStale(PRELOAD)
  await core.close()
  const file = join(folder, 'demo.json')
  writeFileSync(file, JSON.stringify(demo))
  const main = join(ROOT, 'desktop/src/shells/electron/main.ts')
  const child = spawn(binary, [main, '--data', folder, '--demo', file], { stdio: 'inherit' })
  const closed = once(child, 'close')
  return {
    closed,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
      await closed
    },
  }
}
