import type { InventedPerson } from '../../sync-server/src/demo/invented-person.ts'

/** A paper that names a person, as the scanner's program makes it: the smallest PDF that is one. */
export function pageOf({ citizenId, name }: InventedPerson): Uint8Array<ArrayBuffer> {
  const text = `%PDF-1.7\n1 0 obj<</Type/Catalog/Title(${name} ${citizenId})>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`
  return new TextEncoder().encode(text)
}
