import { isIP } from 'node:net'
import BonjourModule from 'bonjour-service'
import { DeviceError, type Driver } from '../driver.ts'
import { exclusiveDriver } from '../exclusive-driver.ts'
import { pause } from '../waiting.ts'
import { esclAsked } from './escl.ts'
import { NAPS2_DRIVERS, naps2Scanners } from './naps2.ts'
import { saneScanners } from './sane.ts'
import type { ScannerPlace } from './scanner-place.ts'

/** What to look for: scanners of this machine and of the office's network; with `address`, one at that address alone. */
export interface ScannerSearchAsk {
  /** A host with or without port and scheme. */
  address?: string
}

/** A scanner that was found; with a fingerprint, one that is known by its own certificate alone. */
export interface FoundScanner {
  place: ScannerPlace
  name: string
}

export interface ScannerSearchTools {
  /** SANE's configuration, when it is not the system's. */
  config?: string
  platform?: NodeJS.Platform
  naps2?: string
  /** Milliseconds to listen on the network. */
  listen?: number
}

const LISTEN = 3000
const PLACE = { id: 'search', name: 'search', kind: 'scanner', simulated: false } as const

/** Looks where scanners are: SANE or NAPS2, and eSCL on the network (`_uscan._tcp`, `_uscans._tcp`). */
export function scannerSearch(tools: ScannerSearchTools = {}): Driver<ScannerSearchAsk, FoundScanner> {
  return exclusiveDriver<ScannerSearchAsk, FoundScanner>({
    kind: 'scanner',
    list: async () => [PLACE],
    purpose: () => 'scan',
    async *work(_device, { address }, signal) {
      if (address) return yield await atAddress(address, signal)
      const windows = (tools.platform ?? process.platform) === 'win32'
      const ways = [windows ? byNaps2(tools, signal) : bySane(tools, signal), byNetwork(tools.listen ?? LISTEN, signal)]
      // A way that is not installed has found nothing; it does not hide what the others find.
      for (const way of ways) yield* await way.catch(error => none(error, signal))
    },
  })
}

function none(error: unknown, signal: AbortSignal): FoundScanner[] {
  if (signal.aborted) throw error
  return []
}

async function bySane({ config }: ScannerSearchTools, signal: AbortSignal): Promise<FoundScanner[]> {
  const found = await saneScanners(undefined, config, signal)
  return found.map(({ device, name }) => ({ place: { by: 'sane', device, name }, name }))
}

async function byNaps2({ naps2 }: ScannerSearchTools, signal: AbortSignal): Promise<FoundScanner[]> {
  const found: FoundScanner[] = []
  for (const driver of NAPS2_DRIVERS.filter(one => one !== 'escl'))
    for (const { device } of await naps2Scanners(driver, naps2, signal).catch(error => none(error, signal) as never[]))
      found.push({ place: { by: 'naps2', driver, device }, name: device })
  return found
}

/** Takes an address as people write it: `192.0.2.7`, `scanner.local:8080`, `https://scanner/eSCL`. @throws {DeviceError} */
async function atAddress(address: string, signal: AbortSignal): Promise<FoundScanner> {
  const text = /^https?:\/\//i.test(address) ? address : `http://${address}`
  if (!URL.canParse(text)) throw new DeviceError('absent', 'that is no address')
  const url = new URL(text)
  const path = url.pathname.replace(/\/$/, '') || '/eSCL'
  return esclAt(`${url.protocol}//${url.host}${path}`, undefined, signal)
}

/** Asks it what it is; one with a certificate of its own is shown with the fingerprint of that. */
async function esclAt(url: string, known: string | undefined, signal: AbortSignal): Promise<FoundScanner> {
  const named = (name: string, fingerprint?: string): FoundScanner => ({
    place: { by: 'escl', url, ...(fingerprint && { fingerprint }), name: name || known || url },
    name: name || known || url,
  })
  try {
    return named((await esclAsked({ url }, signal)).name)
  } catch (error) {
    const fingerprint = error instanceof DeviceError && error.fault === 'auth' ? error.facts.fingerprint : undefined
    if (typeof fingerprint !== 'string') throw error
    return named((await esclAsked({ url, fingerprint }, signal)).name, fingerprint)
  }
}

async function byNetwork(listen: number, signal: AbortSignal): Promise<FoundScanner[]> {
  const bonjour = new BonjourModule.Bonjour(undefined, () => undefined)
  const heard = new Map<string, { url: string; name: string }>()
  try {
    for (const [type, scheme] of [
      ['uscans', 'https'],
      ['uscan', 'http'],
    ] as const)
      bonjour.find({ type }, service => {
        const host = service.addresses?.find(one => isIP(one) === 4) ?? service.host
        const path = String(service.txt?.rs ?? 'eSCL').replace(/^\/|\/$/g, '')
        const url = `${scheme}://${host}:${service.port}/${path}`
        // The same scanner tells itself twice, with and without TLS: by its UUID it is one, and TLS is better.
        const key = String(service.txt?.uuid ?? url)
        if (!heard.has(key) || scheme === 'https') heard.set(key, { url, name: service.name })
      })
    await pause(listen, signal)
  } finally {
    bonjour.destroy()
  }
  const asked = [...heard.values()].map(({ url, name }) =>
    esclAt(url, name, signal).catch(error => none(error, signal)),
  )
  return (await Promise.all(asked)).flat()
}
