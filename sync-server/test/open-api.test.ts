import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, test } from 'vitest'
import { maskPersonId } from '../../shared-types/src/engine/person-id.ts'
import { signedCode } from '../../shared-types/src/engine/signed-code.ts'
import { OPEN_SCOPES, type OpenScope } from '../../shared-types/src/model/open-scope.ts'
import type { CodeKey } from '../../shared-types/src/model/signed-code.ts'
import { IN_TURN } from '../../test/databases.ts'
import { SIGNINGS } from '../src/codes/signatures.ts'
import { PROBLEMS } from '../src/open/problem.ts'
import { OPEN_ROUTES } from '../src/open/routes.ts'
import { putSetting } from '../src/settings.ts'
import { sha256 } from '../src/sha256.ts'
import { deployments } from './deployment.ts'
import { ABOUT, basic, caller, keepers, OTHER, putLoan, putPage, READER } from './open.ts'

/**
 * What each endpoint tells an app of D1 with one scope alone, about a thing of each unit. An endpoint without a row fails
 * the test; whatever a row does not name is refused.
 */
const RIGHTS: Readonly<Record<string, readonly OpenScope[]>> = {
  '/v1/persons/look': ['person.masked', 'person.whole'],
  '/v1/persons/card-images': ['card-image'],
  '/v1/persons/card-image': ['card-image'],
  '/v1/persons/papers': ['paper.list'],
  '/v1/persons/paper-page': ['paper.page'],
  '/v1/cases/state': ['case.state'],
  '/v1/codes/verify': ['code.verify'],
}
const REACHED: Readonly<Record<string, number>> = { D1: 200, S1: 200, C: 404, D2: 404, S3: 404 }

const run = promisify(execFile)
const isThere = (program: string) =>
  run(program, ['--version']).then(
    () => true,
    () => false,
  )
/** What the page tells to type needs these. */
const canType = (await isThere('curl')) && (await isThere('bash'))
const PAGE = readFileSync(new URL('../../docs/open-api.md', import.meta.url), 'utf8')

