import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FuseState, FuseV1Options, flipFuses, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import electronPackage from '../../desktop/package.json' with { type: 'json' }
import { CONTENT_POLICY } from '../../desktop/src/shells/content-policy.ts'
import { CALL } from '../../desktop/src/shells/electron/channels.ts'
import { PAGE } from '../../desktop/src/shells/electron/page.ts'
import { buildIfStale, SCREEN } from '../../scripts/built.ts'
import { electronBinary } from '../../scripts/electron-binary.ts'
import { ELECTRON_FUSES } from '../../scripts/electron-fuses.config.ts'
import { ROOT } from '../../scripts/run.ts'
import { allSources, type Source } from '../architecture/source.ts'
import { type Recorded, recordedElectron } from './recorded-electron.ts'

// The items of electronjs.org/docs/latest/tutorial/security, by their numbers; the table is docs/electron-security.md.

const FOLDER = mkdtempSync(join(tmpdir(), 'chuangtai-checklist-'))
const recorded = vi.hoisted(() => ({ told: [] as Recorded[] }))
vi.mock('electron', () => recordedElectron(recorded.told, FOLDER))

const PROGRAM = allSources().filter(
  ({ path }) => /^(desktop|native-bridges|shared-types)\/src\//.test(path) && !/\.test\.tsx?$/.test(path),
)
/** Files, other than the given ones, whose text matches. */
const whereIs = (pattern: RegExp, but: readonly string[] = []) =>
  PROGRAM.filter(({ path, text }) => pattern.test(text) && !but.includes(path)).map(({ path }) => path)
const at = (what: string) => recorded.told.findIndex(line => line.what === what)
const argsOf = (what: string) => recorded.told.filter(line => line.what === what).map(line => line.args)

