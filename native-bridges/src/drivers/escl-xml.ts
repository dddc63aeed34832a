/**
 * The few elements of eSCL's documents (Mopria eSCL specification 2.9), found by their local names: scanners put what
 * prefixes they like before them. The documents are small and were limited before they come here.
 */

/** A tag, by whether it closes, its local name, and what follows that. No two matches look at the same character. */
const TAG = /<(\/?)(?:[\w.-]+:)?([\w.-]+)((?:[\s/][^<>]*)?)>/g

/** What stands inside each element of that name, nested ones of the same name apart. In one pass, whatever comes. */
export function elements(xml: string, name: string): string[] {
  const found: string[] = []
  let from: number | undefined
  for (const { 0: tag, 1: closes, 2: called, 3: more = '', index } of xml.matchAll(TAG)) {
    if (called !== name) continue
    if (closes) {
      if (from !== undefined) found.push(xml.slice(from, index))
      from = undefined
    } else if (from === undefined) {
      if (more.endsWith('/')) found.push('')
      else from = index + tag.length
    }
  }
  return found
}

/** The text of the first element of that name; undefined when there is none. */
export function textOf(xml: string, name: string): string | undefined {
  const [inner] = elements(xml, name)
  return inner?.replace(/&(lt|gt|quot|apos|amp|#\d+);/g, entity).trim()
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

function entity(whole: string, name: string): string {
  if (!name.startsWith('#')) return ENTITIES[name] ?? whole
  const code = Number(name.slice(1))
  const half = code >= 0xd800 && code <= 0xdfff
  return code > 31 && code < 0x110000 && !half ? String.fromCodePoint(code) : ' '
}
