import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { lockFolder } from '../../desktop/src/core/lock.ts'
import { type ShellLanguage, shellText } from '../../desktop/src/shells/words.ts'
import { DEMO_PASSWORD, type DemoCentre, openDemoCentre } from './demo-centre.ts'
import { demoLogins } from './demo-logins.ts'
import { type DemoPlace, openDemoPlace } from './demo-place.ts'
import { type DemoWindow, enrolWindow, openWindowCore, startElectron, startWeb } from './demo-window.ts'
import { cardHolders, cardNotes } from './invented-holders.ts'
import { openBrowser } from './open-browser.ts'

export interface DemoParts {
  folder: string
  port: number
  unit: string
  version: string
  language: ShellLanguage
  /** Which shell, and for the browser why: nothing else is there, or it was asked for. */
  shell: 'electron' | 'web' | 'asked'
  /** Electron's executable, for that shell. */
  electron?: string
  say(key: Parameters<typeof shellText>[1], values?: Record<string, string | number>): void
}

/** Starts the centre, fills it the first time, starts the window, says where everything is, and ends it all on a signal. */
export async function startDemo(parts: DemoParts): Promise<void> {
  const windowFolder = join(parts.folder, 'window')
  mkdirSync(windowFolder, { recursive: true })
  // A demo that runs already is told of before anything is begun.
  lockFolder(windowFolder).release()
  const centre = await openCentre(parts)
  const window = await openWindow(parts, windowFolder, centre).catch(async error => {
    await centre.stop()
    throw error
  })
  const place = await openPlaceOrSay(parts, centre)
  announce(parts, centre, window, place)
  await ended(window)
  parts.say('stopping')
  await place?.stop()
  await window.stop()
  await centre.stop()
}

function openCentre({ folder, unit, say }: DemoParts): Promise<DemoCentre> {
  const centreFolder = join(folder, 'centre')
  say(existsSync(centreFolder) ? 'demo.kept' : 'demo.seeding')
  return openDemoCentre(centreFolder, cardHolders(unit))
}

async function openWindow(parts: DemoParts, folder: string, centre: DemoCentre): Promise<DemoWindow> {
  const demo = { logins: demoLogins(parts.unit, DEMO_PASSWORD, 'zh-CN'), notes: cardNotes() }
  const about = { folder, demo, version: parts.version }
  const core = await openWindowCore(about, parts.electron ? 'electron' : 'web')
  try {
    await enrolWindow(core, centre, parts.unit, shellText('zh-CN', 'demo.station'))
    return parts.electron ? await startElectron(core, parts.electron, about) : await startWeb(core, parts.port)
  } catch (error) {
    await core.close()
    throw error
  }
}

/** The window is what the demo shows: it stays also where its supervisors' place could not be opened. */
async function openPlaceOrSay(
  { folder, port, version }: DemoParts,
  centre: DemoCentre,
): Promise<DemoPlace | undefined> {
  try {
    return await openDemoPlace(centre, { folder, port: port && port + 20, version })
  } catch (error) {
    console.error(error)
    return undefined
  }
}

function announce(parts: DemoParts, centre: DemoCentre, { url }: DemoWindow, place: DemoPlace | undefined): void {
  const { say, folder, unit, language } = parts
  say('demo.title')
  say('demo.server', { address: centre.address })
  say('demo.data', { folder })
  if (place) say('demo.place', { url: place.url })
  say(`demo.shell.${parts.shell}`)
  say('demo.logins', { password: DEMO_PASSWORD })
  for (const { login, name, post } of demoLogins(unit, DEMO_PASSWORD, language)) {
    console.log(`  ${login.padEnd(12)} ${name}  ${post}`)
  }
  if (!url) return
  say('ready', { url })
  say('stop')
  openBrowser(url, process.env)
}

/** Until Ctrl-C, the end of the process that started this one, or the person closing the window. */
function ended({ closed }: DemoWindow): Promise<unknown> {
  const signals = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map(
    signal => new Promise(resolve => process.once(signal, resolve)),
  )
  return Promise.race([...signals, ...(closed ? [closed] : [])])
}
