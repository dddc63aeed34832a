import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import type { Found } from './history.ts'

/** A data set of the design pages, unpacked into a folder of `base`; `expected` has the alerts that it calls for. */
export async function unpacked(base: string, name: string): Promise<{ folder: string; expected: Found[] }> {
  const packed = await readFile(new URL(`./fixtures/backtest-${name}.json.br`, import.meta.url))
  const files = JSON.parse(brotliDecompressSync(packed).toString('utf8')) as Record<string, string>
  const folder = join(base, name)
  for (const [path, body] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), body)
  }
  return {
    folder,
    expected: files['expected.ndjson']!.trim()
      .split('\n')
      .map(line => JSON.parse(line) as Found),
  }
}
