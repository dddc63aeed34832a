import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { hashOf } from '../../desktop/src/core/blobs.ts'
import { fileKeys } from '../../desktop/src/core/keys/file-keys.ts'
import { openSecrets } from '../../desktop/src/core/keys/secrets.ts'
import { createPeople, type InventedPerson } from '../../sync-server/src/demo/invented-person.ts'
import { createRandom } from '../../sync-server/src/demo/random.ts'
import { centre } from '../harness.ts'
import { STATION } from '../journeys/permit.ts'
import { pageOf } from './at-rest.page.ts'
import { decrypted, findNumbers, openedPages, workedWindow } from './at-rest.ts'

/** In the order of `WAYS` of the window: what a person's number went through. */
const way = (people: readonly InventedPerson[], at: number) => people.filter((_, n) => n % 6 === at)

/**
 * So many invented ID numbers go through a real window, typed, drafted, searched, imported, scanned, printed. While it
 * is open and after it was killed, none of them can be read on the disk, in its temporary files or in what it said; in
 * the same folder decrypted each of them can.
 */
export async function expectNothingReadable(count: number): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), 'chuangtai-at-rest-'))
  const invent = createPeople(createRandom(count), '2026-06-15')
  const people = Array.from({ length: count }, () => invent([20, 60]))
  const scans = way(people, 5).map(person => hashOf(pageOf(person)))
  const at = await centre()
  try {
    const run = await workedWindow(place, { server: at.address, code: await at.code(STATION), people })
    expect(findNumbers(place, people, scans)).toEqual([])
    await run.kill()
    expect(findNumbers(place, people, scans)).toEqual([])
    await expectAllThere(run.folder, people, scans)
  } finally {
    await at.stop()
    rmSync(place, { recursive: true, force: true })
  }
}

/** The control: the search sees every number that was kept once nothing is encrypted. */
async function expectAllThere(folder: string, people: readonly InventedPerson[], scans: readonly string[]) {
  const plain = mkdtempSync(join(tmpdir(), 'chuangtai-plain-'))
  try {
    await decrypted(folder, join(plain, 'window'))
    await openedPages(folder, await openSecrets(folder, fileKeys(folder)), scans, join(plain, 'pages'))
    const seen = new Map<string, Set<string>>()
    for (const { file, number } of findNumbers(plain, people, scans))
      seen.set(number, (seen.get(number) ?? new Set()).add(file.replace(/[\\/].*/, '')))
    const missed = (at: number, where: string) =>
      way(people, at).filter(({ citizenId }) => !seen.get(citizenId)?.has(where))
    expect([missed(0, 'window'), missed(1, 'window'), missed(3, 'window'), missed(5, 'pages')]).toEqual([
      [],
      [],
      [],
      [],
    ])
    for (const hash of scans) expect(seen.get(hash)).toEqual(new Set(['pages']))
  } finally {
    rmSync(plain, { recursive: true, force: true })
  }
}

/** The search itself finds a number however it is written. */
export function expectSearchSees(person: InventedPerson): void {
  const place = mkdtempSync(join(tmpdir(), 'chuangtai-search-'))
  const number = person.citizenId
  const utf16 = Buffer.from(`x${number}y`, 'utf16le')
  writeFileSync(join(place, 'utf8'), `9${number}1`)
  writeFileSync(join(place, 'utf16le'), utf16)
  writeFileSync(join(place, 'utf16be'), Buffer.from(utf16).swap16())
  writeFileSync(join(place, `${number}.pdf`), '')
  const files = findNumbers(place, [person], ['utf16be']).map(({ file }) => file)
  expect([...new Set(files)].sort()).toEqual([`${number}.pdf`, 'utf16be', 'utf16le', 'utf8'])
  // By its name and by what stands in it.
  expect(files.filter(file => file === 'utf16be').length).toBeGreaterThan(1)
  rmSync(place, { recursive: true })
}
