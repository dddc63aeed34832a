import { CallRefusal } from './call-refusal.ts'

/** Where plain HTTP stays on this machine: the loopback of IPv4 and IPv6 (RFC 6890). */
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** Whether nothing but TLS protects what is sent there: another machine by plain HTTP. */
export const isOpenWay = ({ protocol, hostname }: URL): boolean => protocol === 'http:' && !LOOPBACK.test(hostname)

/**
 * The address of a centre as somebody typed it, as origin: scheme, host and port and nothing else. Without a scheme it is
 * https.
 * @throws CallRefusal for what is no such address, and for plain HTTP to another machine
 */
export function serverAddress(typed: string): string {
  const text = typed.normalize('NFKC').trim()
  const whole = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`
  const url = URL.canParse(whole) ? new URL(whole) : undefined
  const isWhole = url && !url.username && !url.password && url.pathname === '/' && !url.search && !url.hash
  if (!isWhole || !/^https?:$/.test(url.protocol)) throw new CallRefusal('format', 'enrol.address')
  if (isOpenWay(url)) throw new CallRefusal('format', 'tls.open')
  return url.origin
}
