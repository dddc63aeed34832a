import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import packed from '../desktop/package.json' with { type: 'json' }
import { debArchitecture } from '../installers/src/make-deb.ts'
import { serverDeb } from '../installers/src/server-deb.ts'
import { windowDeb } from '../installers/src/window-deb.ts'
import { buildIfStale, SCREEN } from './built.ts'
import { ROOT } from './run.ts'

// `npm run build:deb`: the packages for machines of the Debian family without a network, for this machine's processor.
const PACKAGES = { window: windowDeb, server: serverDeb } as const

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { version: { type: 'string', default: packed.version }, out: { type: 'string', default: 'dist' } },
})
const names = positionals.length ? positionals : Object.keys(PACKAGES)
const wrong = names.find(name => !Object.hasOwn(PACKAGES, name))
if (wrong || !/^\d+(\.\d+){2}$/.test(values.version)) {
  console.error('npm run build:deb -- [window] [server] [--version X.Y.Z] [--out FOLDER]')
  process.exit(2)
}

await buildIfStale(SCREEN)
const folder = resolve(values.out)
mkdirSync(folder, { recursive: true })
for (const name of names as (keyof typeof PACKAGES)[]) {
  const tree = mkdtempSync(join(tmpdir(), `chuangtai-${name}-`))
  try {
    const out = join(folder, `chuangtai-${name}_${values.version}_${debArchitecture()}.deb`)
    const files = PACKAGES[name]({ root: resolve(ROOT), version: values.version, tree, out })
    console.log(`${out}: ${files} files, ${(statSync(out).size / 2 ** 20).toFixed(1)} MB`)
  } finally {
    rmSync(tree, { recursive: true, force: true })
  }
}
