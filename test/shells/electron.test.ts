import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { IpcMainInvokeEvent, WebContents } from 'electron'
import { _electron } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Notice } from '../../desktop/src/api.ts'
import { CONTENT_POLICY } from '../../desktop/src/shells/content-policy.ts'
import { CALL, NOTICE } from '../../desktop/src/shells/electron/channels.ts'
import { fromOurPage, serveIpc } from '../../desktop/src/shells/electron/ipc.ts'
import { isOurs, mayLoad, PAGE } from '../../desktop/src/shells/electron/page.ts'
import { guardPermissions, mayUse } from '../../desktop/src/shells/electron/permissions.ts'
import { APP_SCHEME, appHandler } from '../../desktop/src/shells/electron/protocol.ts'
import { confine, windowOptions } from '../../desktop/src/shells/electron/window.ts'
import { pageFiles } from '../../desktop/src/shells/page-files.ts'
import { buildIfStale, PRELOAD } from '../../scripts/built.ts'
import { electronBinary } from '../../scripts/electron-binary.ts'
import { ROOT } from '../../scripts/run.ts'
import { echoCore } from './echo-core.ts'

const ADDRESSES = {
  ours: [PAGE, 'app://chuangtai/assets/main.js', 'app://chuangtai/#/work'],
  others: [
    'app://elsewhere/',
    'app://chuangtai.evil/',
    'app://evil@elsewhere/',
    'https://chuangtai/',
    'file:///etc/passwd',
    'about:blank',
    'javascript:alert(1)',
    'data:text/html,x',
    'no address',
    '',
  ],
}

