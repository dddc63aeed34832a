import type { CustomScheme } from 'electron'
import type { PageFiles } from '../page-files.ts'
import { isOurs, SCHEME } from './page.ts'

/** Must be told before Electron is ready: the scheme has origins, counts as secure, and obeys the content policy. */
export const APP_SCHEME: CustomScheme = {
  scheme: SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true, bypassCSP: false },
}

/** Answers a request for app://chuangtai/… from the screen's folder, and from nowhere else. */
export function appHandler(files: PageFiles): (request: Request) => Promise<Response> {
  return async request => {
    if (!isOurs(request.url) || request.method !== 'GET') return new Response(null, { status: 403 })
    const file = await files(new URL(request.url).pathname)
    if (!file) return new Response(null, { status: 404 })
    return new Response(new Uint8Array(file.bytes), { headers: file.headers })
  }
}
