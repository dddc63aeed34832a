/** Days before its end from which a certificate is told to be renewed. */
const NOTICE = 30

const DAY = 86_400_000

/** Whole days until then; negative after it. Both ISO 8601. */
const daysLeft = (until: string, now: string): number => Math.floor((Date.parse(until) - Date.parse(now)) / DAY)

/** What whoever runs the server is told of its certificate; undefined while it is good for long, or there is none. */
export function expiryWarning(until: string | undefined, now: string): string | undefined {
  if (until === undefined) return undefined
  const days = daysLeft(until, now)
  if (days >= NOTICE) return undefined
  const how = 'make another with the command `certificate`; windows need nothing'
  return days < 0
    ? `The server’s certificate ended on ${until.slice(0, 10)}, and no window connects any more: ${how}`
    : `The server’s certificate ends on ${until.slice(0, 10)}, in ${days} days: ${how}`
}
