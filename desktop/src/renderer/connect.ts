import type { Api } from '../api.ts'
import { API_PATH } from '../wire.ts'
import { bridgedClient } from './bridged-client.ts'
import type { Client, ClientTexts } from './client.ts'
import { socketClient } from './socket-client.ts'

declare global {
  interface Window {
    /** Given by Electron's preload. */
    chuangtai?: Api
  }
}

/**
 * What Electron's preload gave the window, else the WebSocket of the page's own origin.
 * @param secret name under which the session secret is kept as long as the tab lives; another tab needs an address of its
 * own, and the citizen's page never takes what the desk's page kept.
 */
export function connect(texts: ClientTexts, secret = 'chuangtai.session'): Client {
  if (window.chuangtai) return bridgedClient(window.chuangtai, texts)
  return socketClient({
    token: takeToken(secret),
    keep: session => sessionStorage.setItem(secret, session),
    open: protocols => new WebSocket(`${location.origin.replace(/^http/, 'ws')}${API_PATH}`, protocols),
    texts,
  })
}

/** The one-time token of the address, taken out of the address bar; after a reload the session secret that came for it. */
function takeToken(secret: string): string {
  const found = /[#&]token=([\w.-]+)/.exec(location.hash)?.[1]
  if (found) history.replaceState(null, '', `${location.pathname}${location.search}`)
  return found ?? sessionStorage.getItem(secret) ?? ''
}
