import { CITIZEN_PAGE } from '../citizen-page.ts'

/** The page of the desk. A scheme of our own has an origin, unlike file:, and no server behind it. */
export const SCHEME = 'app'
const HOST = 'chuangtai'
export const PAGE = `${SCHEME}://${HOST}/`
/** The same, for the screen that is turned to the citizen. */
export const SECOND_PAGE = `${PAGE}${CITIZEN_PAGE}`

/** Whether an address is our own page, or a file of it. `URL.origin` is no help: it is "null" for schemes of one's own. */
export function isOurs(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined
  return url?.protocol === `${SCHEME}:` && url.host === HOST
}

/** Whether anything may be fetched from an address: our files, and what the screen made itself. Nothing remote. */
export function mayLoad(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, pathname } = new URL(address)
  if (protocol === 'blob:') return isOurs(pathname)
  return protocol === 'data:' || protocol === 'devtools:' || isOurs(address)
}
