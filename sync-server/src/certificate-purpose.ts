import 'reflect-metadata'
import type { X509Certificate } from 'node:crypto'
import { ExtendedKeyUsageExtension, KeyUsageFlags, KeyUsagesExtension, X509Certificate as Parsed } from '@peculiar/x509'

/** Client authentication, smart card logon, and any purpose (RFC 5280, section 4.2.1.12; Microsoft's own arc). */
const PURPOSES: ReadonlySet<unknown> = new Set(['1.3.6.1.5.5.7.3.2', '1.3.6.1.4.1.311.20.2.2', '2.5.29.37.0'])

/**
 * Whether a certificate may say who somebody is. Keys of Chinese authorities carry two, one to sign and one to encrypt;
 * only the first may. One that names no use is for all.
 */
export function hasPurpose({ raw }: X509Certificate): boolean {
  const parsed = new Parsed(new Uint8Array(raw))
  const usage = parsed.getExtension(KeyUsagesExtension)
  const purposes = parsed.getExtension(ExtendedKeyUsageExtension)?.usages
  const signs = !usage || (usage.usages & KeyUsageFlags.digitalSignature) !== 0
  return signs && (!purposes || purposes.some(purpose => PURPOSES.has(purpose)))
}
