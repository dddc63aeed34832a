import type { Config } from '../config.ts'

/** One command of `npm run server -- <name> …`. */
export interface Operation {
  /** What it does and which words it takes, as lines of the usage text. */
  usage: string
  /**
   * Runs with the words after its name. Answers what is told to whoever called it, and an exit code when that is not 0.
   * Throws a Refusal, a ZodError or an Error whose message is for that reader.
   */
  run(args: readonly string[], config: Config): Promise<{ text: string; code?: number }>
}
