import { networkInterfaces } from 'node:os'

/** The machine's address in the office network: what a registered print terminal is known by. */
export function machineAddress(): { ip: string; mac: string } {
  const all = Object.values(networkInterfaces()).flatMap(list => list ?? [])
  const found = all.find(one => !one.internal && one.family === 'IPv4') ?? all.find(one => one.family === 'IPv4')
  return { ip: found?.address ?? '', mac: (found?.mac ?? '').toUpperCase() }
}
