import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inflate } from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

const PACKAGE = fileURLToPath(new URL('../node_modules/@sparticuz/chromium', import.meta.url))
const CACHE = fileURLToPath(new URL('../node_modules/.cache', import.meta.url))

/**
 * Starts the Chromium of npm with its own libraries, so that a bare Debian needs no package. Its switches are our own:
 * those that @sparticuz/chromium proposes turn web security off, which would hide a broken content policy.
 */
export async function launchChromium(args: readonly string[] = []): Promise<Browser> {
  const folder = await unpackChromium()
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    args: ['--no-sandbox', '--disable-dev-shm-usage', ...args],
    env: {
      ...definedEnvironment(),
      // Without a UTF-8 locale Chromium gives a file with a Chinese name the name “download”.
      LC_ALL: 'C.UTF-8',
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      FONTCONFIG_PATH: join(folder, 'fonts'),
    },
  })
}

/**
 * Unpacks Chromium once for this clone and version, and answers its folder. The package itself unpacks to a fixed name
 * in the temporary folder: there it would take another version's binary, or one that another test is still writing.
 */
export async function unpackChromium(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8')) as { version: string }
  const folder = join(CACHE, `chromium-${version}`)
  if (existsSync(folder)) return folder
  await mkdir(CACHE, { recursive: true })
  const making = await mkdtemp(join(CACHE, 'chromium-making-'))
  await Promise.all(inflateInto(making, ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br']))
  // Whoever is first wins; the other throws its own copy away.
  await rename(making, folder).catch(() => rm(making, { recursive: true, force: true }))
  return folder
}

/** `inflate` writes to the temporary folder of the moment it is called. */
function inflateInto(folder: string, files: readonly string[]): Promise<string>[] {
  const before = process.env.TMPDIR
  process.env.TMPDIR = folder
  const all = files.map(file => inflate(join(PACKAGE, 'bin', file)))
  if (before === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = before
  return all
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => !!entry[1]))
}

// `node test/chromium.ts` unpacks ahead of the tests, so that no test's time is spent on it.
if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) {
  await mkdir(dirname(CACHE), { recursive: true })
  await unpackChromium()
}
