import 'reflect-metadata'
import type { X509Certificate } from 'node:crypto'
import { X509Certificate as Parsed, PemConverter, X509Crl } from '@peculiar/x509'

/** One authority's list of the certificates that it took back. */
export interface RevocationList {
  /** Whether this authority signed it. */
  isBy(authority: X509Certificate): Promise<boolean>
  /** By serial number in hex. */
  has(serial: string): boolean
  /** The next one is not yet due. */
  holds(now: string): boolean
}

/** The lists in a file, PEM one after the other or one as DER. Throws for anything else. */
export async function readRevocationLists(bytes: Buffer): Promise<RevocationList[]> {
  const text = bytes.toString('latin1')
  const raws = text.includes('-----BEGIN') ? PemConverter.decode(text) : [new Uint8Array(bytes).buffer]
  return raws.map(raw => listOf(new X509Crl(raw)))
}

function listOf(crl: X509Crl): RevocationList {
  const serials = new Set(crl.entries.map(({ serialNumber }) => plain(serialNumber)))
  const signers = new Map<string, Promise<boolean>>()
  return {
    isBy(authority) {
      const known = signers.get(authority.fingerprint256)
      if (known) return known
      const publicKey = new Parsed(new Uint8Array(authority.raw))
      const asked = crl.verify({ publicKey }).catch(() => false)
      signers.set(authority.fingerprint256, asked)
      return asked
    },
    has: serial => serials.has(plain(serial)),
    holds: now => crl.nextUpdate !== undefined && now <= crl.nextUpdate.toISOString(),
  }
}

/** The same number is written with and without zeros before it. */
const plain = (serial: string): string => serial.toLowerCase().replace(/^0+/, '')
