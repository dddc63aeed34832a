import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { greyOf, paint, readPdf } from '../../desktop/src/core/printing/fixtures/read-pdf.ts'
import { createPrinter } from '../../desktop/src/core/printing/pdf.ts'
import { licences } from '../../shared-types/src/domains/licences/index.ts'
import { signedCode } from '../../shared-types/src/engine/signed-code.ts'
import { CODE_ALGORITHMS } from '../../shared-types/src/model/signed-code.ts'
import type { FilledItem } from '../../shared-types/src/model/template.ts'
import { SIGNINGS } from '../../sync-server/src/codes/signatures.ts'

const has = spawnSync('zbarimg', ['--version']).status === 0
if (!has) console.warn('NOT RUN: codes of licences before ZBar need the package zbar-tools')

const folder = mkdtempSync(join(tmpdir(), 'chuangtai-codes-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A sticker printer's 203 dots an inch. */
const DOTS = 203 / 25.4

const { codeSticker } = licences.templates
const sticker = (text: string) => ({
  title: 'code',
  paper: codeSticker!.paper,
  pages: [codeSticker!.pages[0]!.filter(item => item.kind === 'qr').map(item => ({ ...item, text }) as FilledItem)],
})

describe.runIf(has).each(CODE_ALGORITHMS)('the sticker of a licence, code signed by %s', algorithm => {
  const { privateKey } = SIGNINGS[algorithm].pair()
  const printer = createPrinter()

  test('is read by ZBar at 203 dpi, each of forty', { timeout: 120_000 }, async () => {
    for (let n = 1; n <= 40; n++) {
      const content = {
        ...{ serial: '0123456789ab', count: n, number: `JY2330402${String(n).padStart(7, '0')}` },
        ...{ what: '食品经营许可证', holder: `桂苑第${n}饮食店`, issuer: '桂苑区市场监督管理局' },
        ...{ from: '2026-03-10', until: '2031-03-09' },
      }
      const text = signedCode(content, { id: '01234567', algorithm }, bytes =>
        SIGNINGS[algorithm].sign(bytes, privateKey),
      )
      const pdf = await readPdf(await printer.renderPdf(sticker(text), async () => undefined))
      const pixels = await paint(pdf, 1, DOTS)
      const [width, height] = [pixels.width, pixels.data.length / 4 / pixels.width]
      const file = join(folder, 'code.pgm')
      const grey = Uint8Array.from(greyOf(pixels, 0, 0, width, height))
      writeFileSync(file, Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), grey]))
      expect(execFileSync('zbarimg', ['-q', '--raw', '--nodbus', file]).toString().trimEnd()).toBe(text)
    }
  })
})
