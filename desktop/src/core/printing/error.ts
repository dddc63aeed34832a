/**
 * glyph: no shipped font has a character · picture: a file that is no picture, or a broken one · pictureMissing: the
 * file is not at this station · code: a text that a QR or bar code cannot hold · codeSmall: its place is too small to
 * be read by a scanner.
 */
export type PrintFault = 'glyph' | 'picture' | 'pictureMissing' | 'code' | 'codeSmall'

/** What the clerk's sentence needs: `characters` (`𰻝 U+30EDD`), `key` of a file, `kind` of a code … */
type PrintFacts = Readonly<Record<string, string | number>>

/** Why a sheet cannot be printed. `fault` and `facts` make the clerk's sentence; the message is for the log. */
export class PrintError extends Error {
  readonly fault: PrintFault
  readonly facts: PrintFacts

  constructor(fault: PrintFault, facts: PrintFacts, options?: ErrorOptions) {
    super(`cannot print (${fault}): ${JSON.stringify(facts)}`, options)
    this.name = 'PrintError'
    this.fault = fault
    this.facts = facts
  }
}
