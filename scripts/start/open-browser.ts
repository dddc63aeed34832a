import { spawn } from 'node:child_process'

const OPENERS: Readonly<Record<string, string[]>> = {
  linux: ['xdg-open'],
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
}

/** Opens an address in the person's browser where there is one; without one nothing happens. `BROWSER=none` forbids it. */
export function openBrowser(url: string, env: Readonly<Record<string, string | undefined>>): void {
  const [command, ...args] = OPENERS[process.platform] ?? []
  const hasScreen = process.platform !== 'linux' || env.DISPLAY || env.WAYLAND_DISPLAY
  if (!command || !hasScreen || env.BROWSER === 'none') return
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}