describe('the main process as it starts', () => {
  beforeAll(async () => {
    await buildIfStale(SCREEN)
    process.argv = [process.argv[0]!, 'main.ts', '--data', join(FOLDER, 'data')]
    await import('../../desktop/src/shells/electron/main.ts')
  })
  afterAll(async () => {
    for (const { what, args } of recorded.told)
      if (what === 'app.on will-quit') (args[1] as (event: object) => void)({ preventDefault() {} })
    await vi.waitUntil(() => at('app.quit') >= 0)
    rmSync(FOLDER, { recursive: true, force: true })
  })

  test('1, 18: the only address that is ever loaded is our own page under our own scheme', () => {
    expect(argsOf('window.loadURL')).toEqual([[PAGE]])
    expect(new URL(PAGE).protocol).toBe('app:')
    expect(argsOf('protocol.registerSchemesAsPrivileged')).toMatchObject([
      [[{ scheme: 'app', privileges: { standard: true, secure: true, bypassCSP: false } }]],
    ])
    expect(at('protocol.registerSchemesAsPrivileged')).toBeLessThan(at('app.whenReady'))
    expect(whereIs(/\bloadFile\(|loadURL\((?!(SECOND_)?PAGE\))/)).toEqual([])
    expect(whereIs(/registerFileProtocol|pathToFileURL.*loadURL|['"`]file:\/\//)).toEqual([])
  })

  test('2, 3, 4, 6, 8, 9, 10: one window, isolated, sandboxed, without Node and without switches that weaken it', () => {
    const windows = argsOf('BrowserWindow')
    expect(windows).toHaveLength(1)
    const [{ webPreferences }] = windows[0] as [{ webPreferences: Record<string, unknown> }]
    expect(webPreferences).toEqual({
      preload: expect.stringMatching(/preload\.cjs$/),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: false,
    })
    expect(at('app.enableSandbox')).toBeGreaterThanOrEqual(0)
    expect(at('app.enableSandbox')).toBeLessThan(at('app.whenReady'))
    expect(whereIs(/enableBlinkFeatures|disableBlinkFeatures|appendSwitch|appendArgument/)).toEqual([])
    expect(whereIs(/new (BrowserWindow|WebContentsView|BrowserView|BaseWindow)\b/)).toEqual([
      'desktop/src/shells/electron/main.ts',
      'desktop/src/shells/electron/second-screen.ts',
    ])
  })

  test('5: permissions, devices and requests are guarded before anything is loaded', () => {
    const guards = [
      'session.setPermissionRequestHandler',
      'session.setPermissionCheckHandler',
      'session.setDevicePermissionHandler',
      'session.webRequest.onBeforeRequest',
    ]
    for (const guard of guards) {
      expect(at(guard), guard).toBeGreaterThanOrEqual(0)
      expect(at(guard), guard).toBeLessThan(at('window.loadURL'))
    }
    // No session but the one that is guarded, and no certificate taken that Chromium refuses.
    expect(whereIs(/fromPartition|partition:/)).toEqual([])
    expect(whereIs(/certificate-error|setCertificateVerifyProc|select-client-certificate/)).toEqual([])
  })

  test('the second screen is one window, as isolated as the first, on a page of ours', async () => {
    const { secondScreen } = await import('../../desktop/src/shells/electron/second-screen.ts')
    const [[first = {}] = []] = argsOf('BrowserWindow') as [object][]
    const second = secondScreen(first)
    second.open()
    second.open()
    const windows = argsOf('BrowserWindow')
    expect(windows).toHaveLength(2)
    expect(windows[1]![0]).toMatchObject({ ...first, x: 1366, y: 0, fullscreen: true })
    expect(argsOf('window.loadURL').at(-1)).toEqual(['app://chuangtai/citizen.html'])
    expect(second.is({} as never)).toBe(false)
  })

  test('13, 14: whatever contents there ever are, they are confined before the first one is made', () => {
    const [[, confine] = []] = argsOf('app.on web-contents-created') as [string, (e: object, c: object) => void][]
    expect(at('app.on web-contents-created')).toBeLessThan(at('app.whenReady'))
    const events: string[] = []
    let opening: unknown
    confine!(
      {},
      {
        on: (name: string) => void events.push(name),
        setWindowOpenHandler: (handler: () => unknown) => {
          opening = handler()
        },
      },
    )
    expect(events).toEqual(expect.arrayContaining(['will-navigate', 'will-frame-navigate', 'will-redirect']))
    expect(opening).toEqual({ action: 'deny' })
  })

  test('17: the only channel asks who sends; there is none without', async () => {
    const handled = argsOf('ipcMain.handle') as [string, (event: object, ...args: unknown[]) => Promise<unknown>][]
    expect(handled.map(([channel]) => channel)).toEqual([CALL])
    for (const senderFrame of [null, { url: 'https://a.example/', parent: null }, { url: PAGE, parent: {} }])
      await expect(handled[0]![1]({ senderFrame, sender: {} }, 'session.state', {})).rejects.toThrow('may not call')
    expect(whereIs(/\bipc(Main)?\.(on|once|handleOnce|addListener)\(/)).toEqual([])
    expect(whereIs(/ipc-message|MessageChannelMain/)).toEqual([])
  })
})

/** Which of Electron's two sides a file is on; it is known nowhere else. */
const part = (path: string) =>
  path.startsWith('desktop/src/preload/') ? 'preload' : path.startsWith('desktop/src/shells/electron/') ? 'main' : path

describe('what is in no file of the program', () => {
  test('11, 12: no web view', () => {
    expect(whereIs(/<webview|allowpopups|webviewTag: true/)).toEqual([])
  })

  test('15: nothing is handed to the desktop to open', () => {
    expect(whereIs(/\bshell\.(openExternal|openPath|showItemInFolder)|openExternal\(/)).toEqual([])
    const asked = PROGRAM.flatMap(({ path, text }) =>
      [...text.matchAll(/import (type )?\{([^}]*)\} from 'electron'/g)]
        .filter(([, typeOnly]) => !typeOnly)
        .flatMap(([, , names]) => names!.split(',').map(name => `${part(path)}: ${name.trim()}`)),
    )
    expect([...new Set(asked)].filter(one => !/: (type |$)/.test(one)).sort()).toEqual([
      'main: BrowserWindow',
      'main: app',
      'main: dialog',
      'main: ipcMain',
      'main: protocol',
      'main: safeStorage',
      'main: screen',
      'main: session',
      'main: utilityProcess',
      'preload: contextBridge',
      'preload: ipcRenderer',
    ])
    // Nor is all of Electron taken at once, by another name or while it runs.
    expect(whereIs(/import (type )?(\w+|\* as \w+)[^{\n]*from 'electron'|(require|import)\('electron'\)/)).toEqual([])
  })

  test('20: the page is given call and listen, and neither an event nor a channel of Electron’s', () => {
    const { text } = PROGRAM.find(({ path }) => path === 'desktop/src/preload/preload.ts') as Source
    expect(text.match(/exposeInMainWorld/g)).toHaveLength(1)
    // Handing over ipcRenderer itself, or the event of a message, would give the page a sender.
    expect(text).not.toMatch(
      /\bipcRenderer\b(?!\.(invoke\(CALL,|on\(NOTICE,|removeListener\(NOTICE,)|[^\n]*from 'electron')/,
    )
    expect(text).toMatch(/\(_event: unknown, notice: Notice\) => hear\(notice\)/)
  })
})

test('7: the policy lets scripts come from files of ours alone, and nothing from elsewhere', () => {
  const policy = new Map(CONTENT_POLICY.split('; ').map(line => [line.split(' ')[0]!, line.split(' ').slice(1)]))
  expect(policy.get('default-src')).toEqual(["'none'"])
  expect(policy.get('script-src')).toEqual(["'self'"])
  for (const name of ['object-src', 'frame-src', 'base-uri', 'form-action', 'frame-ancestors'])
    expect(policy.get(name), name).toEqual(["'none'"])
  expect(
    [...policy.values()].flat().filter(source => !/^('self'|'none'|blob:|data:|'unsafe-inline')$/.test(source)),
  ).toEqual([])
  expect([...policy].filter(([, sources]) => sources.includes("'unsafe-inline'")).map(([name]) => name)).toEqual([
    'style-src',
  ])
  const page = readFileSync(join(ROOT, 'desktop/src/renderer/index.html'), 'utf8')
  expect(page).not.toMatch(/<script(?![^>]*\bsrc="\.\/)|\son\w+=|javascript:|https?:\/\//)
})

test('16: Electron is pinned to one release, and it is the one that is installed', () => {
  const pinned = electronPackage.devDependencies.electron
  expect(pinned).toMatch(/^\d+\.\d+\.\d+$/)
  const installed = JSON.parse(readFileSync(join(ROOT, 'node_modules/electron/package.json'), 'utf8')) as {
    version: string
  }
  expect(installed.version).toBe(pinned)
})

describe('19: the fuses', () => {
  const wanted: Record<keyof typeof FuseV1Options & string, boolean> = {
    RunAsNode: false,
    EnableCookieEncryption: true,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: false,
    EnableEmbeddedAsarIntegrityValidation: true,
    OnlyLoadAppFromAsar: true,
    LoadBrowserProcessSpecificV8Snapshot: false,
    GrantFileProtocolExtraPrivileges: false,
    WasmTrapHandlers: true,
  }
  const names = Object.keys(FuseV1Options).filter(name => Number.isNaN(Number(name))) as (keyof typeof wanted)[]

  test('every fuse that there is has been decided on', () => {
    expect(ELECTRON_FUSES.strictlyRequireAllFuses).toBe(true)
    expect(Object.fromEntries(names.map(name => [name, ELECTRON_FUSES[FuseV1Options[name]]]))).toEqual(wanted)
  })

  test('they are set in an executable’s fuse wire, and one fuse more stops it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chuangtai-fuses-'))
    const file = join(folder, 'electron')
    // As Electron lays it down: the sentinel, the version of the wire, its length, a character for each fuse.
    const executable = (fuses: number) =>
      Buffer.concat([
        Buffer.alloc(5000, 7),
        Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
        Buffer.from([1, fuses]),
        Buffer.from('1'.repeat(fuses)),
        Buffer.alloc(5000, 7),
      ])
    writeFileSync(file, executable(names.length))
    expect(await flipFuses(file, ELECTRON_FUSES)).toBe(1)
    const wire = await getCurrentFuseWire(file)
    const set = Object.fromEntries(names.map(name => [name, wire[FuseV1Options[name]] === FuseState.ENABLE]))
    expect(set).toEqual(wanted)
    writeFileSync(file, executable(names.length + 1))
    await expect(flipFuses(file, ELECTRON_FUSES)).rejects.toThrow('strictlyRequireAllFuses')
    rmSync(folder, { recursive: true })
  })

  const binary = electronBinary()
  if (!binary) process.stderr.write('\n!!! Fuses of the real Electron NOT looked at: no binary on this machine\n\n')
  test('the installed Electron has no fuse that nobody decided on', async ({ skip }) => {
    skip(!binary, 'Fuses of the real Electron NOT looked at: no binary on this machine')
    const { version: _, ...wire } = await getCurrentFuseWire(binary!)
    expect(
      Object.keys(wire)
        .map(Number)
        .filter(fuse => FuseV1Options[fuse] === undefined),
    ).toEqual([])
  })
})
