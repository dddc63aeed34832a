/** What of a fault may stand in a log: where it was, and of its text nothing that somebody could have entered. */
export interface LoggedFault {
  message: string
  stack?: string | undefined
}

/** Whose texts quote what was read: a parser of JSON, a parser of input. */
const QUOTING = new Set(['SyntaxError', 'ZodError', 'URIError', '$ZodError'])

/** A database's error text can quote a row: of errors with a code, that alone is told. */
export function faultOf(error: unknown): LoggedFault {
  if (!(error instanceof Error)) return { message: 'no error' }
  const stack = frames(error)
  if ('code' in error && typeof error.code === 'string') return { message: error.code, stack }
  if (QUOTING.has(error.name)) return { message: error.name, stack }
  return { message: withoutContent(error.message), stack }
}

/** Our own sentences and the runtime's: what stands in quotes and what is as long as a number of a person is left out. */
const withoutContent = (text: string): string =>
  text.replaceAll(/(["'`“]).*?(["'`”])/g, '$1…$2').replaceAll(/[\dXx]{5,}/g, '…')

function frames(error: Error): string | undefined {
  return error.stack
    ?.split('\n')
    .filter(line => /^ {4}at /.test(line))
    .join('\n')
}