describe('what a program can check without Electron', () => {
  test('our page is told from any other', () => {
    expect(ADDRESSES.ours.filter(isOurs)).toEqual(ADDRESSES.ours)
    expect(ADDRESSES.others.filter(isOurs)).toEqual([])
  })

  test('nothing remote is loaded, and no file of the disk', () => {
    const may = [...ADDRESSES.ours, 'blob:app://chuangtai/1f', 'data:image/png;base64,AA']
    expect(may.filter(mayLoad)).toEqual(may)
    const mayNot = ['http://127.0.0.1/', 'https://a.example/', 'wss://a.example/', 'file:///a', 'blob:https://a/1', '']
    expect(mayNot.filter(mayLoad)).toEqual([])
  })

  test('the window is isolated, sandboxed and without Node', () => {
    expect(windowOptions('/preload.cjs', true).webPreferences).toMatchObject({
      preload: '/preload.cjs',
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      spellcheck: false,
      devTools: false,
    })
  })

  test('a page goes nowhere, opens nothing and holds no web view', () => {
    const handlers = new Map<string, (event: { url: string; preventDefault(): void }) => void>()
    let opened: unknown
    confine({
      on: (name: string, handler: never) => void handlers.set(name, handler),
      setWindowOpenHandler: (handler: (details: never) => unknown) => {
        opened = handler({} as never)
      },
    } as unknown as WebContents)
    const prevented = (name: string, url: string) => {
      let is = false
      handlers.get(name)!({ url, preventDefault: () => (is = true) })
      return is
    }
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      expect(ADDRESSES.others.filter(url => !prevented(name, url))).toEqual([])
      expect(ADDRESSES.ours.filter(url => prevented(name, url))).toEqual([])
    }
    expect(prevented('will-attach-webview', PAGE)).toBe(true)
    expect(opened).toEqual({ action: 'deny' })
  })

  test('the screen may use the camera without a microphone, and the clipboard to write; nothing else', () => {
    const asked = (permission: string, mediaTypes?: string[], requestingUrl: string | undefined = PAGE) =>
      mayUse({ permission, requestingUrl, mediaTypes })
    expect(asked('media', ['video'])).toBe(true)
    expect(asked('clipboard-sanitized-write')).toBe(true)
    expect(asked('media', ['video', 'audio'])).toBe(false)
    expect(asked('media', ['audio'])).toBe(false)
    expect(asked('media', [])).toBe(false)
    expect(asked('media')).toBe(false)
    expect(asked('media', ['video'], 'https://a.example/')).toBe(false)
    expect(mayUse({ permission: 'media', requestingUrl: undefined, mediaTypes: ['video'] })).toBe(false)
    const others = [
      'usb',
      'serial',
      'hid',
      'geolocation',
      'notifications',
      'clipboard-read',
      'openExternal',
      'fileSystem',
    ]
    expect(others.filter(name => asked(name))).toEqual([])
  })

  test('the rule stands at each of Electron’s three doors', () => {
    const doors = new Map<string, (...args: never[]) => unknown>()
    guardPermissions({
      setPermissionRequestHandler: (handler: never) => void doors.set('request', handler),
      setPermissionCheckHandler: (handler: never) => void doors.set('check', handler),
      setDevicePermissionHandler: (handler: never) => void doors.set('device', handler),
    } as never)
    const requested = (permission: string, details: object) => {
      let answer: boolean | undefined
      doors.get('request')!(...([null, permission, (may: boolean) => (answer = may), details] as never[]))
      return answer
    }
    expect(requested('media', { requestingUrl: PAGE, mediaTypes: ['video'] })).toBe(true)
    expect(requested('media', { requestingUrl: PAGE, mediaTypes: ['audio'] })).toBe(false)
    expect(requested('geolocation', { requestingUrl: PAGE })).toBe(false)
    const checked = (permission: string, details: object) =>
      doors.get('check')!(...([null, permission, '', details] as never[]))
    expect(checked('media', { requestingUrl: PAGE, mediaType: 'video' })).toBe(true)
    expect(checked('media', { requestingUrl: PAGE, mediaType: 'unknown' })).toBe(false)
    expect(checked('serial', { requestingUrl: PAGE })).toBe(false)
    expect(doors.get('device')!()).toBe(false)
  })

  test('only our page itself may call, no frame in it and no other page', () => {
    const frame = (url: string, parent: unknown = null) => ({ url, parent }) as Parameters<typeof fromOurPage>[0]
    expect(fromOurPage(frame(PAGE))).toBe(true)
    expect(fromOurPage(frame(PAGE, frame(PAGE)))).toBe(false)
    expect(fromOurPage(null)).toBe(false)
    expect(ADDRESSES.others.filter(url => fromOurPage(frame(url)))).toEqual([])
  })

  test('calls, failures and notices cross over as values', async () => {
    const core = echoCore()
    const citizens = new Set<unknown>()
    const second = { is: (contents: unknown) => citizens.has(contents), open: () => undefined, close: () => {} }
    const handlers = new Map<string, (event: IpcMainInvokeEvent, name: unknown, args: unknown) => Promise<unknown>>()
    serveIpc(
      { handle: (channel: string, handler: never) => void handlers.set(channel, handler) } as never,
      core,
      second,
    )
    const called = handlers.get(CALL)!
    const heard: unknown[][] = []
    let destroyed: (() => void) | undefined
    const sender = {
      send: (...args: unknown[]) => void heard.push(args),
      isDestroyed: () => false,
      once: (_: string, handler: () => void) => (destroyed = handler),
    }
    const event = (url: string) => ({ senderFrame: { url, parent: null }, sender }) as unknown as IpcMainInvokeEvent
    expect(await called(event(PAGE), 'echo', { a: 1 })).toEqual({ answer: { a: 1 } })
    expect(await called(event(PAGE), 'refuse', {})).toEqual({ failure: { code: 'forbidden', text: '不许' } })
    await expect(called(event('https://a.example/'), 'echo', {})).rejects.toThrow('may not call')
    const notice: Notice = { topic: 'inbox', count: 1 }
    core.tell(notice)
    expect(heard).toEqual([[NOTICE, notice]])
    expect(core.asked.at(-1)?.client).toMatchObject({ secondScreen: second.open })
    // Its side follows from how it was opened, not from the page that it shows.
    const other = { ...sender, once: () => undefined }
    citizens.add(other)
    await called(
      { senderFrame: { url: PAGE, parent: null }, sender: other } as unknown as IpcMainInvokeEvent,
      'echo',
      {},
    )
    expect(core.asked.at(-1)?.client).toEqual({ language: 'zh-CN', citizen: true })
    destroyed!()
    expect(core.listeners()).toBe(1)
  })

  test('the preload is one file that asks for electron alone and gives the page call and listen alone', async () => {
    await buildIfStale(PRELOAD)
    const text = await readFile(join(PRELOAD.folder, 'preload.cjs'), 'utf8')
    expect([...text.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name)).toEqual(['electron'])
    const given = new Map<string, object>()
    const electron = {
      contextBridge: { exposeInMainWorld: (name: string, api: object) => void given.set(name, api) },
      ipcRenderer: {},
    }
    new Function('require', text)(() => electron)
    expect([...given.keys()]).toEqual(['chuangtai'])
    expect(Object.keys(given.get('chuangtai')!)).toEqual(['call', 'listen'])
  })
})

