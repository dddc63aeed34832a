import { isIPv6 } from 'node:net'
import type { OpenScope } from '../../../shared-types/src/model/open-scope.ts'
import type { OpenAppLine } from '../../../shared-types/src/protocol-open.ts'
import type { OpenTables } from '../tables-open.ts'

type AppRow = OpenTables['open_apps']

/** An app as what it asks is judged by. */
export type OpenApp = Pick<OpenAppLine, 'id' | 'name' | 'unit' | 'scopes' | 'addresses' | 'perMinute' | 'perDay'>

export const appOf = (row: AppRow): OpenApp => ({
  id: row.id,
  name: row.name,
  unit: row.unit,
  scopes: JSON.parse(row.scopes) as OpenScope[],
  addresses: JSON.parse(row.addresses) as string[],
  perMinute: Number(row.per_minute),
  perDay: Number(row.per_day),
})

/** An IPv4 address that came over an IPv6 socket, as itself. */
export const plainAddress = (address: string): string =>
  isIPv6(address) ? address.replace(/^::ffff:(?=\d+\.)/i, '') : address
