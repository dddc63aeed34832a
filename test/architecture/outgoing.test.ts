import { expect, test } from 'vitest'
import { isAbove } from './layers.ts'
import { allFiles, parseSource, readText } from './source.ts'

/**
 * Where the window and the server speak to a network at all, each with what decides where to. Nothing that came in as data
 * is ever such an address. An entry that is needed no more fails the test.
 */
const GO_OUT: Readonly<Record<string, string>> = {
  'desktop/src/core/tls-fetch.ts': 'the address of enrolment, under the authority of enrolment',
  'desktop/src/core/tls-authority.ts': 'the address that is typed at enrolment, to ask whose word counts there',
  'desktop/src/core/server-request.ts': 'with the way that it is given, to the origin of enrolment alone',
  'desktop/src/core/demo-desk.ts': 'with the way that it is given, as long as the plug is in',
  'desktop/src/renderer/connect.ts': 'the core that the page came from',
  'sync-server/src/tls-self.ts': 'the server’s own address of its configuration',
  'sync-server/src/messages/post-json.ts': 'gateways of the server’s own configuration; redirections are not followed',
  'sync-server/src/register/ask-register.ts':
    'the register of the server’s own configuration; redirections are not followed',
  'sync-server/src/messages/mail-gateway.ts': 'the mail server of the server’s own configuration',
}

/** Who listens, and asks nobody but itself on the loopback. */
const LISTEN: Readonly<Record<string, string>> = {
  'desktop/src/shells/web/serve.ts': 'the window’s own page, on the loopback',
  'desktop/src/cli.ts': 'its own page, on the loopback',
  'desktop/src/shells/launcher.mjs': 'a named pipe of its own, by which a second launcher is noticed',
  'sync-server/src/tls.ts': 'the server',
}

const NETWORK = /^(undici|axios|got|node-fetch|nodemailer|node:(net|tls|http|https|http2|dgram))$/
const MAYBE = /undici|axios|node-fetch|nodemailer|'got'|node:(net|tls|http|dgram)/
const ASKS = /(?<![.\w])(fetch\(|new (WebSocket|EventSource|XMLHttpRequest)\b|navigator\.sendBeacon\()/
/** What has types or checks alone of a module of the network. */
const ONLY_CHECKS = /import \{ (BlockList, )?isIP(v[46])? \} from 'node:net'/

const takes = (path: string, text: string) =>
  parseSource(path, text).imports.some(({ to, ours, typeOnly }) => !ours && !typeOnly && NETWORK.test(to))

test('who speaks to a network is named, with what decides where to', () => {
  const found = allFiles()
    .filter(path => /^(desktop|sync-server|shared-types)\/src\/.*\.(ts|tsx|mjs)$/.test(path) && !isAbove(path))
    .map(path => ({ path, text: readText(path) }))
    .filter(({ path, text }) => ASKS.test(text) || (MAYBE.test(text) && !ONLY_CHECKS.test(text) && takes(path, text)))
    .map(({ path }) => path)
  expect(found.sort()).toEqual([...Object.keys(GO_OUT), ...Object.keys(LISTEN)].sort())
})
