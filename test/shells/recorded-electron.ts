import { EventEmitter } from 'node:events'

/** One thing that the main process asked of Electron, in order. */
export interface Recorded {
  what: string
  args: unknown[]
}

/**
 * Stands where Electron's own module stands, so that the real main process runs without its binary: it does nothing, and
 * tells what it was asked for. A packaged program, on a machine without a keyring.
 */
export function recordedElectron(told: Recorded[], folder: string): object {
  const note =
    (what: string, answer?: unknown) =>
    (...args: unknown[]) => {
      told.push({ what, args })
      return answer
    }
  return {
    app: {
      isPackaged: true,
      getPath: () => folder,
      getLocale: () => 'zh-CN',
      requestSingleInstanceLock: note('app.requestSingleInstanceLock', true),
      enableSandbox: note('app.enableSandbox'),
      whenReady: note('app.whenReady', Promise.resolve()),
      quit: note('app.quit'),
      exit: note('app.exit'),
      on: (event: string, hear: unknown) => note(`app.on ${event}`)(event, hear),
    },
    protocol: {
      registerSchemesAsPrivileged: note('protocol.registerSchemesAsPrivileged'),
      handle: note('protocol.handle'),
    },
    session: {
      defaultSession: {
        setPermissionRequestHandler: note('session.setPermissionRequestHandler'),
        setPermissionCheckHandler: note('session.setPermissionCheckHandler'),
        setDevicePermissionHandler: note('session.setDevicePermissionHandler'),
        webRequest: { onBeforeRequest: note('session.webRequest.onBeforeRequest') },
      },
    },
    ipcMain: { handle: note('ipcMain.handle') },
    utilityProcess: { fork: note('utilityProcess.fork') },
    screen: {
      getPrimaryDisplay: () => ({ id: 1 }),
      getAllDisplays: () => [{ id: 1 }, { id: 2, bounds: { x: 1366, y: 0 } }],
    },
    dialog: { showErrorBox: note('dialog.showErrorBox') },
    safeStorage: { isEncryptionAvailable: () => false, getSelectedStorageBackend: () => 'basic_text' },
    BrowserWindow: class extends EventEmitter {
      readonly loadURL = note('window.loadURL', Promise.resolve())
      readonly show = note('window.show')
      readonly webContents = {}
      constructor(options: unknown) {
        super()
        note('BrowserWindow')(options)
      }
    },
  }
}
