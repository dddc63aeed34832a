import { readXlsx } from 'hucre/xlsx'
import { readPdf, textOf } from '../../desktop/src/core/printing/fixtures/read-pdf.ts'

/** Everything that an answer says, as one text: of a PDF what is printed on it, of a workbook what stands in its cells. */
export async function saidBy(answer: unknown): Promise<string> {
  const files: Uint8Array[] = []
  const text = JSON.stringify(answer, (_, value: unknown) => {
    if (!(value instanceof Uint8Array)) return value
    files.push(value)
    return ''
  })
  return [text ?? '', ...(await Promise.all(files.map(textIn)))].join('\n')
}

async function textIn(bytes: Uint8Array): Promise<string> {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('latin1')
  if (start === '%PDF') return pdfText(bytes)
  if (!start.startsWith('PK')) return Buffer.from(bytes).toString('utf8')
  const { sheets } = await readXlsx(bytes)
  return sheets.map(sheet => [sheet.name, ...sheet.rows.map(row => row.join(' '))].join('\n')).join('\n')
}

async function pdfText(bytes: Uint8Array): Promise<string> {
  const pdf = await readPdf(bytes)
  const pages: string[] = [JSON.stringify((await pdf.getMetadata()).info)]
  for (let n = 1; n <= pdf.numPages; n++) pages.push(await textOf(await pdf.getPage(n)))
  return pages.join('\n')
}
