import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { app, BrowserWindow, dialog, ipcMain, protocol, safeStorage, session } from 'electron'
import packed from '../../../package.json' with { type: 'json' }
import type { Core } from '../../core/core.ts'
import { openProtected } from '../../core/open-protected.ts'
import { openWindow } from '../../core/open-window.ts'
import { readDemo } from '../demo-file.ts'
import { outliveDisk } from '../outlive-disk.ts'
import { pageFiles } from '../page-files.ts'
import { reportUp } from '../report-up.ts'
import { startFailure } from '../start-failure.ts'
import { shellText, terminalLanguage } from '../words.ts'
import { electronDriver } from './driver-host.ts'
import { serveIpc } from './ipc.ts'
import { electronHost } from './key-host.ts'
import { PAGE, SCHEME } from './page.ts'
import { electronPages } from './page-host.ts'
import { guardPermissions } from './permissions.ts'
import { APP_SCHEME, appHandler } from './protocol.ts'
import { secondScreen } from './second-screen.ts'
import { guardContents, guardRequests, windowOptions } from './window.ts'

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const { values } = parseArgs({
  args: process.argv.slice(1),
  options: { data: { type: 'string' }, demo: { type: 'string' } },
  // Chromium's own switches stand among the arguments.
  strict: false,
})
const data = typeof values.data === 'string' ? values.data : join(app.getPath('userData'), 'data')

if (!app.requestSingleInstanceLock({ data })) app.exit(0)
app.enableSandbox()
protocol.registerSchemesAsPrivileged([APP_SCHEME])
guardContents(app)
app.on('second-instance', () => BrowserWindow.getAllWindows()[0]?.focus())
app.on('window-all-closed', () => app.quit())

await app.whenReady()
let core: Core | undefined
try {
  const files = pageFiles(folder('../../../dist/renderer'))
  const about = {
    folder: data,
    shell: 'electron',
    version: packed.version,
    ...(typeof values.demo === 'string' && { demo: readDemo(values.demo) }),
    keyHost: electronHost,
    startDriver: electronDriver,
    startPages: electronPages,
    log: (error: unknown) => console.error(error),
  } as const
  outliveDisk(about.log)
  core = await openProtected(about, { safeStorage }, openWindow)
  protocol.handle(SCHEME, appHandler(files))
  guardPermissions(session.defaultSession)
  guardRequests(session.defaultSession)
  const options = windowOptions(folder('../../../dist/preload/preload.cjs'), app.isPackaged)
  const second = secondScreen(options)
  serveIpc(ipcMain, core, second)
  closeBeforeQuit(core)
  const window = new BrowserWindow(options)
  window.once('closed', second.close)
  window.once('ready-to-show', () => window.show())
  await window.loadURL(PAGE)
  reportUp(core, async () => !window.isDestroyed() && window.webContents.getURL() === PAGE)
} catch (error) {
  await core?.close()
  const language = systemLanguage()
  const { text, bug, taken } = startFailure(error, { folder: data, port: 0 }, language)
  if (bug) console.error(error)
  dialog.showErrorBox(shellText(language, 'title'), text)
  // 75, as in the browser shell: the launcher does not count it against a new version.
  app.exit(taken ? 75 : 1)
}

/** The system's language where Chromium knows it, else the terminal's. */
function systemLanguage() {
  return terminalLanguage({ LANG: app.getLocale() || process.env.LANG })
}

/** Quitting waits until everything said is on disk. */
function closeBeforeQuit(open: Core): void {
  let closed = false
  app.on('will-quit', event => {
    if (closed) return
    event.preventDefault()
    void open.close().finally(() => {
      closed = true
      app.quit()
    })
  })
}
