import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { createServer } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Door, door } from '../../../test/door.ts'
import { run } from '../driver.contract.ts'
import type { DeviceError } from '../driver.ts'
import { deviceSentence } from '../words.zh-CN.ts'
import { simulatedIpp } from './ipp.simulator.ts'
import { type IppDriverTimes, ippDriver } from './ipp.ts'
import { madePdf } from './made-pdf.fixture.ts'
import type { PrintAsk } from './printer.ts'
import { printerPresence } from './printer-presence.ts'

const TIMES: IppDriverTimes = { patience: 2000, document: 2000, poll: 5, silence: 400 }
const FORM: PrintAsk = { pdf: madePdf(3), title: '表格', copies: 1, paper: 'A4', duplex: false }

describe('a printer with a certificate of its own', () => {
  let [own, other]: [Door, Door] = [undefined!, undefined!]
  beforeAll(async () => {
    ;[own, other] = [await door(), await door()]
  })
  afterAll(() => Promise.all([own.remove(), other.remove()]))
  afterEach(async () => {
    for (const close of closing.splice(0)) await close()
  })
  const closing: (() => Promise<void>)[] = []
  const pemOf = ({ folder }: Door) => readFileSync(join(folder, 'server.pem'), 'utf8')

  /** The printer behind TLS: an address of ipps, and whose certificate is shown from the next connection on. */
  async function secured(show: Door) {
    const printer = await simulatedIpp({ kind: 'document-printer', id: 'PRN-1', name: 'p', tray: 50 })
    const { port } = new URL((await printer.addresses.list())[0]!.uri.replace('ipp', 'http'))
    const context = (whose: Door) => ({ key: pemOf(whose), cert: pemOf(whose) })
    const heard: Buffer[] = []
    const server = createServer(context(show), near => {
      const far = connect(Number(port), '127.0.0.1')
      near.on('data', part => heard.push(part)).on('error', () => far.destroy())
      far.on('error', () => near.destroy())
      near.pipe(far).pipe(near)
    })
    server.on('tlsClientError', () => undefined)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    closing.push(printer.close, async () => void server.close())
    const uri = `ipps://127.0.0.1:${(server.address() as AddressInfo).port}/ipp/print`
    const driver = (fingerprint?: string) =>
      ippDriver(
        'document-printer',
        printerPresence([
          {
            ...{ id: 'PRN-1', name: 'p', kind: 'document-printer', uri, simulated: true },
            ...(fingerprint && { fingerprint }),
          },
        ]),
        TIMES,
      )
    return { printer, driver, heard, show: (whose: Door) => server.setSecureContext(context(whose)) }
  }
  const fingerprintOf = (whose: Door) => new X509Certificate(pemOf(whose)).fingerprint256

  test('is printed on by its fingerprint; with another one nothing is sent, and the sentence names it', async () => {
    const { driver, printer, heard, show } = await secured(own)
    expect((await run(driver(fingerprintOf(own)), 'PRN-1', FORM)).at(-1)).toMatchObject({ state: 'done' })
    show(other)
    heard.length = 0
    const refused = (await run(driver(fingerprintOf(own)), 'PRN-1', FORM).catch(error => error)) as DeviceError
    expect(refused).toMatchObject({ fault: 'auth', facts: { fingerprint: fingerprintOf(other) } })
    expect(deviceSentence('document-printer', refused.fault, refused.facts)).toContain(fingerprintOf(other))
    expect(Buffer.concat(heard)).toHaveLength(0)
    expect(printer.jobs()).toHaveLength(1)
  })

  test('that nobody vouches for is refused where no fingerprint was set', async () => {
    const { driver, heard } = await secured(own)
    const refused = (await run(driver(), 'PRN-1', FORM).catch(error => error)) as DeviceError
    expect(refused).toMatchObject({ fault: 'auth', facts: { certificate: expect.stringMatching(/CERT|VERIFY/) } })
    expect(Buffer.concat(heard)).toHaveLength(0)
  })

  test('changed between the job and its document: the document goes nowhere, and nothing came out', async () => {
    const { driver, printer, show } = await secured(own)
    const pieces = driver(fingerprintOf(own)).run('PRN-1', FORM, new AbortController().signal)[Symbol.asyncIterator]()
    expect((await pieces.next()).value).toMatchObject({ state: 'queued' })
    show(other)
    await expect(pieces.next()).rejects.toMatchObject({ fault: 'auth', facts: { fingerprint: fingerprintOf(other) } })
    expect(printer.jobs().map(({ document }) => document.length)).toEqual([0])
  })
})
