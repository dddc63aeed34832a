/**
 * The few elements of eSCL's documents (Mopria eSCL specification 2.9), found by their local names: scanners put what
 * prefixes they like before them. The documents are small and were limited before they come here.
 */

/** What stands inside each element of that name, nested ones of the same name apart. */
export function elements(xml: string, name: string): string[] {
  const form = new RegExp(`<(?:[\\w.-]+:)?${name}(?:\\s[^>]*?)?(?:/>|>([\\s\\S]*?)</(?:[\\w.-]+:)?${name}\\s*>)`, 'g')
  return [...xml.matchAll(form)].map(([, inner = '']) => inner)
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
  return code > 31 && code < 0x110000 ? String.fromCodePoint(code) : ' '
}
