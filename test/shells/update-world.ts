import { spawn } from 'node:child_process'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ROOT } from '../../scripts/run.ts'
import { layProgram } from '../../scripts/sign-update/commands.ts'
import { packUpdate } from '../../scripts/sign-update/pack.ts'
import type { UpdateManifest } from '../../shared-types/src/model/update.ts'

/** How a version of the test's program behaves when it is started. */
export type Behaviour =
  /** Says that it is up, and ends well. */
  | 'good'
  /** Ends with an error before it is up. */
  | 'broken'
  /** Never comes up and never ends. */
  | 'hanging'
  /** Cannot read its data; whoever sits there closes it. */
  | 'trouble'
  /** Waits for a passphrase; whoever sits there closes it. */
  | 'waiting'
  /** Finds that another has its data folder. */
  | 'taken'

export interface UpdateWorld {
  folder: string
  base: string
  /** Public, base64url. */
  key: string
  /** A signed package of that version. */
  make(
    version: string,
    behaviour: Behaviour,
    change?: Partial<UpdateManifest> & { signer?: KeyObject },
  ): Promise<string>
  /** Starts the launcher and waits for its end; a trial may take `patience` ms. Answers which versions ran, in order. */
  launch(patience?: number): Promise<{ code: number; ran: string[]; output: string }>
  close(): Promise<void>
}

export const newKey = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return { public: publicKey.export({ format: 'jwk' }).x!, private: privateKey }
}

const HEALTH = join(ROOT, 'desktop/src/core/update-health.ts')
const PLACE = join(ROOT, 'desktop/src/core/update-place.ts')

/** The program: notes that it ran, and speaks to the launcher as the product does. */
const program = (version: string, behaviour: Behaviour) => `
import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
const base = process.env.CHUANGTAI_PROGRAM
appendFileSync(join(base, 'ran.txt'), '${version}\\n')
const state = () => JSON.parse(readFileSync(join(base, 'state.json'), 'utf8'))
const behaviour = '${behaviour}'
if (behaviour === 'broken') process.exit(3)
if (behaviour === 'taken') process.exit(75)
if (behaviour === 'hanging') await new Promise(() => setInterval(() => {}, 1000))
const { tellLauncher } = await import(${JSON.stringify(HEALTH)})
const { updatePlace } = await import(${JSON.stringify(PLACE)})
await tellLauncher(updatePlace(), behaviour === 'good' ? 'up' : behaviour)
for (let i = 0; behaviour === 'good' && i < 100 && state().trying; i++) await sleep(20)
`

/** A base folder with launcher and a good version 0.1.0, laid by the product's own tool. */
export async function updateWorld(): Promise<UpdateWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'chuangtai-update-'))
  const base = join(folder, 'program')
  const { public: key, private: release } = newKey()
  let made = 0
  const make: UpdateWorld['make'] = async (version, behaviour, { signer, ...change } = {}) => {
    const from = join(folder, `from-${++made}`)
    for (const [path, text] of Object.entries({
      'bin/start.mjs': program(version, behaviour),
      'bin/helper.sh': '#!/bin/sh\n',
      'empty.txt': '',
      'large.bin': version.repeat(50_000),
    })) {
      await mkdir(dirname(join(from, path)), { recursive: true })
      await writeFile(join(from, path), text)
    }
    await chmod(join(from, 'bin/helper.sh'), 0o755)
    const out = join(folder, `${made}-${version}.ctupdate`)
    const about = {
      version,
      run: 'bin/start.mjs',
      platform: 'any',
      shell: 'web' as const,
      made: new Date().toISOString(),
      ...change,
    }
    await packUpdate({ from, out, key: signer ?? release, about })
    return out
  }
  await layProgram({ file: await make('0.1.0', 'good'), base, public: key })
  return {
    folder,
    base,
    key,
    make,
    async launch(patience = 60_000) {
      await rm(join(base, 'ran.txt'), { force: true })
      const { code, output } = await launcher(base, patience)
      const ran = await readFile(join(base, 'ran.txt'), 'utf8').catch(() => '')
      return { code, ran: ran.split('\n').filter(Boolean), output }
    },
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

function launcher(base: string, patience: number): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, CHUANGTAI_TRIAL_MS: String(patience) }
    const child = spawn(process.execPath, [join(base, 'launcher.mjs')], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const parts: Buffer[] = []
    child.stdout.on('data', part => parts.push(part))
    child.stderr.on('data', part => parts.push(part))
    child.on('error', reject)
    child.on('close', code => resolve({ code: code ?? -1, output: String(Buffer.concat(parts)) }))
  })
}
