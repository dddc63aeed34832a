import { BrowserWindow, type BrowserWindowConstructorOptions, screen, type WebContents } from 'electron'
import { SECOND_PAGE } from './page.ts'

/** The window that is turned to the citizen. */
export interface SecondScreen {
  /** Opens it on the second display, full screen; without one it is a window that can be moved. Once is enough. */
  open(): undefined
  /** Whether these contents are its own, whatever page they show. */
  is(contents: WebContents): boolean
  close(): void
}

export function secondScreen(options: BrowserWindowConstructorOptions): SecondScreen {
  const all = new WeakSet<WebContents>()
  const now: { window?: BrowserWindow } = {}
  return {
    open() {
      if (now.window) {
        now.window.show()
        return undefined
      }
      const here = screen.getPrimaryDisplay().id
      const display = screen.getAllDisplays().find(({ id }) => id !== here)
      const place = display && { x: display.bounds.x, y: display.bounds.y, fullscreen: true }
      const window = new BrowserWindow({ ...options, ...place })
      now.window = window
      all.add(window.webContents)
      window.once('closed', () => delete now.window)
      window.once('ready-to-show', () => window.show())
      void window.loadURL(SECOND_PAGE)
      return undefined
    },
    is: contents => all.has(contents),
    close: () => now.window?.close(),
  }
}
