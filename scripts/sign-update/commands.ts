import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { copyFile, mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { checkPayload, openUpdate } from '../../desktop/src/core/update-open.ts'
import { putDurably, versionFolder, versionsFolder } from '../../desktop/src/core/update-place.ts'
import { unpack } from '../../desktop/src/core/update-unpack.ts'
import { ROOT } from '../run.ts'
import { packUpdate } from './pack.ts'

/** The words after a command, none of them looked at yet. */
export interface Asked {
  file?: string
  out?: string
  from?: string
  run?: string
  version?: string
  key?: string
  platform?: string
  shell?: string
  over?: string[]
  public?: string
  base?: string
}

/** A new release key in a file that only its owner reads; answers the public part. Never inside this repository. */
export async function makeKey(asked: Asked): Promise<string> {
  const out = resolve(needed(asked, 'out'))
  const folder = await realpath(dirname(out))
  const within = relative(await realpath(ROOT), folder)
  if (!within.startsWith('..')) throw new Error('a release key never lies in the repository; name another folder')
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  await writeFile(out, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  return `public key, for shared-types/src/model/release-keys.ts: ${publicKey.export({ format: 'jwk' }).x}`
}

/** Packs and signs a program's folder. */
export async function makeUpdate(asked: Asked): Promise<string> {
  const key = createPrivateKey(await readFile(needed(asked, 'key')))
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('the release key must be an Ed25519 key')
  const out = needed(asked, 'out')
  const manifest = await packUpdate({
    from: needed(asked, 'from'),
    out,
    key,
    about: {
      version: needed(asked, 'version'),
      run: needed(asked, 'run'),
      platform: asked.platform ?? `${process.platform}-${process.arch}`,
      shell: asked.shell === 'electron' ? 'electron' : 'web',
      made: new Date().toISOString(),
      ...(asked.over && { over: asked.over }),
    },
  })
  const bytes = manifest.files.reduce((sum, file) => sum + file.size, 0)
  return `${out}: version ${manifest.version}, ${manifest.files.length} files, ${bytes} bytes, packed ${manifest.payload.size}`
}

/** What a package says of itself. Throws when it is altered, or not signed by the key that was named. */
export async function showUpdate(asked: Asked): Promise<string> {
  const path = needed(asked, 'file')
  if (!asked.public) throw new Error('--public KEY: whose signature it should have')
  const opened = await openUpdate(path, [asked.public])
  await checkPayload(path, opened)
  const { files, ...about } = opened.manifest
  return JSON.stringify({ package: opened.package, ...about, files: files.length }, undefined, 2)
}

/** Lays launcher and first version into an empty base folder; later versions come as updates. */
export async function layProgram(asked: Asked): Promise<string> {
  const [path, base] = [needed(asked, 'file'), resolve(needed(asked, 'base'))]
  const opened = await openUpdate(path, [needed(asked, 'public')])
  await checkPayload(path, opened)
  const { version, run } = opened.manifest
  await mkdir(versionsFolder(base), { recursive: true })
  const folder = versionFolder(base, version)
  await mkdir(folder)
  try {
    await unpack(path, opened, folder)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
  await putDurably(versionsFolder(base), `${version}.json`, { version, package: opened.package, run })
  await putDurably(base, 'state.json', { current: version, failed: [] })
  await copyFile(join(ROOT, 'desktop/src/shells/launcher.mjs'), join(base, 'launcher.mjs'))
  return `${base}: version ${version}; started by: node ${join(base, 'launcher.mjs')}`
}

function needed(asked: Asked, name: Exclude<keyof Asked, 'over'>): string {
  const value = asked[name]
  if (!value) throw new Error(name === 'file' ? 'name the package' : `--${name} is missing`)
  return value
}
