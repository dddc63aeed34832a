import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { PAGE_HEADERS } from './content-policy.ts'

/** A file of the screen, ready to be sent. */
export interface PageFile {
  bytes: Buffer
  headers: Readonly<Record<string, string>>
}

/** The screen as it was built, by path (`/`, `/index.html`, `/assets/…`); undefined for any other path. */
export type PageFiles = (path: string) => Promise<PageFile | undefined>

/** The screen has not been built, or not all of it is there. */
export class ScreenMissing extends Error {
  readonly folder: string
  constructor(folder: string) {
    super(`no screen in ${folder}`)
    this.name = 'ScreenMissing'
    this.folder = folder
  }
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
}

/**
 * Lists the folder once: a request picks from this list, so that no path it could name leads out of the folder. Files of
 * an unknown kind are not served.
 * @throws {ScreenMissing}
 */
export function pageFiles(folder: string): PageFiles {
  const known = listed(folder)
  if (!known.has('/index.html')) throw new ScreenMissing(folder)
  return async path => {
    const name = path === '/' ? '/index.html' : path
    const file = known.get(name)
    if (!file) return undefined
    return { bytes: await readFile(file), headers: { ...PAGE_HEADERS, ...kindHeaders(name) } }
  }
}

function listed(folder: string): Map<string, string> {
  const known = new Map<string, string>()
  try {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name)
      if (entry.isFile() && TYPES[extname(entry.name)]) {
        known.set(`/${relative(folder, file).replaceAll(sep, '/')}`, file)
      }
    }
  } catch {
    throw new ScreenMissing(folder)
  }
  return known
}

/** Files under assets/ carry a hash in their names and may be kept; the page itself is asked for anew each time. */
function kindHeaders(name: string): Record<string, string> {
  return {
    'content-type': TYPES[extname(name)]!,
    'cache-control': name.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store',
  }
}
