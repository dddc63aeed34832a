import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPrinter } from '../../desktop/src/core/printing/pdf.ts'
import { run } from '../../native-bridges/src/driver.contract.ts'
import { type IppAddress, ippDriver } from '../../native-bridges/src/drivers/ipp.ts'
import type { PrintAsk } from '../../native-bridges/src/drivers/printer.ts'
import { cups, eveprinter, missing, type Peer, sink } from './printers.peers.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const driverAt = (uri: string) => {
  const address: IppAddress = { id: 'PRN-1', name: 'p', kind: 'document-printer', simulated: false, uri }
  return ippDriver('document-printer', { list: async () => [address] })
}

/** A form as the window makes it, of two pages, with characters of every plane. */
async function form(): Promise<Uint8Array> {
  const page = [{ kind: 'text', x: 20, y: 20, width: 100, height: 10, text: '受理凭证 𠮷' }] as const
  return createPrinter().renderPdf(
    { title: '受理凭证', paper: 'A4', landscape: false, pages: [page, page] },
    async () => undefined,
  )
}

const ask = async (): Promise<PrintAsk> => ({
  pdf: await form(),
  title: '受理凭证',
  copies: 1,
  paper: 'A4',
  duplex: false,
})

describe.skipIf(missing('ippeveprinter', 'dbus-daemon', 'avahi-daemon', 'unshare'))('ippeveprinter', () => {
  let peer: Awaited<ReturnType<typeof eveprinter>>
  beforeAll(async () => {
    peer = await eveprinter('-s', '120')
  })
  afterAll(() => peer?.stop())

  test('prints our form to its end, and has its bytes as they were', async () => {
    const wanted = await ask()
    const pieces = await run(driverAt(`ipp://localhost:${peer.port}/ipp/print`), 'PRN-1', wanted)
    expect(pieces[0]!.state).toBe('queued')
    expect(pieces.at(-1)).toMatchObject({ state: 'done', sheets: 2 })
    const files = (await readdir(peer.spool)).filter(name => name.endsWith('.pdf'))
    expect(files).toHaveLength(1)
    expect(sha256(await readFile(join(peer.spool, files[0]!)))).toBe(sha256(wanted.pdf))
  })

  test('refuses a paper that it does not have, before anything is sent', async () => {
    const tray = run(driverAt(`ipp://localhost:${peer.port}/ipp/print`), 'PRN-1', { ...(await ask()), tray: 'tray-77' })
    await expect(tray).rejects.toMatchObject({ fault: 'protocol' })
  })

  test('gives a job back when it is told to stop', async () => {
    const stop = new AbortController()
    const wanted = await ask()
    const outcome = (async () => {
      const pieces = driverAt(`ipp://localhost:${peer.port}/ipp/print`).run(
        'PRN-1',
        { ...wanted, copies: 20 },
        stop.signal,
      )
      for await (const piece of pieces) if (piece.state !== 'queued') stop.abort()
    })()
    await expect(outcome).rejects.toMatchObject({ fault: 'cancelled', facts: { job: expect.any(String) } })
  })
})

describe.skipIf(missing('cupsd'))('CUPS', () => {
  let peer: Peer
  let paper: Awaited<ReturnType<typeof sink>>
  beforeAll(async () => {
    paper = await sink()
    peer = await cups({ desk: `socket://127.0.0.1:${paper.port}`, gone: 'socket://127.0.0.1:9' })
  })
  afterAll(async () => {
    await peer?.stop()
    paper?.close()
  })

  test('passes our form through its queue to the printer, byte for byte', async () => {
    const wanted = await ask()
    const pieces = await run(driverAt(`ipp://127.0.0.1:${peer.port}/printers/desk`), 'PRN-1', wanted)
    expect(pieces.at(-1)).toMatchObject({ state: 'done', sheets: 2 })
    await expect.poll(() => paper.jobs.filter(job => job.length).length).toBe(1)
    expect(sha256(paper.jobs.find(job => job.length)!)).toBe(sha256(wanted.pdf))
  })

  test('a queue that does not exist is no printer', async () => {
    const outcome = run(driverAt(`ipp://127.0.0.1:${peer.port}/printers/nowhere`), 'PRN-1', await ask())
    await expect(outcome).rejects.toMatchObject({ fault: 'absent' })
  })

  test('a job for a printer that is away is taken back out of the queue when it is stopped', async () => {
    const uri = `ipp://127.0.0.1:${peer.port}/printers/gone`
    const outcome = run(driverAt(uri), 'PRN-1', await ask(), AbortSignal.timeout(3000))
    await expect(outcome).rejects.toMatchObject({ facts: { job: expect.any(String), sheets: 0 } })
    expect(peer.said()).toMatch(/[Cc]anceled/)
  })
})
