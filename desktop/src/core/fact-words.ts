import type { Fact } from '../../../shared-types/src/engine/facts.ts'
import type { FactRefusedRow } from '../../../shared-types/src/protocol-facts.ts'
import { type CoreLanguage, coreText } from './words.ts'

/** What a column of a fact is called. */
export const columnWord = ({ domain, name }: Fact, column: string, language: CoreLanguage): string =>
  domain.words[language].facts?.[name]?.columns[column] ?? column

export const factLabel = ({ domain, name }: Fact, language: CoreLanguage): string =>
  domain.words[language].facts?.[name]?.label ?? name

/** Why a file could not be read, in one sentence. */
export function faultText(
  fact: Fact,
  { code, with: facts }: { code: string; with: Readonly<Record<string, string | number>> },
  language: CoreLanguage,
): string {
  const wanted = typeof facts.wanted === 'string' ? columnWord(fact, facts.wanted, language) : ''
  const key = code === 'heading' && facts.found === '' ? 'facts.fault.headingLacks' : `facts.fault.${code}`
  return coreText(language, key, { ...facts, wanted })
}

/** Why one row was refused: a sentence for each reason. */
export const rowTexts = (fact: Fact, { reasons }: FactRefusedRow, language: CoreLanguage): string[] =>
  reasons.map(({ code, cell = '', column }) =>
    coreText(language, `facts.row.${code}`, { cell, column: column ? columnWord(fact, column, language) : '' }),
  )
