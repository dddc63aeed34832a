import { endOf, yearsKept } from '../../../../shared-types/src/engine/retention.ts'
import { titleOf } from '../../../../shared-types/src/engine/title.ts'
import { validate } from '../../../../shared-types/src/engine/validate.ts'
import { label } from '../../../../shared-types/src/engine/words.ts'
import type { Case, StoredEvent } from '../../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../../shared-types/src/model/domain.ts'
import type { Asking } from '../asking.ts'
import { filesIn } from '../case-pages.ts'
import { fieldText, type Wording } from '../wording.ts'
import { checkFile, sha256 } from './check-pack.ts'
import { type Check, EVENTS, MANIFEST, METADATA, PACK_FORM, type PackManifest, SEAL } from './pack-format.ts'
import { type ZipEntry, zipOf } from './zip.ts'

interface PackParts {
  kind: Kind
  c: Case
  events: readonly StoredEvent[]
  who: Asking
  words: Wording
  /** ISO 8601 */
  now: string
  file(hash: string): Promise<{ mime: string; bytes: Uint8Array }>
}

const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
}

/**
 * The package of a closed case, for handing it over to an archive: what the case says, who did what when, its pages under
 * names by rule, a manifest with the hash of each, and what was found when the four properties were checked. It is made
 * also where something was found, which then stands in it.
 */
export async function packCase(parts: PackParts): Promise<{ zip: Uint8Array; manifest: PackManifest }> {
  const { c, kind, events, now } = parts
  const checks: PackManifest['checks'] = { authentic: [], complete: [], usable: [], safe: [] }
  const files = await filesOf(parts, checks)
  for (const event of events)
    if (event.verdict !== 'accepted' || event.seq === 0)
      checks.authentic.push(`${event.act}: not accepted by the centre`)
  checks.complete.push(...validate(kind, c, parts.who.scope).map(p => `${p.field ?? ''}: ${p.code}`))
  const entries = [
    json(METADATA, metadataOf(parts)),
    json(EVENTS, events),
    ...files.map(({ mime: _, ...entry }) => entry),
  ]
  const manifest: PackManifest = {
    form: PACK_FORM,
    madeAt: now,
    caseId: c.id,
    type: c.type,
    files: entries.map(({ name, bytes }) => ({
      name,
      size: bytes.length,
      sha256: sha256(bytes),
      mime: files.find(file => file.name === name)?.mime ?? 'application/json',
    })),
    checks,
  }
  const head = json(MANIFEST, manifest)
  return { zip: zipOf([head, { name: SEAL, bytes: Buffer.from(`${sha256(head.bytes)}\n`) }, ...entries]), manifest }
}

/** The pages under `files/`, numbered in the order of the form: number, what the field is called, place in the field. */
async function filesOf(
  { kind, c, words, file }: PackParts,
  checks: Record<Check, string[]>,
): Promise<(ZipEntry & { mime: string })[]> {
  const texts = label(kind, words.language)
  const entries: (ZipEntry & { mime: string })[] = []
  for (const [i, { field, hash }] of filesIn(kind, c.data).entries()) {
    const stem = `files/${String(i + 1).padStart(3, '0')}-${texts.field(field).replace(/[\\/:*?"<>|\s]/g, '')}`
    const found = await file(hash).catch(() => undefined)
    if (!found) {
      checks.complete.push(`${stem}: ${hash} is not to be had`)
      continue
    }
    const name = `${stem}.${ENDINGS[found.mime] ?? 'bin'}`
    if (sha256(found.bytes) !== hash) checks.authentic.push(`${name}: is not ${hash}`)
    const entry = { name, bytes: found.bytes }
    for (const [check, what] of Object.entries(await checkFile(entry))) checks[check as Check].push(what)
    entries.push({ ...entry, mime: found.mime })
  }
  return entries
}

/** What the case is and says, in words and in codes; masked values whole, as an archive needs them. */
function metadataOf({ kind, c, events, who, words }: PackParts): object {
  const texts = label(kind, words.language)
  return {
    title: titleOf(kind, c, words.language),
    record: texts.record,
    type: c.type,
    id: c.id,
    unit: { id: c.unit, name: words.unitName(c.unit) },
    state: { code: c.state, name: texts.state(c.state) },
    createdAt: c.createdAt,
    ended: endOf(kind, c),
    retention: {
      years: yearsKept(kind, who.scope),
      basis: kind.domain.words[words.language].records[kind.name]?.retention,
    },
    fields: Object.keys(kind.record.fields)
      .filter(name => c.data[name] !== undefined && c.data[name] !== null)
      .map(name => ({
        code: name,
        name: texts.field(name),
        value: c.data[name],
        text: fieldText(kind, name, c.data[name], words, false),
      })),
    course: events.map(({ id, act, at, by, station }) => ({
      id,
      act,
      name: texts.step(act),
      at,
      person: words.personName(by.id),
      unit: words.unitName(by.unit),
      station,
    })),
  }
}

const json = (name: string, value: unknown): ZipEntry => ({
  name,
  bytes: Buffer.from(`${JSON.stringify(value, null, 1)}\n`),
})