describe('the scheme of the page', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chuangtai-page-'))
    await writeFile(join(folder, 'index.html'), '<!doctype html>')
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('it has an origin, counts as secure and obeys the content policy', () => {
    expect(APP_SCHEME).toMatchObject({ scheme: 'app', privileges: { standard: true, secure: true, bypassCSP: false } })
  })

  test('it serves the screen’s folder with the content policy, and nothing else', async () => {
    const serve = appHandler(pageFiles(folder))
    const page = await serve(new Request(PAGE))
    expect(page.status).toBe(200)
    expect(page.headers.get('content-security-policy')).toBe(CONTENT_POLICY)
    expect(await page.text()).toBe('<!doctype html>')
    expect((await serve(new Request('app://chuangtai/../package.json'))).status).toBe(404)
    expect((await serve(new Request('app://chuangtai/%2e%2e/package.json'))).status).toBe(404)
    expect((await serve(new Request('app://elsewhere/index.html'))).status).toBe(403)
    expect((await serve(new Request(PAGE, { method: 'POST' }))).status).toBe(403)
  })
})

const binary = electronBinary()
const display = process.platform !== 'linux' || !!(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
const missing = !binary ? 'no binary on this machine' : !display ? 'no display on this machine' : undefined
if (missing) process.stderr.write(`\n!!! Electron shell NOT run: ${missing}\n\n`)

describe('Electron itself', () => {
  test('starts, shows the screen, and gives the page call and listen alone', async ({ skip }) => {
    skip(missing !== undefined, `Electron shell NOT run: ${missing}`)
    const folder = await mkdtemp(join(tmpdir(), 'chuangtai-electron-'))
    const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const app = await _electron.launch({
      executablePath: binary!,
      cwd: ROOT,
      args: [...root, join(ROOT, 'desktop/src/shells/electron/main.ts'), '--data', folder],
    })
    try {
      const page = await app.firstWindow()
      expect(page.url()).toBe(PAGE)
      expect(await page.evaluate('Object.keys(window.chuangtai)')).toEqual(['call', 'listen'])
      expect(await page.evaluate('[typeof require, typeof process, typeof module]')).toEqual(Array(3).fill('undefined'))
      expect(await page.evaluate('window.chuangtai.call("session.state", {})')).toMatchObject({ shell: 'electron' })
      expect(await page.evaluate('window.chuangtai.call("nothing", {}).catch(f => f.code)')).toBe('not-found')
      expect(await page.evaluate('window.open("https://a.example/")')).toBeNull()
      expect(await page.evaluate('fetch("https://a.example/").catch(e => e.name)')).toBe('TypeError')
      await page.evaluate('location.href = "https://a.example/"').catch(() => {})
      expect(page.url()).toBe(PAGE)
    } finally {
      await app.close()
      await rm(folder, { recursive: true, force: true })
    }
  })

  test('its absence is found without asking the package, which would download it', () => {
    const folder = join(tmpdir(), 'chuangtai-no-electron')
    expect(electronBinary({ ELECTRON_OVERRIDE_DIST_PATH: folder })).toBeUndefined()
  })
})
