import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

// Against a real Secret Service: GNOME's keyring on a session bus of its own, where both are installed.

const place = mkdtempSync(join(tmpdir(), 'keyring-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

const onPath = (name: string) => (process.env.PATH ?? '').split(delimiter).some(dir => existsSync(join(dir, name)))
const isThere = ['dbus-run-session', 'gnome-keyring-daemon'].every(onPath)

const SCRIPT = `
  const { chooseKeys } = await import(${JSON.stringify(new URL('./choose-keys.ts', import.meta.url).href)})
  const { openSecrets } = await import(${JSON.stringify(new URL('./secrets.ts', import.meta.url).href)})
  try {
    const folder = process.env.DATA
    const keys = await chooseKeys({ folder })
    const { database } = await openSecrets(folder, keys)
    await keys.put('station', new Uint8Array([1, 2, 3]))
    console.log(keys.kind, Buffer.from(database).toString('hex'), String(await keys.get('station')))
  } catch (error) {
    console.log(error.name, error.code)
  }
  process.exit(0)`

/** What a window of that account says of the folder, with its keyring unlocked at sign-in or still locked. */
function opened(account: string, folder: string, unlocked: boolean): string {
  const home = join(place, account)
  const run = join(home, 'run')
  mkdirSync(run, { recursive: true, mode: 0o700 })
  const daemon = unlocked ? 'printf word | gnome-keyring-daemon --unlock' : 'gnome-keyring-daemon --start'
  const script = `${daemon} --components=secrets >/dev/null 2>&1; exec "$0" --input-type=module -e "$SCRIPT"`
  const ran = spawnSync('dbus-run-session', ['--', 'sh', '-c', script, process.execPath], {
    env: { ...process.env, HOME: home, XDG_RUNTIME_DIR: run, XDG_DATA_HOME: join(home, 'data'), DATA: folder, SCRIPT },
    encoding: 'utf8',
    timeout: 60_000,
  })
  return ran.stdout.trim()
}

test.skipIf(!isThere)(
  "the key lies in the account's keyring alone (skipped without gnome-keyring)",
  () => {
    const folder = join(place, 'data')
    mkdirSync(folder)
    const first = opened('zhang', folder, true)
    expect(first).toMatch(/^secret-service [0-9a-f]{64} 1,2,3$/)
    expect(readdirSync(folder)).toEqual(['protection.json'])
    expect(opened('zhang', folder, true)).toBe(first)
    expect(opened('zhang', folder, false)).toBe('KeyFault keyring')
    expect(opened('li', folder, true)).toBe('KeyFault missing')
  },
  120_000,
)
