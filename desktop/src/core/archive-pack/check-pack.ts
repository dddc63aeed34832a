import { createHash } from 'node:crypto'
import { PDFDocument } from '@pdfme/pdf-lib'
import { contentType } from '../../../../shared-types/src/engine/content-type.ts'
import { headerOf } from '../pictures.ts'
import { type Check, EVENTS, MANIFEST, METADATA, PACK_FORM, type PackManifest, SEAL } from './pack-format.ts'
import { readZip, type ZipEntry, zipOf } from './zip.ts'

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/** What a PDF does by itself when it is opened, or holds besides its pages (ISO 32000-1, 12.6 and 7.11). */
const ACTIVE = ['/JavaScript', '/JS', '/Launch', '/EmbeddedFile', '/OpenAction', '/Encrypt']

/** What is wrong with one page or photo, as to whether it can be used and whether it is safe. */
export async function checkFile({ name, bytes }: ZipEntry): Promise<Partial<Record<Check, string>>> {
  const mime = contentType(bytes)
  if (!mime) return { usable: `${name}: no page or photo`, safe: `${name}: of no known kind` }
  if (mime !== 'application/pdf')
    return headerOf(bytes).then(
      () => ({}),
      () => ({ usable: `${name}: cannot be opened` }),
    )
  const text = Buffer.from(bytes).toString('latin1')
  const active = ACTIVE.filter(word => new RegExp(`${word}(?![A-Za-z])`).test(text))
  const pages = await PDFDocument.load(bytes)
    .then(pdf => pdf.getPageCount())
    .catch(() => 0)
  return {
    ...(pages === 0 && { usable: `${name}: cannot be opened` }),
    ...(active.length > 0 && { safe: `${name}: ${active.join(' ')}` }),
  }
}

/**
 * Looks at a package again, wherever it lies, with nothing but the package: whether its files are those that its manifest
 * names, and every one of the four properties. Answers what is wrong; nothing when all is as it was made.
 */
export async function checkPack(zip: Uint8Array): Promise<{ manifest?: PackManifest; problems: string[] }> {
  const read = entriesOf(zip)
  if ('problem' in read) return { problems: [read.problem] }
  // Packed again it is the same bytes: nothing hides between its files.
  if (!Buffer.from(zipOf(read.entries)).equals(zip)) return { problems: ['the package itself was changed'] }
  const entries = new Map(read.entries.map(entry => [entry.name, entry]))
  const manifest = manifestOf(entries.get(MANIFEST))
  const sealed = entries.get(SEAL)
  if (!manifest) return { problems: [`${MANIFEST}: missing or unreadable`] }
  const problems = [...manifestProblems(manifest, entries)]
  if (!sealed || Buffer.from(sealed.bytes).toString().trim() !== sha256(entries.get(MANIFEST)!.bytes))
    problems.push(`${SEAL}: is not of this manifest`)
  if (read.entries.length !== entries.size) problems.push('two files have one name')
  for (const name of entries.keys())
    if (name !== MANIFEST && name !== SEAL && !manifest.files.some(file => file.name === name))
      problems.push(`${name}: not in the manifest`)
  for (const [check, found] of Object.entries(manifest.checks)) problems.push(...found.map(what => `${check}: ${what}`))
  for (const { name } of manifest.files) {
    const entry = entries.get(name)
    if (!entry || name.endsWith('.json')) continue
    problems.push(...Object.entries(await checkFile(entry)).map(([check, what]) => `${check}: ${what}`))
  }
  return { manifest, problems }
}

function entriesOf(zip: Uint8Array): { entries: ZipEntry[] } | { problem: string } {
  try {
    return { entries: readZip(zip) }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}

function manifestOf(entry: ZipEntry | undefined): PackManifest | undefined {
  try {
    const read = JSON.parse(Buffer.from(entry!.bytes).toString()) as PackManifest
    return Array.isArray(read.files) && read.checks ? read : undefined
  } catch {
    return undefined
  }
}

function* manifestProblems(manifest: PackManifest, entries: ReadonlyMap<string, ZipEntry>): Generator<string> {
  if (manifest.form !== PACK_FORM) yield `${MANIFEST}: of the form ${manifest.form}, which this program does not know`
  for (const needed of [METADATA, EVENTS])
    if (!manifest.files.some(file => file.name === needed)) yield `${needed}: missing`
  for (const { name, size, sha256: hash } of manifest.files) {
    const entry = entries.get(name)
    if (!entry) yield `${name}: missing`
    else if (entry.bytes.length !== size || sha256(entry.bytes) !== hash) yield `${name}: is not what was packed`
  }
}