describe.each(IN_TURN)('the open API on %s', name => {
  const open = deployments(name)
  const kept: { world?: ReturnType<typeof world> } = {}
  const here = () => (kept.world ??= world())

  async function world() {
    const d = await open()
    const keeper = keepers(d, await d.station('C', '01'))
    const call = caller(d.address)
    /** Lines of the log that an app has left, the newest first. */
    const lines = async (app: string) =>
      (
        await d.parts.store.db
          .selectFrom('events')
          .select(['act', 'case_id', 'body', 'unit'])
          .where('person', '=', app)
          .orderBy('seq', 'desc')
          .execute()
      ).map(row => ({ ...row, patch: (JSON.parse(row.body) as { patch: Record<string, string> }).patch }))
    return { d, keeper, call, lines }
  }
  type World = Awaited<ReturnType<typeof world>>

  /** Status and problem, of which nothing but its own words may be told. */
  const said = async (answer: Response) => {
    const text = await answer.text()
    if (answer.ok) return `${answer.status}`
    const body = JSON.parse(text) as { type?: string; error?: string; status?: number; errors?: { pointer: string }[] }
    if (body.type) expect(answer.headers.get('content-type')).toContain('application/problem+json')
    return [answer.status, body.error ?? body.type?.split('/').at(-1), body.errors?.[0]?.pointer]
      .filter(Boolean)
      .join(' ')
  }
  const look = (w: World, token: string, number = READER, more: object = {}) =>
    w.call.ask('/v1/persons/look', token, { number, ...ABOUT, ...more })

  test('a token is given for app id and secret, in the head or in the form, and for a quarter of an hour', async () => {
    const w = await here()
    const app = await w.keeper.app('D1', ['person.masked', 'case.state'])
    const answer = await w.call.token(app)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const body = (await answer.json()) as Record<string, unknown>
    expect(body).toEqual({
      access_token: expect.stringMatching(/^[\w-]{43}$/),
      token_type: 'Bearer',
      expires_in: 900,
      scope: 'person.masked case.state',
    })
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: app.id,
      client_secret: app.secret,
      scope: 'case.state',
    })
    const other = await fetch(new URL('/open/token', w.d.address), { method: 'POST', body: form })
    const narrow = (await other.json()) as { access_token: string; scope: string }
    expect(narrow.scope).toBe('case.state')
    expect(await said(await look(w, narrow.access_token))).toBe('403 scope')
    expect(await said(await look(w, String(body.access_token)))).toBe('404 not-found')
    const before = w.d.clock.now
    w.d.clock.now = new Date(Date.parse(before) + 900_000).toISOString()
    expect(await said(await look(w, String(body.access_token)))).toBe('401 token')
    w.d.clock.now = before
  })

  test('who may not have one hears the same whatever is wrong, and only a right secret is written down', async () => {
    const w = await here()
    const app = await w.keeper.app('D1', ['case.state'])
    const elsewhere = await w.keeper.app('D1', ['case.state'], { addresses: ['192.0.2.0/24', '2001:db8::/32'] })
    const unreleased = { id: app.id, secret: await w.keeper.further(app.id) }
    const ended = await w.keeper.app('D1', ['case.state'])
    await w.keeper.end(ended.id)
    const answers = await Promise.all(
      [
        { id: app.id, secret: 'x'.repeat(43) },
        { id: app.id, secret: '' },
        { id: 'app-NOBODY', secret: app.secret },
        { id: elsewhere.id, secret: app.secret },
        unreleased,
        elsewhere,
        ended,
      ].map(async wrong => {
        const answer = await w.call.token(wrong)
        return [answer.status, answer.headers.get('www-authenticate'), await answer.text()]
      }),
    )
    expect(new Set(answers.map(answer => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]).toEqual([
      401,
      'Basic realm="open", charset="UTF-8"',
      expect.stringContaining('"invalid_client"'),
    ])
    expect((await w.lines(app.id)).map(l => [l.act, l.patch.why])).toEqual([['open-refused', 'unreleased']])
    expect((await w.lines(elsewhere.id)).map(l => [l.act, l.patch.why])).toEqual([['open-refused', 'address']])
    expect(await w.lines(ended.id)).toEqual([])
    const from = await w.keeper.app('D1', ['case.state'], { addresses: ['127.0.0.0/8', '::1'] })
    expect((await w.call.token(from)).status).toBe(200)
  })

  test('a request for a token that is none is told so in the words of the standard', async () => {
    const w = await here()
    const app = await w.keeper.app('D1', ['case.state'])
    const post = async (body: string, head: Record<string, string> = {}) =>
      said(
        await fetch(new URL('/open/token', w.d.address), {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded', ...head },
          body,
        }),
      )
    const authorization = basic(app.id, app.secret)
    expect(await post('grant_type=password', { authorization })).toBe('400 unsupported_grant_type')
    expect(await post('grant_type=client_credentials&grant_type=client_credentials', { authorization })).toBe(
      '400 invalid_request',
    )
    expect(await post('', { authorization })).toBe('400 invalid_request')
    expect(await post(`grant_type=client_credentials&client_id=${app.id}`, { authorization })).toBe(
      '400 invalid_request',
    )
    for (const scope of ['person.whole', 'nothing', 'case.state nothing'])
      expect(await post(`grant_type=client_credentials&scope=${scope}`, { authorization })).toBe('400 invalid_scope')
    expect(await post('{}', { authorization, 'content-type': 'application/json' })).toBe('400 invalid_request')
    expect(await post('x'.repeat(5000), { authorization })).toBe('413 invalid_request')
  })

  test('two secrets hold while one takes the place of the other; what is taken back is worth nothing at once', async () => {
    const w = await here()
    const app = await w.keeper.app('D1', ['case.state', 'person.masked'])
    const second = await w.keeper.further(app.id)
    await expect(w.keeper.further(app.id)).rejects.toMatchObject({ answer: { detail: 'secrets' } })
    const secondId = (await w.keeper.secrets(app.id)).find(row => row.id !== app.secretId)!.id
    const scopes: OpenScope[] = ['case.state', 'person.masked']
    await w.keeper.grant(app.id, { scopes, release: [secondId] })
    const old = await w.call.tokenOf(app)
    const next = await w.call.tokenOf({ id: app.id, secret: second })
    const state = async (token: string) => said(await w.call.ask('/v1/cases/state', token, { number: 'NONE-0' }))
    expect([await state(old), await state(next)]).toEqual(['404 not-found', '404 not-found'])
    await w.keeper.endSecret(app.id, app.secretId)
    expect([await state(old), await state(next)]).toEqual(['401 token', '404 not-found'])
    await w.keeper.grant(app.id, { scopes: ['person.masked'] })
    expect(await state(next)).toBe('403 scope')
    await w.keeper.grant(app.id, { scopes, addresses: ['192.0.2.7'] })
    expect(await state(next)).toBe('403 address')
    await w.keeper.grant(app.id, { scopes })
    expect(await state(next)).toBe('404 not-found')
    await w.keeper.end(app.id)
    expect(await state(next)).toBe('401 token')
    // Nothing that opens anything lies in the database.
    const rows = await w.d.parts.store.db.selectFrom('open_secrets').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(second)
  })

  test('a person is told covered or whole, from the units of the app, and every question is a line under their case', async () => {
    const w = await here()
    const patch = { readerId: READER, reader: '欧阳小晓', sex: '2', birth: '1979-07-04', home: { area: '320583' } }
    const c = await putLoan(w.d, 'S1', patch)
    await putLoan(w.d, 'S1', { ...patch, reader: '草稿' }, { state: 'draft', updatedAt: '2026-03-02T02:00:00.000Z' })
    const masked = await w.keeper.app('D1', ['person.masked'])
    const whole = await w.keeper.app('S1', ['person.whole'])
    const covered = await (await look(w, await w.call.tokenOf(masked))).json()
    expect(covered).toEqual({
      number: maskPersonId(READER),
      name: '欧**晓',
      sex: expect.any(String),
      whole: false,
      records: [{ record: expect.any(String), unit: '一所', updatedAt: c.updatedAt }],
    })
    const full = await (await look(w, await w.call.tokenOf(whole), READER, { note: `为${OTHER}查` })).json()
    expect(full).toMatchObject({ number: READER, name: '欧阳小晓', birth: '1979-07-04', whole: true })
    const [line] = await w.lines(whole.id)
    expect(line).toMatchObject({ act: 'open-person', case_id: c.id, unit: 'S1' })
    expect(line!.patch).toMatchObject({
      number: maskPersonId(READER),
      purpose: 'inquiry',
      operator: 'clerk 7',
      whole: 'yes',
    })
    expect(line!.body).not.toContain(READER)
    expect(line!.body).not.toContain(OTHER)
    expect((await w.lines(masked.id)).map(l => l.act)).toEqual(['open-person', 'open-token'])
    // Nobody is found, and it is written down all the same.
    expect(await said(await look(w, await w.call.tokenOf(masked), OTHER))).toBe('404 not-found')
    expect((await w.lines(masked.id))[0]).toMatchObject({ act: 'open-person', patch: { number: maskPersonId(OTHER) } })
  })

  test('a question that is none is told which part, and repeats nothing', async () => {
    const w = await here()
    const token = await w.call.tokenOf(await w.keeper.app('D1', ['person.masked']))
    const bodies: [unknown, string][] = [
      [{ number: READER }, '400 request #/purpose'],
      [{ number: READER, purpose: 'inquiry' }, '400 request #/operator'],
      [{ number: READER, ...ABOUT, purpose: 'curiosity' }, '400 request #/purpose'],
      [{ number: READER, ...ABOUT, purpose: 'other' }, '400 request #/note'],
      [{ number: '320583197907044171', ...ABOUT }, '400 request #/number'],
      [{ number: READER, ...ABOUT, more: 1 }, '400 request #'],
      ['{"number":', '400 request'],
      ['[]', '400 request #'],
      [{ number: READER, ...ABOUT, note: 'x'.repeat(9000) }, '413 too-large'],
    ]
    for (const [body, expected] of bodies)
      expect(await said(await w.call.ask('/v1/persons/look', token, body))).toBe(expected)
    const answer = await w.call.ask('/v1/persons/look', token, { number: '320583197907044171', ...ABOUT })
    expect(await answer.text()).not.toContain('32058319790704417')
    expect(await said(await w.call.ask('/v1/nothing', token, {}))).toBe('404 no-page')
    expect(await said(await w.call.ask('/v1/persons/look', 'x'.repeat(43), {}))).toBe('401 token')
    const english = await w.call.ask('/v1/persons/look', token, {}, { 'accept-language': 'en' })
    expect(english.headers.get('content-language')).toBe('en')
    expect(await english.json()).toMatchObject({ title: 'Malformed request' })
  })

  test('pages of a card are listed and given byte by byte, and none that is not the person’s', async () => {
    const w = await here()
    const [front, back, other] = await Promise.all(
      ['front', 'back', 'other'].map(page => putPage(w.d, `${name} ${page}`)),
    )
    await putLoan(w.d, 'S2', { readerId: OTHER, reader: '甲', proofs: [front!, back!] })
    const token = await w.call.tokenOf(await w.keeper.app('D1', ['card-image']))
    const asked = { number: OTHER, ...ABOUT }
    const listed = (await (await w.call.ask('/v1/persons/card-images', token, asked)).json()) as {
      images: { image: string }[]
    }
    expect(listed.images.map(i => i.image)).toEqual([front, back])
    const answer = await w.call.ask('/v1/persons/card-image', token, { ...asked, image: back })
    expect([answer.headers.get('content-type'), await answer.text()]).toEqual(['image/png', `${name} back`])
    expect(await said(await w.call.ask('/v1/persons/card-image', token, { ...asked, image: other }))).toBe(
      '404 not-found',
    )
  })

  test('papers are listed, and a page given of that paper alone, as a line under it', async () => {
    const w = await here()
    const [page, other] = await Promise.all(['paper', 'beside'].map(text => putPage(w.d, `${name} ${text}`)))
    const number = '330402198806150102'
    const own = {
      readerId: number,
      reader: '丙',
      term: 'long',
      lentOn: '2026-02-01',
      dueOn: '2026-08-01',
      seenBy: 'card',
    }
    const c = await putLoan(w.d, 'S2', { ...own, proofs: [page!] })
    const beside = await putLoan(w.d, 'S2', { readerId: OTHER, reader: '丁', proofs: [other!] })
    const app = await w.keeper.app('D1', ['paper.list', 'paper.page'])
    const token = await w.call.tokenOf(app)
    const listed = await (await w.call.ask('/v1/persons/papers', token, { number, ...ABOUT })).json()
    expect(listed).toEqual({
      papers: [
        {
          ...{ paper: c.id, kind: 'long', kindText: expect.any(String), given: '2026-02-01', until: '2026-08-01' },
          ...{ trust: 'card', state: 'lent', stateText: expect.any(String), unit: '二所' },
          pages: [{ page, mime: 'image/png', size: `${name} paper`.length }],
        },
      ],
    })
    const get = (paper: string, hash: string) =>
      w.call.ask('/v1/persons/paper-page', token, { number, ...ABOUT, paper, page: hash })
    expect(await (await get(c.id, page!)).text()).toBe(`${name} paper`)
    expect((await w.lines(app.id))[0]).toMatchObject({ act: 'open-paper-page', case_id: c.id, patch: { file: page } })
    expect(await said(await get(beside.id, other!))).toBe('404 not-found')
    expect(await said(await get(c.id, other!))).toBe('404 not-found')
  })

  test('a signed code is verified, and nothing is told of one that the centre did not sign', async () => {
    const w = await here()
    const [own, strange] = [SIGNINGS.ed25519.pair(), SIGNINGS.ed25519.pair()]
    const key = (pair: { publicKey: string }): CodeKey => {
      const id = sha256(pair.publicKey).slice(0, 8)
      return { id, algorithm: 'ed25519', publicKey: pair.publicKey, madeAt: w.d.clock.now }
    }
    const content = { serial: '0123456789ab', count: 1, number: 'JY-1', what: '许可证', holder: '甲店', issuer: '某局' }
    const valid = { from: '2026-01-01', until: '2026-12-31' }
    const code = (pair: typeof own, more: object = {}, by = pair) =>
      signedCode({ ...content, ...valid, ...more }, key(pair), bytes => SIGNINGS.ed25519.sign(bytes, by.privateKey))
    await w.d.parts.store.transaction(async turn => {
      await putSetting(turn, { id: `code-key:${key(own).id}`, kind: 'code-key', value: key(own) }, w.d.clock.now)
      const end = { serial: 'ba9876543210', below: 2, type: 'library-loans.loan', state: 'lost', at: w.d.clock.now }
      await putSetting(turn, { id: `code-end:${end.serial}`, kind: 'code-end', value: end }, w.d.clock.now)
    })
    const app = await w.keeper.app('S3', ['code.verify'])
    const token = await w.call.tokenOf(app)
    const verify = async (text: string) => (await w.call.ask('/v1/codes/verify', token, { code: text })).json()
    expect(await verify(code(own))).toEqual({
      ...{ verdict: 'good', number: 'JY-1', what: '许可证', holder: '甲店', issuer: '某局' },
      ...valid,
    })
    expect(await verify(code(own, { until: '2026-02-01' }))).toMatchObject({ verdict: 'expired', number: 'JY-1' })
    expect(await verify(code(own, { serial: 'ba9876543210' }))).toMatchObject({
      ...{ verdict: 'ended', endedAt: w.d.clock.now, stateText: expect.any(String) },
    })
    expect(await verify(code(strange))).toEqual({ verdict: 'foreign' })
    expect(await verify(code(own, {}, strange))).toEqual({ verdict: 'forged' })
    expect(await verify('https://example.com/')).toEqual({ verdict: 'no-code' })
    expect((await w.lines(app.id))[0]).toMatchObject({ act: 'open-code-verify', patch: { state: 'no-code' } })
  })

  test('how a case stands is told by its number alone, without a word of its holder', async () => {
    const w = await here()
    await putLoan(w.d, 'S1', { slip: 'SL-77', readerId: READER, reader: '欧阳', lentOn: '2026-02-28' })
    const app = await w.keeper.app('D1', ['case.state'])
    const answer = await w.call.ask('/v1/cases/state', await w.call.tokenOf(app), { number: 'SL-77' })
    const text = await answer.text()
    expect(JSON.parse(text)).toMatchObject({ state: 'lent', final: false, unit: '一所', days: [{ day: '2026-02-28' }] })
    expect(text).not.toMatch(/欧阳|3205/)
    expect((await w.lines(app.id))[0]).toMatchObject({ act: 'open-case-state', patch: { number: 'SL-77' } })
  })

  test('every endpoint stands in the table, and lets in what the table says', async () => {
    expect(Object.keys(RIGHTS).sort()).toEqual(OPEN_ROUTES.map(route => route.path).sort())
    const w = await here()
    const tokens = new Map<OpenScope, string>()
    for (const scope of OPEN_SCOPES)
      tokens.set(scope, await w.call.tokenOf(await w.keeper.app('D1', [scope], { perMinute: 600 })))
    for (const [unit, reached] of Object.entries(REACHED)) {
      const number = {
        C: '11010119900307109X',
        D1: '110101199003072236',
        D2: '110101199003073052',
        S1: '110101199003075138',
        S3: '110101199003078419',
      }[unit]!
      const page = await putPage(w.d, `${name} ${unit}`)
      const c = await putLoan(w.d, unit, { slip: `SL-${unit}-9`, readerId: number, reader: '乙', proofs: [page] })
      for (const { path } of OPEN_ROUTES)
        for (const scope of OPEN_SCOPES) {
          const reachedHere = path.includes('codes') ? 200 : reached
          const body = path.includes('codes')
            ? { code: 'none' }
            : path.includes('cases')
              ? { number: `SL-${unit}-9` }
              : {
                  number,
                  ...ABOUT,
                  ...(path.endsWith('image') && { image: page }),
                  ...(path.endsWith('page') && { paper: c.id, page }),
                }
          const { status } = await w.call.ask(path, tokens.get(scope)!, body)
          expect(status, `${path} ${scope} ${unit}`).toBe(RIGHTS[path]!.includes(scope) ? reachedHere : 403)
        }
    }
  })

  test('a day’s quota ends with the day, and its end is one line; a minute’s rate says how long to wait', async () => {
    const w = await here()
    const app = await w.keeper.app('D1', ['case.state'], { perDay: 3 })
    const token = await w.call.tokenOf(app)
    const state = () => w.call.ask('/v1/cases/state', token, { number: 'NONE-1' })
    expect(
      await Promise.all([state(), state(), state(), state(), state()].map(async a => (await a).status)).then(s =>
        s.sort(),
      ),
    ).toEqual([404, 404, 429, 429, 429])
    const answer = await state()
    // 2026-03-02T01:00Z is nine o'clock in the deployment's zone.
    expect([await said(answer), answer.headers.get('retry-after')]).toEqual(['429 quota', String(15 * 3600)])
    expect((await w.lines(app.id)).map(l => l.act)).toEqual([
      'open-quota',
      'open-case-state',
      'open-case-state',
      'open-token',
    ])
    const before = w.d.clock.now
    w.d.clock.now = '2026-03-02T16:00:00.000Z'
    const next = await w.call.tokenOf(app)
    expect((await w.call.ask('/v1/cases/state', next, { number: 'NONE-1' })).status).toBe(404)
    w.d.clock.now = before
    const quick = await w.keeper.app('D1', ['case.state'], { perMinute: 2 })
    const first = await w.call.tokenOf(quick)
    await w.call.ask('/v1/cases/state', first, { number: 'NONE-1' })
    const slowed = await w.call.ask('/v1/cases/state', first, { number: 'NONE-1' })
    expect([await said(slowed), Number(slowed.headers.get('retry-after')) > 0]).toEqual(['429 rate', true])
  })

  test('the document is an OpenAPI document, of every endpoint, scope and problem', async () => {
    const w = await here()
    const answer = await fetch(new URL('/open/openapi.json', w.d.address))
    const document = (await answer.json()) as {
      paths: Record<string, { post: { requestBody: { content: Record<string, { schema: object }> } } }>
      components: { securitySchemes: { app: { flows: { clientCredentials: { scopes: object } } } } }
      'x-problems': object
    }
    const checked = await new Validator().validate(structuredClone(document))
    expect(checked).toMatchObject({ valid: true })
    expect(Object.keys(document.paths)).toEqual(['/token', ...OPEN_ROUTES.map(route => route.path)])
    expect(Object.keys(document.components.securitySchemes.app.flows.clientCredentials.scopes)).toEqual(OPEN_SCOPES)
    expect(Object.keys(document['x-problems'])).toEqual(Object.keys(PROBLEMS))
    const person = document.paths['/v1/persons/look']!.post.requestBody.content['application/json']!.schema
    expect(person).toMatchObject({ required: ['number', 'purpose', 'operator'], additionalProperties: false })
    // Every item has words.
    const wordless = itemsOf(document).filter(([, item]) => !item.description)
    expect(wordless).toEqual([])
  })

  test.skipIf(!canType)('what the page tells to type is answered', async () => {
    const { d, keeper } = await here()
    await putLoan(d, 'S2', { readerId: READER, reader: '欧阳晓', sex: '2' })
    const app = await keeper.app('S2', ['person.masked'])
    const [, example] = /```sh\n([\s\S]*?)```/.exec(PAGE)!
    // This centre speaks on the loopback without TLS: the authority is not read.
    const env = { PATH: process.env.PATH, CENTRE: d.address, APP_ID: app.id, APP_SECRET: app.secret, CA: '/dev/null' }
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', example!], { env })
    expect(JSON.parse(stdout)).toMatchObject({ name: '欧*晓', whole: false })
  })

  test('nobody met a fault', async () => {
    expect((await here()).d.faults).toEqual([])
  })
})

/** Every item of every schema in a document, by its name. */
function itemsOf(value: unknown): [string, { description?: string }][] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(key === 'properties' ? (Object.entries(inner as object) as [string, { description?: string }][]) : []),
    ...itemsOf(inner),
  ])
}
