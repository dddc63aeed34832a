/** Where a formula stands: the row from 1, and the letters of the column. */
export interface FormulaCell {
  row: number
  cell: string
}

export interface FormulaWatch {
  /** Given to `readWorkbook`. */
  look(part: string): ((piece: Uint8Array) => void) | undefined
  /** Once all parts were seen: the cells of the first sheet that hold a formula. */
  found(): readonly FormulaCell[]
}

/** Bytes that may stand between a cell's opening and its formula, and of the parts that are kept whole. */
const BEFORE = 512
const SMALL = 2 ** 20

/**
 * Watches a workbook's parts for formulas (ECMA-376 part 1, 18.3.1.40): the reader gives what one last said and not that
 * it is one. At most `most` are noted of a sheet.
 */
export function formulaWatch(most: number): FormulaWatch {
  const sheets = new Map<string, FormulaCell[]>()
  const texts = new Map<string, Buffer[]>()
  return {
    look(part) {
      if (/^xl\/worksheets\/[^/]+\.xml$/i.test(part)) {
        const cells: FormulaCell[] = []
        sheets.set(part, cells)
        return scanner(cells, most)
      }
      if (part !== WORKBOOK && part !== RELATIONS) return undefined
      const pieces: Buffer[] = []
      texts.set(part, pieces)
      return piece => void (pieces.length < 64 && pieces.push(Buffer.from(piece)))
    },
    found() {
      const text = (part: string) => Buffer.concat(texts.get(part) ?? []).toString('utf8', 0, SMALL)
      const first = firstSheet(text(WORKBOOK), text(RELATIONS))
      return sheets.get(first ?? '') ?? [...sheets.values()][0] ?? []
    },
  }
}

const WORKBOOK = 'xl/workbook.xml'
const RELATIONS = 'xl/_rels/workbook.xml.rels'

/** The part of the sheet that is named first, by its relationship. */
function firstSheet(workbook: string, relations: string): string | undefined {
  const id = /<(?:\w+:)?sheet\b[^>]*\br:id="([^"]+)"/.exec(workbook)?.[1]
  const relation = [...relations.matchAll(/<Relationship\b[^>]*>/g)].find(([r]) => /\bId="([^"]+)"/.exec(r)?.[1] === id)
  const target = relation && /\bTarget="([^"]+)"/.exec(relation[0])?.[1]
  return target?.startsWith('/') ? target.slice(1) : target && `xl/${target}`
}

function scanner(cells: FormulaCell[], most: number): (piece: Uint8Array) => void {
  let rest = Buffer.alloc(0)
  return piece => {
    if (cells.length >= most) return
    const text = rest.byteLength ? Buffer.concat([rest, piece]) : Buffer.from(piece)
    // What is opened in the last bytes is looked at with the next piece, in which it ends.
    const end = text.byteLength - 3
    for (
      let at = text.indexOf('<f', Math.max(0, rest.byteLength - 2));
      at >= 0 && at <= end;
      at = text.indexOf('<f', at + 2)
    ) {
      if (!' >/'.includes(String.fromCharCode(text[at + 2]!))) continue
      const before = text.toString('latin1', Math.max(0, at - BEFORE), at)
      const place = [...before.matchAll(/<(?:\w+:)?c\b[^>]*\br="([A-Z]+)(\d+)"/g)].at(-1)
      if (place) cells.push({ cell: place[1]!, row: Number(place[2]) })
      if (cells.length >= most) return
    }
    rest = Buffer.from(text.subarray(Math.max(0, text.byteLength - BEFORE)))
  }
}
