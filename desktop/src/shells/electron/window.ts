import type { App, BrowserWindowConstructorOptions, Session, WebContents } from 'electron'
import { isOurs, mayLoad } from './page.ts'

/** The window: isolated from its preload, in Chromium's sandbox, without Node, for screens from 1366 × 768 on. */
export function windowOptions(preload: string, packaged: boolean): BrowserWindowConstructorOptions {
  return {
    width: 1366,
    height: 768,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
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
      // Its dictionaries would be downloaded.
      spellcheck: false,
      devTools: !packaged,
    },
  }
}

/** No page of this program goes anywhere else, opens a window, or holds a web view; whichever way it was made. */
export function guardContents(app: App): void {
  app.on('web-contents-created', (_event, contents) => confine(contents))
}

export function confine(contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>): void {
  const stayHere = (event: { url: string; preventDefault(): void }) => {
    if (!isOurs(event.url)) event.preventDefault()
  }
  contents.on('will-navigate', stayHere)
  contents.on('will-frame-navigate', stayHere)
  contents.on('will-redirect', stayHere)
  contents.on('will-attach-webview', event => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** The second lock behind the content policy: no request leaves for anywhere, however it came about. */
export function guardRequests(session: Session): void {
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayLoad(details.url) }))
}
