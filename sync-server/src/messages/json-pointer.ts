/** What a JSON pointer (RFC 6901) finds in a value; undefined when there is nothing. Its syntax was checked before. */
export function pointedAt(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((at, part) => (isHolder(at) && Object.hasOwn(at, part) ? at[part] : undefined), value)
}

const isHolder = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
